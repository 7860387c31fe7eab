/** The checks of `inverseSigmoid`. */
import { call, holds, likeReference } from "../../../tools/exercises/case";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/05-teacher-forcing/inverse-sigmoid";

export const inverseSigmoidTask: Task = {
  name: "inverseSigmoid",
  reference: (step: number, k: number): number => 1 / (1 + Math.exp(step / k - Math.log(k))),
  ...variants,
  cases: [
    likeReference("with k = 2: 2 / (2 + √e) = 0.548 at step 1", { points: 1, calls: () => call(1, 2) }),
    likeReference("starts at k / (k + 1) and falls", {
      points: 1,
      calls: () => [0, 10, 20, 40].map((step) => call(step, 10)),
    }),
    likeReference("comes down to 0 after very many steps, not to NaN", {
      points: 1,
      needsValues: true,
      likely: "e to the power of 1000 is Infinity, and Infinity / Infinity is NaN; divide only once",
      calls: () => [call(50_000, 20), call(100_000, 5)],
    }),
    holds("a larger k falls later", {
      points: 1,
      calls: () => [5, 20, 80].map((k) => call(40, k)),
      property: (values) => {
        const [a, b, c] = values.map(Number) as [number, number, number];
        return 0 <= a && a < b && b < c && c <= 1
          ? undefined
          : `at step 40, k = 5, 20, 80 give ${a}, ${b}, ${c}`;
      },
    }),
    likeReference("falls where nobody has looked", {
      points: 1,
      hidden: true,
      calls: (draw) => [7, 30, 90].map((k) => call(draw.integer(1, 400), k)),
    }),
  ],
};
