/** The checks of `bleuScore`. */
import { call, leaksNothing, likeReference } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/11-translation/bleu-score";

/** Counts of a sentence of so many words, of which about so large a share of runs matches. */
function counts(draw: Draw, words: number, referenceWords: number, share = 0.7): Plain {
  const totals = [1, 2, 3, 4].map((n) => Math.max(0, words - n + 1));
  const matches = totals.map((total, n) => Math.round(total * share ** (n + 1) * draw.uniform(0.8, 1)));
  return { matches, totals, words, referenceWords };
}

const oneOf = (matches: number[], words: number, referenceWords: number): Plain => ({
  matches,
  totals: [1, 2, 3, 4].map((n) => Math.max(0, words - n + 1)),
  words,
  referenceWords,
});

export const bleuScoreTask: Task = {
  name: "bleuScore",
  reference: variants.score(),
  ...variants,
  cases: [
    likeReference("precisions of 4/5, 2/4, 1/3 and 1/2 have a geometric mean of 0.508", {
      points: 1,
      calls: () => call([oneOf([4, 2, 1, 1], 5, 5)]),
    }),
    likeReference(
      "the same at half the length of the reference costs a factor of e⁻¹; twice the length costs nothing",
      {
        points: 1,
        calls: () => [call([oneOf([4, 2, 1, 1], 5, 10)]), call([oneOf([8, 6, 4, 3], 10, 5)])],
      },
    ),
    likeReference("of several sentences all counts are summed before anything is divided", {
      points: 2,
      calls: (draw) => [
        call([oneOf([4, 2, 1, 1], 5, 7), oneOf([9, 7, 6, 5], 10, 9)]),
        call([counts(draw, 12, 10), counts(draw, 6, 9), counts(draw, 20, 22)]),
      ],
    }),
    likeReference("a sentence too short for four words counts with what it has", {
      points: 1,
      calls: () => call([oneOf([2, 1, 0, 0], 3, 3), oneOf([8, 6, 4, 3], 9, 9)]),
    }),
    likeReference("no word, or no run of four words that matches: 0, not NaN", {
      points: 1,
      needsValues: true,
      calls: () => [call([oneOf([0, 0, 0, 0], 0, 4)]), call([oneOf([3, 1, 0, 0], 5, 5)]), call([oneOf([2, 1, 0, 0], 2, 2)])], // prettier-ignore
    }),
    likeReference("scores what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [8, 15].map((words) => call([counts(draw, words, words + 2), counts(draw, 11, 10), counts(draw, 7, 9)])), // prettier-ignore
    }),
    leaksNothing("leaves the counts as they were", {
      points: 1,
      calls: (draw) => call([counts(draw, 9, 8), counts(draw, 7, 9)]),
    }),
  ],
};
