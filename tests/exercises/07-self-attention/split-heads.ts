/** The checks of `splitHeads`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, leaksNothing, likeReference, rejects } from "../../../tools/exercises/case";
import { floats } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/07-self-attention/split-heads";

/** As lib's MultiHeadAttention does it for queries. */
function splitHeads(x: tf.Tensor3D, numHeads: number): tf.Tensor {
  const [batch, time, dModel] = x.shape;
  if (dModel % numHeads !== 0) throw new RangeError(`splitHeads: ${numHeads} heads, width ${dModel}`);
  return tf.tidy(() => x.reshape([batch, time, numHeads, dModel / numHeads]).transpose([0, 2, 1, 3]));
}

export const splitHeadsTask: Task = {
  name: "splitHeads",
  reference: splitHeads,
  ...variants,
  cases: [
    likeReference("the first head gets 11 12 and 21 22, the second 13 14 and 23 24", {
      points: 2,
      likely: "a reshape alone does not move a number; head and time must change places by transpose",
      calls: () => call(floats([[[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34]]]), 2), // prettier-ignore
    }),
    likeReference("works for any batch, time, width and number of heads", {
      points: 1,
      calls: (draw) => [
        call(draw.normal(1, 2, 6), 3),
        call(draw.normal(3, 4, 10), 2),
        call(draw.normal(2, 5, 4), 1),
        call(draw.normal(2, 3, 4), 4),
      ],
    }),
    likeReference("passes the gradient back to where each number came from", {
      points: 1,
      calls: (draw) => callWithGradients(["0"], draw.normal(2, 3, 4), 2),
    }),
    rejects("refuses heads that do not divide the width, and names itself", {
      points: 1,
      naming: ["splitHeads"],
      calls: (draw) => [call(draw.normal(1, 2, 6), 4), call(draw.normal(1, 2, 5), 2)],
    }),
    likeReference("splits what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [2, 3, 5].map((heads) => call(draw.normal(heads, draw.integer(6, 9), 4 * heads), heads)),
    }),
    leaksNothing("leaves no tensors behind", { points: 1, calls: (draw) => call(draw.normal(2, 3, 4), 2) }),
  ],
};
