/** The checks of `clipGradients`. */
import { tf } from "../../../lib/tf";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/01-recurrent-networks/clip-gradients";

type Gradients = Record<string, tf.Tensor>;

/** Shortens all gradients together to a length of maxNorm at most. */
export function clipGradients(gradients: Gradients, maxNorm: number): Gradients {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => gradient.square().sum());
    const length = tf.addN(squares).sqrt();
    const scale = tf.div(maxNorm, length.maximum(maxNorm));
    return Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]) => [name, gradient.mul(scale)]),
    );
  });
}

const long = (draw: Draw) => ({
  kernel: draw.normal(3, 4),
  bias: draw.normal(4),
  table: draw.normal(2, 2, 2),
});

export const clipGradientsTask: Task = {
  name: "clipGradients",
  reference: clipGradients,
  ...variants,
  cases: [
    likeReference("gradients that are 3 and 4 long are 5 long together; clipped to 1 each is a fifth", {
      points: 1,
      calls: () => call({ kernel: floats([1.8, 2.4]), bias: floats([4]) }, 1),
    }),
    likeReference("short gradients stay as they are", {
      points: 1,
      needsValues: true,
      calls: () => [
        call({ kernel: floats([[0.3, 0]]), bias: floats([0.4]) }, 1),
        call({ kernel: floats([3]), bias: floats([4]) }, 5),
      ],
    }),
    holds("all together are as long as allowed, and keep their direction", {
      points: 1,
      calls: (draw) => call(long(draw), 0.5),
      property: ([value], [first]) => {
        const names = ["kernel", "bias", "table"];
        const after = names.flatMap((name) => numbers(tensor(value, name)));
        const before = names.flatMap((name) => numbers(tensor(first!.args[0], name)));
        const length = Math.hypot(...after);
        if (!close([length], [0.5])) return `together they are ${length.toPrecision(3)} long, expected 0.5`;
        const scale = 0.5 / Math.hypot(...before);
        return close(
          after,
          before.map((x) => x * scale),
        )
          ? undefined
          : "the direction has changed";
      },
    }),
    likeReference("gradients that are all 0 stay 0, not NaN", {
      points: 1,
      needsValues: true,
      likely: "you divide by a length of 0",
      calls: () => call({ kernel: floats([[0, 0]]), bias: floats([0]) }, 1),
    }),
    likeReference("clips gradients that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [call(long(draw), draw.uniform(0.1, 3)), call(long(draw), 100)],
    }),
    leaksNothing("leaves no tensors behind, and changes none", {
      points: 1,
      calls: (draw) => call(long(draw), 1),
    }),
  ],
};
