/** The checks of `normalisedScore`. */
import { call, likeReference, rejects } from "../../../tools/exercises/case";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/11-translation/normalised-score";

/** As lib's beamSearch compares finished sentences. */
function normalisedScore(logProbability: number, length: number, alpha: number): number {
  if (!(length >= 1)) throw new RangeError(`normalisedScore: length ${length}`);
  return logProbability * (6 / (5 + length)) ** alpha;
}

export const normalisedScoreTask: Task = {
  name: "normalisedScore",
  reference: normalisedScore,
  ...variants,
  cases: [
    likeReference("7 tokens at −6 nats with α = 1: −6 / 2 = −3", { points: 1, calls: () => call(-6, 7, 1) }),
    likeReference("α = 0 changes nothing, and neither does a length of 1", {
      points: 1,
      needsValues: true,
      calls: () => [call(-4.2, 9, 0), call(-3, 1, 0.7)],
    }),
    likeReference("works for any α", {
      points: 1,
      calls: (draw) => [0.2, 0.6, 2].map((alpha) => call(-draw.uniform(1, 9), draw.integer(4, 20), alpha)),
    }),
    rejects("refuses a length below 1, or that is no number, and names itself", {
      points: 1,
      naming: ["normalisedScore"],
      calls: () => [call(-1, 0, 1), call(-1, { $number: "NaN" }, 1)],
    }),
    likeReference("scores what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [5, 15, 40].map((length) => call(-draw.uniform(1, 30), length, draw.uniform(0.1, 1.5))),
    }),
  ],
};
