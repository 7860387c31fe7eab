/** The checks of `matchByLength`. */
import { call, holds, likeReference, rejects } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/04-seq2seq/match-by-length";

interface Row {
  readonly length: number;
  readonly count: number;
  readonly exactMatch: number;
}

function matchByLength(
  written: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): Row[] {
  if (written.length !== right.length) {
    throw new RangeError(`matchByLength: ${right.length} right answers, but written has ${written.length}`);
  }
  const isRight = right.map((tokens, i) => tokens.join() === written[i]!.join());
  const lengths = [...new Set(right.map((tokens) => tokens.length))].sort((a, b) => a - b);
  return lengths.map((length) => {
    const verdicts = isRight.filter((_, i) => right[i]!.length === length);
    const count = verdicts.length;
    return { length, count, exactMatch: verdicts.filter(Boolean).length / count };
  });
}

const sentence = (draw: Draw, length: number): number[] => Array.from({ length }, () => draw.integer(4, 9));

/** Right answers of several lengths, and written ones of which about half are wrong somewhere. */
function someAnswers(draw: Draw, count: number): [number[][], number[][]] {
  const right = Array.from({ length: count }, () => sentence(draw, draw.pick([2, 3, 10, 11])));
  const written = right.map((tokens) => {
    const change = draw.pick(["none", "none", "last", "shorter"]);
    if (change === "last") return [...tokens.slice(0, -1), 99];
    return change === "shorter" ? tokens.slice(0, -1) : tokens;
  });
  return [written, right];
}

export const matchByLengthTask: Task = {
  name: "matchByLength",
  reference: matchByLength,
  ...variants,
  cases: [
    likeReference("two answers of length 2, one of them right, give an exact match of 0.5", {
      points: 1,
      likely: "a sentence is right only if all of its tokens are",
      calls: () => call([[4, 5], [4, 9]], [[4, 5], [4, 5]]), // prettier-ignore
    }),
    likeReference("sorts answers by the length of the right one, shortest first", {
      points: 1,
      calls: () => call([[4, 5, 6], [7], [1, 1]], [[4, 5, 6], [7], [8, 9]]), // prettier-ignore
    }),
    likeReference("an answer that breaks off early, or goes on, is wrong", {
      points: 1,
      calls: () => [call([[4, 5]], [[4, 5, 6]]), call([[4, 5, 6]], [[4, 5]]), call([[]], [[4]]), call([[1, 23]], [[12, 3]])], // prettier-ignore
    }),
    likeReference("sorts 10 after 2: by number, not as text", {
      points: 1,
      calls: (draw) => {
        const right = [10, 2, 9].map((length) => sentence(draw, length));
        return call(right, right);
      },
    }),
    likeReference("fits any answers", {
      points: 1,
      calls: (draw) => [call(...someAnswers(draw, 12)), call(...someAnswers(draw, 5))],
    }),
    rejects("refuses lists of different length, and names itself", {
      points: 1,
      naming: ["matchByLength"],
      calls: () => [call([[4]], [[4], [5]]), call([[4], [5]], [[4]])], // prettier-ignore
    }),
    holds("every answer is counted once", {
      points: 1,
      calls: (draw) => call(...someAnswers(draw, 17)),
      property: ([rows]) => {
        const list = Array.isArray(rows) ? (rows as Plain[]) : [];
        const total = list.reduce<number>((sum, row) => sum + Number((row as { count?: number }).count), 0);
        return total === 17 ? undefined : `the counts add up to ${total}, not to 17`;
      },
    }),
    likeReference("counts answers that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [call(...someAnswers(draw, 20)), call(...someAnswers(draw, 9))],
    }),
  ],
};
