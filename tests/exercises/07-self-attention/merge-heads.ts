/** The checks of `mergeHeads`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/07-self-attention/merge-heads";

/** As lib's MultiHeadAttention does it with what its heads found. */
function mergeHeads(x: tf.Tensor4D, outputWeight: tf.Tensor2D): tf.Tensor {
  const [batch, head, time, dHead] = x.shape;
  return tf.tidy(() => {
    const joined = x.transpose([0, 2, 1, 3]).reshape<tf.Tensor2D>([batch * time, head * dHead]);
    return joined.matMul(outputWeight).reshape([batch, time, outputWeight.shape[1]]);
  });
}

const parts = (draw: Draw, batch: number, head: number, time: number, dHead: number) =>
  [draw.normal(batch, head, time, dHead), draw.normal(head * dHead, head * dHead + 1)] as const;

export const mergeHeadsTask: Task = {
  name: "mergeHeads",
  reference: mergeHeads,
  ...variants,
  cases: [
    likeReference("with the identity as its matrix, position 1 gets 11 12 of head 1, then 51 52 of head 2", {
      points: 2,
      likely: "head and time must change places before they are joined",
      calls: () =>
        call(
          floats([[[[11, 12], [21, 22], [31, 32]], [[51, 52], [61, 62], [71, 72]]]]),
          floats([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]),
        ), // prettier-ignore
    }),
    likeReference("mixes the heads by W^O, whatever the sizes", {
      points: 1,
      calls: (draw) => [
        call(...parts(draw, 1, 2, 3, 4)),
        call(...parts(draw, 3, 4, 2, 1)),
        call(...parts(draw, 2, 1, 5, 3)),
      ],
    }),
    likeReference("passes a gradient to the heads and to W^O", {
      points: 1,
      calls: (draw) => callWithGradients(["0", "1"], ...parts(draw, 1, 2, 3, 2)),
    }),
    likeReference("merges what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [2, 3].map((heads) => call(...parts(draw, draw.integer(4, 6), heads, 7, 5))),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(...parts(draw, 2, 3, 4, 2)),
    }),
  ],
};
