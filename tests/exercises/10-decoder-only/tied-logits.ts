/** The checks of `tiedLogits`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/10-decoder-only/tied-logits";

const tiedLogits = (hiddens: tf.Tensor3D, embedding: tf.Tensor2D): tf.Tensor =>
  tf.tidy(() =>
    tf.stack(
      tf.unstack(hiddens, 1).map((state) => tf.matMul(state as tf.Tensor2D, embedding, false, true)),
      1,
    ),
  );

export const tiedLogitsTask: Task = {
  name: "tiedLogits",
  reference: tiedLogits,
  ...variants,
  cases: [
    likeReference("a state of [1, 2] against the rows [3, 4], [1, −1] and [0, 5] gives 11, −1 and 10", {
      points: 1,
      calls: () => call(floats([[[1, 2], [0, 1]]]), floats([[3, 4], [1, -1], [0, 5]])), // prettier-ignore
    }),
    likeReference("works for any batch, time, width and vocabulary", {
      points: 1,
      calls: (draw) => [
        call(draw.normal(2, 4, 3), draw.normal(5, 3)),
        call(draw.normal(3, 1, 6), draw.normal(2, 6)),
        call(draw.normal(1, 5, 2), draw.normal(7, 2)),
      ],
    }),
    likeReference("passes a gradient to the states, and to every row of the table", {
      points: 1,
      calls: (draw) => callWithGradients(["0", "1"], draw.normal(1, 2, 3), draw.normal(4, 3)),
    }),
    likeReference("writes what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [3, 4].map((batch) => call(draw.normal(batch, draw.integer(5, 8), 9), draw.normal(11, 9))),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3, 4), draw.normal(5, 4)),
    }),
  ],
};
