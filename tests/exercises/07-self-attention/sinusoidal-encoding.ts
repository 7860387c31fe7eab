/** The checks of `sinusoidalEncoding`. */
import { sinusoidalEncoding } from "../../../lib/positional-encoding";
import { call, holds, leaksNothing, likeReference, rejects } from "../../../tools/exercises/case";
import type { Task } from "../../../tools/exercises/sheet";
import { close, rows, sum, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/07-self-attention/sinusoidal-encoding";

const lengthOf = (vector: readonly number[]): number => sum(vector.map((x) => x * x));

export const sinusoidalEncodingTask: Task = {
  name: "sinusoidalEncoding",
  reference: sinusoidalEncoding,
  ...variants,
  cases: [
    likeReference("position 0 is 0 1 0 1, position 1 starts with sin 1 = 0.841 and cos 1 = 0.540", {
      points: 2,
      calls: () => call(3, 4),
    }),
    likeReference("each pair of columns has its own speed", {
      points: 1,
      calls: () => [call(20, 8), call(7, 2), call(20, 2)], // one time with two widths: nobody may keep a table by time alone
    }),
    likeReference("an odd width ends with half a pair", { points: 1, calls: () => [call(5, 3), call(4, 1)] }),
    holds("every position's pattern is equally long: sin² + cos² = 1 in each pair", {
      points: 1,
      calls: () => call(30, 10),
      property: ([value]) => {
        const lengths = rows(tensor(value)).map(lengthOf);
        const wrong = lengths.findIndex((length) => !close([length], [5]));
        return wrong < 0
          ? undefined
          : `position ${wrong} has Σ x² = ${lengths[wrong]!.toPrecision(4)}, expected 5`;
      },
    }),
    rejects("refuses a size below 1, or that is no whole number, and names itself", {
      points: 1,
      naming: ["sinusoidalEncoding"],
      calls: () => [call(0, 4), call(3, 2.5), call(3, { $number: "NaN" })],
    }),
    likeReference("draws waves that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [12, 17, 64].map((width) => call(draw.integer(20, 40), width)),
    }),
    leaksNothing("leaves no tensors behind", { points: 1, calls: () => call(6, 4) }),
  ],
};
