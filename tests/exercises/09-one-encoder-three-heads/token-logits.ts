/** The checks of `tokenLogits`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/09-one-encoder-three-heads/token-logits";

const tokenLogits = (hiddens: tf.Tensor3D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor =>
  tf.tidy(() =>
    tf.stack(
      tf.unstack(hiddens, 1).map((state) => (state as tf.Tensor2D).matMul(weight).add(bias)),
      1,
    ),
  );

const parts = (draw: Draw, batch: number, time: number, dModel: number, numClasses: number) =>
  [draw.normal(batch, time, dModel), draw.normal(dModel, numClasses), draw.normal(numClasses)] as const;

export const tokenLogitsTask: Task = {
  name: "tokenLogits",
  reference: tokenLogits,
  ...variants,
  cases: [
    likeReference("each position by the same matrix: [1, 2] gives 12 and 1, [3, 5] gives 18 and −2", {
      points: 1,
      calls: () => call(floats([[[1, 2], [3, 5]]]), floats([[0, 1], [2, -1]]), floats([8, 2])), // prettier-ignore
    }),
    likeReference("works for any batch, time, width and number of classes", {
      points: 1,
      calls: (draw) => [
        call(...parts(draw, 2, 5, 3, 4)),
        call(...parts(draw, 4, 2, 6, 3)),
        call(...parts(draw, 1, 3, 2, 5)),
      ],
    }),
    likeReference("passes a gradient to states, weight and bias", {
      points: 1,
      calls: (draw) => callWithGradients(["0", "1", "2"], ...parts(draw, 2, 3, 2, 4)),
    }),
    likeReference("labels what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [2, 3].map((batch) => call(...parts(draw, batch, draw.integer(4, 6), 7, 5))),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(...parts(draw, 2, 3, 4, 5)),
    }),
  ],
};
