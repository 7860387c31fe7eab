/** The checks of `errorByPosition`. */
import { call, likeReference, rejects } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/05-teacher-forcing/error-by-position";

function errorByPosition(
  written: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): number[] {
  if (written.length !== right.length) {
    throw new RangeError(`errorByPosition: ${right.length} right answers, but written has ${written.length}`);
  }
  const longest = Math.max(0, ...right.map((tokens) => tokens.length));
  return Array.from({ length: longest }, (_, t) => {
    const there = right.map((_, i) => i).filter((i) => t < right[i]!.length);
    return there.filter((i) => written[i]![t] !== right[i]![t]).length / there.length;
  });
}

const sentence = (draw: Draw, length: number): number[] => Array.from({ length }, () => draw.integer(4, 9));

function someAnswers(draw: Draw, count: number): [number[][], number[][]] {
  const right = Array.from({ length: count }, () => sentence(draw, draw.integer(2, 6)));
  const written = right.map((tokens) =>
    tokens
      .map((token, t) => (draw.uniform() < 0.15 * (t + 1) ? 99 : token))
      .slice(0, draw.pick([tokens.length, tokens.length, tokens.length - 1])),
  );
  return [written, right];
}

export const errorByPositionTask: Task = {
  name: "errorByPosition",
  reference: errorByPosition,
  ...variants,
  cases: [
    likeReference("two answers, one wrong at the last of three tokens: 0, 0, 0.5", {
      points: 1,
      calls: () => call([[4, 5, 6], [7, 8, 1]], [[4, 5, 6], [7, 8, 9]]), // prettier-ignore
    }),
    likeReference("counts at each position only the answers that reach it", {
      points: 1,
      likely: "you divide by the number of all answers",
      calls: () => call([[4, 1], [5], [6], [7, 8]], [[4, 2], [5], [6], [7, 8]]), // prettier-ignore
    }),
    likeReference("a token that is not there is wrong; one too many is not counted", {
      points: 1,
      calls: () => [call([[4], [5, 6, 7]], [[4, 5], [5, 6]]), call([[0, 4], [], [7]], [[0, 5], [0], [0]])], // prettier-ignore
    }),
    likeReference("goes on counting after the first wrong token", {
      points: 1,
      calls: () => call([[1, 5, 1, 7]], [[4, 5, 6, 7]]),
    }),
    likeReference("fits any answers", {
      points: 1,
      calls: (draw) => [call(...someAnswers(draw, 12)), call(...someAnswers(draw, 3)), call([], [])],
    }),
    rejects("refuses lists of different length, and names itself", {
      points: 1,
      naming: ["errorByPosition"],
      calls: () => [call([[4]], [[4], [5]]), call([[4], [5]], [[4]])], // prettier-ignore
    }),
    likeReference("counts errors that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [call(...someAnswers(draw, 20)), call(...someAnswers(draw, 8))],
    }),
  ],
};
