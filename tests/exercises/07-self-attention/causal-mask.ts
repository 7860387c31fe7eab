/** The checks of `causalMask`. */
import { causalMask } from "../../../lib/attention";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import type { Task } from "../../../tools/exercises/sheet";
import { rows, sum, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/07-self-attention/causal-mask";

export const causalMaskTask: Task = {
  name: "causalMask",
  reference: (time: number) => causalMask(time),
  ...variants,
  cases: [
    likeReference("of three positions the first sees 1 0 0, the last 1 1 1", {
      points: 1,
      calls: () => call(3),
    }),
    holds("position t sees t + 1 positions, as whole numbers", {
      points: 1,
      calls: () => [2, 5, 8].map((time) => call(time)),
      property: (values) => {
        for (const value of values) {
          const mask = tensor(value);
          if (mask.dtype !== "int32") return `the mask is ${mask.dtype}, expected int32`;
          const wrong = rows(mask).findIndex((row, t) => sum(row) !== t + 1);
          if (wrong >= 0) return `row ${wrong} allows ${sum(rows(mask)[wrong]!)} positions`;
        }
        return undefined;
      },
    }),
    likeReference("a single position sees itself", { points: 1, calls: () => call(1) }),
    likeReference("works for lengths that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [9, 12].map((longest) => call(draw.integer(longest - 2, longest))),
    }),
    leaksNothing("leaves no tensors behind", { points: 1, calls: () => call(4) }),
  ],
};
