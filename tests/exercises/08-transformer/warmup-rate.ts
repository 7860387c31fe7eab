/** The checks of `warmupRate`. */
import { warmup } from "../../../lib/schedules";
import { call, holds, likeReference, rejects } from "../../../tools/exercises/case";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/08-transformer/warmup-rate";

/** Learning rates are small: a difference of 1e-4 would be all of them. */
const tolerance = 1e-9;

export const warmupRateTask: Task = {
  name: "warmupRate",
  reference: (step: number, dModel: number, warmupSteps: number) => warmup({ dModel, warmupSteps })(step),
  ...variants,
  cases: [
    likeReference("at its peak, step 100 of 100, a model of width 64 has 1 / 8 / 10 = 0.0125", {
      points: 1,
      tolerance,
      calls: () => call(100, 64, 100),
    }),
    likeReference("rises in a straight line before the peak, and falls with the root of the step after it", {
      points: 2,
      tolerance,
      calls: () => [1, 2, 50, 101, 400, 10_000].map((step) => call(step, 64, 100)),
    }),
    holds("a model four times as wide learns at half the rate", {
      points: 1,
      calls: () => [64, 256].map((dModel) => call(7, dModel, 30)),
      property: ([narrow, wide]) =>
        Math.abs(Number(narrow) / Number(wide) - 2) < 1e-6
          ? undefined
          : `widths 64 and 256 have ${Number(narrow).toPrecision(3)} and ${Number(wide).toPrecision(3)}`,
    }),
    rejects("refuses a step below 1, or that is no number, and names itself", {
      points: 1,
      naming: ["warmupRate"],
      calls: () => [call(0, 64, 100), call(-3, 64, 100), call({ $number: "NaN" }, 64, 100)],
    }),
    likeReference("warms up where nobody has looked", {
      points: 1,
      hidden: true,
      tolerance,
      calls: (draw) =>
        [30, 400, 4000].map((steps) => call(draw.integer(1, 3 * steps), draw.integer(16, 512), steps)),
    }),
  ],
};
