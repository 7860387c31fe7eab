/** The checks of `numericSlope`. */
import { call, holds, likeReference } from "../../../tools/exercises/case";
import { lib } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/01-recurrent-networks/numeric-slope";

const known = (name: string) => lib(`tests/exercises/fixtures/01-recurrent-networks#${name}`);

/** A central difference. */
export const numericSlope = (f: (x: number) => number, x: number, step = 1e-4): number =>
  (f(x + step) - f(x - step)) / (2 * step);

export const numericSlopeTask: Task = {
  name: "numericSlope",
  reference: numericSlope,
  ...variants,
  cases: [
    likeReference("the slope of x² at 3 is 6", {
      points: 1,
      calls: () => call(known("square"), 3, 0.01),
      tolerance: 1e-6,
    }),
    holds("the slope of x³ at 0 with a step of 0.1 is 0.01: both sides count alike", {
      points: 1,
      calls: () => [call(known("cube"), 0, 0.1), call(known("cube"), 0, 0.0123)],
      likely: "the difference is taken to one side only, or the result is rounded",
      property: (values) => {
        const wrong = values.findIndex(
          (value, i) => !(Math.abs(Number(value) - [0.01, 0.0123 ** 2][i]!) < 1e-9),
        );
        return wrong < 0 ? undefined : `the slope is ${JSON.stringify(values[wrong])}`;
      },
    }),
    likeReference("works for a line, a sine and an exponential", {
      points: 1,
      calls: () => [call(known("line"), 5, 1), call(known("sin"), 1, 0.001), call(known("exp"), 0.5, 0.001)],
      tolerance: 1e-6,
    }),
    likeReference("works without a step", {
      points: 1,
      likely: "the step is another than 1e-4 if nobody says otherwise",
      calls: () => [call(known("sin"), 0.3), call(known("steep"), 0)],
    }),
    likeReference("works where nobody has looked", {
      points: 1,
      hidden: true,
      calls: (draw) => ["square", "cube", "sin"].map((name) => call(known(name), draw.uniform(-2, 2), 0.05)),
      tolerance: 1e-6,
    }),
  ],
};
