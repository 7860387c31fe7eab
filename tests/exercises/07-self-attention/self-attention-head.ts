/** The checks of `selfAttentionHead`. */
import { scaledDotProductAttention } from "../../../lib/attention";
import { tf } from "../../../lib/tf";
import { call, callWithGradients, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/07-self-attention/self-attention-head";
import type { HeadWeights } from "../../mutants/07-self-attention/self-attention-head";
import { headWeights, pairMask } from "./inputs";

function selfAttentionHead(inputs: tf.Tensor3D, weights: HeadWeights, mask?: tf.Tensor3D) {
  const { queryWeight, keyWeight, valueWeight } = weights;
  return tf.tidy(() => {
    const apply = (weight: tf.Tensor2D) =>
      tf.stack(tf.unstack(inputs).map((one) => (one as tf.Tensor2D).matMul(weight))) as tf.Tensor3D;
    return scaledDotProductAttention(apply(queryWeight), apply(keyWeight), apply(valueWeight), { mask });
  });
}

const parts = (draw: Draw, batch: number, time: number, dModel = 5, dKey = 3, dValue = 6) =>
  [draw.normal(batch, time, dModel), headWeights(draw, dModel, dKey, dValue)] as const;

export const selfAttentionHeadTask: Task = {
  name: "selfAttentionHead",
  reference: selfAttentionHead,
  ...variants,
  given: ["lib/attention#scaledDotProductAttention"],
  cases: [
    likeReference("with numbers to check by hand: queries, keys and values each by their own matrix", {
      points: 2,
      calls: () =>
        call(floats([[[1, 0], [0, 1]]]), {
          queryWeight: floats([[2], [0]]),
          keyWeight: floats([[0], [1]]),
          valueWeight: floats([[10, 0, 0], [0, 20, 0]]),
        }), // prettier-ignore
    }),
    likeReference("works for any batch, time and widths", {
      points: 1,
      calls: (draw) => [
        call(...parts(draw, 1, 4)),
        call(...parts(draw, 3, 2)),
        call(...parts(draw, 2, 6, 4)),
      ],
    }),
    likeReference("hands the mask on", {
      points: 1,
      calls: (draw) => [3, 4].map((time) => call(...parts(draw, 2, time), pairMask(draw, [2, time, time]))),
    }),
    likeReference("passes a gradient to the inputs and to all three matrices", {
      points: 1,
      calls: (draw) =>
        callWithGradients(
          ["0", "1.queryWeight", "1.keyWeight", "1.valueWeight"],
          ...parts(draw, 1, 3, 4, 2, 2),
        ),
    }),
    likeReference("reads sequences that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [2, 3].map((batch) => {
          const time = draw.integer(7, 9);
          return call(...parts(draw, batch, time, 4, 10, 5), pairMask(draw, [batch, time, time]));
        }),
    }),
    leaksNothing("leaves no tensors behind but its two", {
      points: 1,
      calls: (draw) => call(...parts(draw, 2, 3)),
    }),
  ],
};
