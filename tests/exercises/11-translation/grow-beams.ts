/** The checks of `growBeams`. */
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/11-translation/grow-beams";
import type { Beam } from "../../mutants/11-translation/grow-beams";

function growBeams(
  beams: readonly Beam[],
  logProbabilities: readonly (readonly number[])[],
  width: number,
): Beam[] {
  const grown: Beam[] = [];
  beams.forEach(({ tokens, logProbability }, i) =>
    logProbabilities[i]!.forEach((added, token) =>
      grown.push({ tokens: [...tokens, token], logProbability: logProbability + added }),
    ),
  );
  return grown.sort((a, b) => b.logProbability - a.logProbability).slice(0, width);
}

const beamsOf = (draw: Draw, count: number, length: number) =>
  Array.from({ length: count }, () => ({
    tokens: Array.from({ length }, () => draw.integer(0, 9)),
    logProbability: -draw.uniform(0.1, 6),
  }));
const rowsOf = (draw: Draw, count: number, vocab: number) =>
  Array.from({ length: count }, () => Array.from({ length: vocab }, () => -draw.uniform(0.1, 8)));

const two = [
  { tokens: [7], logProbability: -1 },
  { tokens: [8], logProbability: -2 },
];

export const growBeamsTask: Task = {
  name: "growBeams",
  reference: growBeams,
  ...variants,
  cases: [
    likeReference("two beams at −1 and −2: the best two of their six candidates, wherever they come from", {
      points: 2,
      calls: () => [
        call(two, [[-3, -1, -4], [-0.5, -2.5, -6]], 2),
        call(two, [[-0.5, -1, -4], [-3, -2, -6]], 2),
      ], // prettier-ignore
    }),
    likeReference("the first step has one empty beam", {
      points: 1,
      calls: () => call([{ tokens: [], logProbability: 0 }], [[-2, -0.3, -1.5, -4]], 3),
    }),
    likeReference("works for any number of beams, tokens and widths", {
      points: 1,
      calls: (draw) => [
        ...[2, 3, 5].map((width) => call(beamsOf(draw, width, 3), rowsOf(draw, width, 6), draw.integer(1, 6))),
        call(two, [[-3, -2, -3], [-1, -2, -1]], 4), // four at −3 and −4: the earlier beam, then the smaller token
        call(two.map((beam) => ({ ...beam, logProbability: beam.logProbability - 800 })), [[-3, -1], [-0.5, -4]], 2),
      ], // prettier-ignore
    }),
    holds("the best stands first", {
      points: 1,
      calls: (draw) => call(beamsOf(draw, 3, 2), rowsOf(draw, 3, 5), 5),
      property: ([value]) => {
        const scores = Array.isArray(value)
          ? value.map((beam) => (beam as unknown as Beam).logProbability)
          : [];
        if (scores.length !== 5) return `${scores.length} beams came back, expected 5`;
        const wrong = scores.findIndex((score, i) => i > 0 && score > scores[i - 1]!);
        return wrong < 0 ? undefined : `beam ${wrong + 1} is better than beam ${wrong}`;
      },
    }),
    leaksNothing("leaves the old beams as they were", {
      points: 1,
      calls: (draw) => call(beamsOf(draw, 2, 2), rowsOf(draw, 2, 4), 2),
    }),
    likeReference("grows beams that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [4, 6].map((count) => call(beamsOf(draw, count, 4), rowsOf(draw, count, 12), count)),
    }),
  ],
};
