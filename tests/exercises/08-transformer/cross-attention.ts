/** The checks of `crossAttention`. */
import { scaledDotProductAttention } from "../../../lib/attention";
import { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, maskOf, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, rows, sum, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/08-transformer/cross-attention";
import type { CrossWeights } from "../../mutants/08-transformer/cross-attention";

function crossAttention(
  inputs: tf.Tensor3D,
  states: tf.Tensor3D,
  { queryWeight, keyWeight, valueWeight }: CrossWeights,
  sourceMask: tf.Tensor2D,
) {
  const apply = (x: tf.Tensor3D, weight: tf.Tensor2D) =>
    tf.stack(tf.unstack(x).map((one) => (one as tf.Tensor2D).matMul(weight))) as tf.Tensor3D;
  return tf.tidy(() => {
    const mask = sourceMask.expandDims(1).tile<tf.Tensor3D>([1, inputs.shape[1], 1]);
    const [keys, values] = [apply(states, keyWeight), apply(states, valueWeight)];
    return scaledDotProductAttention(apply(inputs, queryWeight), keys, values, { mask });
  });
}

/** Lengths of the sources say which positions are real. */
const parts = (draw: Draw, lengths: number[], target: number, dModel = 5, dKey = 3, dValue = 4) =>
  [
    draw.normal(lengths.length, target, dModel),
    draw.normal(lengths.length, Math.max(...lengths), dModel),
    {
      queryWeight: draw.normal(dModel, dKey),
      keyWeight: draw.normal(dModel, dKey),
      valueWeight: draw.normal(dModel, dValue),
    },
    maskOf(lengths),
  ] as const;

const identity = floats([[1, 0], [0, 1]]); // prettier-ignore

export const crossAttentionTask: Task = {
  name: "crossAttention",
  reference: crossAttention,
  ...variants,
  given: ["lib/attention#scaledDotProductAttention"],
  cases: [
    likeReference(
      "by hand: the decoder asks east, and takes home the value of the source word that lies east",
      {
        points: 2,
        calls: () =>
        call(
          floats([[[9, 0]]]),
          floats([[[1, 0], [0, 1], [-1, 0]]]),
          { queryWeight: identity, keyWeight: identity, valueWeight: floats([[10, 0, 1], [0, 20, 1]]) },
          maskOf([3]),
        ), // prettier-ignore
      },
    ),
    likeReference("works for any lengths of source and target", {
      points: 1,
      calls: (draw) => [
        call(...parts(draw, [4], 2)),
        call(...parts(draw, [3, 3], 6)),
        call(...parts(draw, [1, 1, 1], 2)),
      ],
    }),
    likeReference("looks at no padding, whatever the target position", {
      points: 1,
      calls: (draw) => [call(...parts(draw, [4, 2], 3)), call(...parts(draw, [1, 5, 3], 2))],
    }),
    holds("a padded source position has a weight of exactly 0", {
      points: 1,
      calls: (draw) => call(...parts(draw, [1, 4], 3)),
      property: ([value]) => {
        const leaking = rows(tensor(value, "weights"))
          .slice(0, 3)
          .flatMap((row) => row.slice(1))
          .find((weight) => weight !== 0);
        if (leaking !== undefined) return `padding has a weight of ${leaking}`;
        const wrong = rows(tensor(value, "weights"))
          .map(sum)
          .find((total) => !close([total], [1]));
        return wrong === undefined ? undefined : `the weights of a row sum to ${wrong.toPrecision(4)}`;
      },
    }),
    likeReference("passes a gradient to decoder, encoder and all three matrices", {
      points: 1,
      calls: (draw) =>
        callWithGradients(
          ["0", "1", "2.queryWeight", "2.keyWeight", "2.valueWeight"],
          ...parts(draw, [3], 2, 3, 2, 2),
        ),
    }),
    likeReference("translates what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [6, 7].map((longest) => call(...parts(draw, [longest, draw.integer(1, 5)], 8, 4, 9, 3))),
    }),
    leaksNothing("leaves no tensors behind but its two", {
      points: 1,
      calls: (draw) => call(...parts(draw, [3, 2], 2)),
    }),
  ],
};
