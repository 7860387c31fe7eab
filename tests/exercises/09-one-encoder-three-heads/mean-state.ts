/** The checks of `meanState`. */
import type { tf } from "../../../lib/tf";
import { call, callWithGradients, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, ints, maskOf } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/09-one-encoder-three-heads/mean-state";

const meanState = (hiddens: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor => {
  const counts = mask.cast("float32").expandDims(2);
  return hiddens.mul(counts).sum(1).div(counts.sum(1).maximum(1));
};

export const meanStateTask: Task = {
  name: "meanState",
  reference: meanState,
  ...variants,
  cases: [
    likeReference("of the states 1 and 3, and a third that is padding, the mean is 2", {
      points: 1,
      calls: () => call(floats([[[1, 10], [3, 30], [50, 50]]]), ints([[1, 1, 0]])), // prettier-ignore
    }),
    likeReference("each text has its own length, in any batch and width", {
      points: 1,
      calls: (draw) => [
        call(draw.normal(3, 4, 2), maskOf([2, 4, 1])),
        call(draw.normal(2, 5, 3), maskOf([3, 5])),
        call(draw.normal(1, 1, 6), maskOf([1])),
      ],
    }),
    likeReference("a text without any token has a mean of 0", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3, 4), ints([[1, 1, 1], [0, 0, 0]])), // prettier-ignore
    }),
    likeReference("passes a gradient to the states that count, and to no other", {
      points: 1,
      calls: (draw) => callWithGradients(["0"], draw.normal(2, 4, 3), maskOf([4, 2])),
    }),
    likeReference("does the same with texts that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(draw.normal(3, 7, 5), maskOf([7, draw.integer(2, 5), 1])),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3, 4), maskOf([3, 2])),
    }),
  ],
};
