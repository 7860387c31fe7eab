/** The checks of `applyTemperature`. */
import { applyTemperature } from "../../../lib/sampling";
import { call, holds, likeReference, rejects } from "../../../tools/exercises/case";
import { floats } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/03-language-model/apply-temperature";

export const applyTemperatureTask: Task = {
  name: "applyTemperature",
  reference: applyTemperature,
  ...variants,
  cases: [
    likeReference("at a temperature of 2 the logits 2 and 4 become 1 and 2", {
      points: 1,
      calls: () => call(floats([2, 4]), 2),
    }),
    likeReference("a temperature of 1 leaves the logits as they are", {
      points: 1,
      needsValues: true,
      calls: (draw) => call(draw.normal(5), 1),
    }),
    holds("half the temperature doubles the lead of the best token", {
      points: 1,
      calls: () => [call(floats([3, 1, 0]), 1), call(floats([3, 1, 0]), 0.5)],
      property: ([warm, cold]) => {
        const [a, b] = [warm, cold].map((value) => numbers(tensor(value)));
        if (a!.length !== 3 || b!.length !== 3) return "the result has not three numbers";
        if (a![0] === a![1]) return "no token leads";
        return close([b![0]! - b![1]!], [2 * (a![0]! - a![1]!)])
          ? undefined
          : `the lead went from ${a![0]! - a![1]!} to ${b![0]! - b![1]!}`;
      },
    }),
    rejects("refuses a temperature of 0, below 0, or NaN, and names it", {
      points: 2,
      naming: ["temperature"],
      calls: () => [0, -1, { $number: "NaN" }].map((temperature) => call(floats([1, 2]), temperature)),
    }),
    likeReference("heats logits that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [
        call(draw.normal(6), draw.uniform(0.1, 0.9)),
        call(draw.normal(4), draw.uniform(1.1, 3)),
      ],
    }),
  ],
};
