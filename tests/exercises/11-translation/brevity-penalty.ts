/** The checks of `brevityPenalty`. */
import { call, likeReference } from "../../../tools/exercises/case";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/11-translation/brevity-penalty";

const brevityPenalty = (c: number, r: number): number => (c >= r ? 1 : c === 0 ? 0 : Math.exp((c - r) / c));

export const brevityPenaltyTask: Task = {
  name: "brevityPenalty",
  parameters: ["hypothesisLength", "referenceLength"],
  reference: brevityPenalty,
  ...variants,
  cases: [
    likeReference("half as long as the reference: e⁻¹ = 0.368", { points: 1, calls: () => call(5, 10) }),
    likeReference("as long, or longer: 1", {
      points: 1,
      needsValues: true,
      calls: () => [call(8, 8), call(12, 8)],
    }),
    likeReference("an empty translation gets 0, not NaN; two empty ones 1", {
      points: 1,
      calls: () => [call(0, 4), call(0, 0)],
    }),
    likeReference("works for any lengths", {
      points: 1,
      calls: (draw) => [10, 20, 30].map((r) => call(draw.integer(1, r - 1), r)),
    }),
    likeReference("punishes what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [50, 70, 90].map((r) => call(draw.integer(1, r + 20), r)),
    }),
  ],
};
