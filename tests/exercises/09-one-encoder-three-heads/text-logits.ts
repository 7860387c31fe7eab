/** The checks of `textLogits`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/09-one-encoder-three-heads/text-logits";

const textLogits = (hiddens: tf.Tensor3D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor =>
  tf.tidy(() => (tf.unstack(hiddens, 1)[0] as tf.Tensor2D).matMul(weight).add(bias));

const parts = (draw: Draw, batch: number, time: number, dModel: number, numClasses: number) =>
  [draw.normal(batch, time, dModel), draw.normal(dModel, numClasses), draw.normal(numClasses)] as const;

export const textLogitsTask: Task = {
  name: "textLogits",
  reference: textLogits,
  ...variants,
  cases: [
    likeReference("a first state of [1, 2] with the identity and a bias of 10 and 20 gives 11 and 22", {
      points: 1,
      likely: "only the first position should be read",
      calls: () =>
        call(floats([[[1, 2], [3, 5], [6, 4]]]), floats([[1, 0], [0, 1]]), floats([10, 20])), // prettier-ignore
    }),
    likeReference("works for any batch, time, width and number of classes", {
      points: 1,
      calls: (draw) => [
        call(...parts(draw, 2, 5, 3, 4)),
        call(...parts(draw, 4, 1, 6, 2)),
        call(...parts(draw, 1, 3, 2, 5)),
      ],
    }),
    holds("another padding behind the text changes nothing", {
      points: 1,
      calls: (draw) => {
        const [hiddens, weight, bias] = parts(draw, 1, 3, 2, 3);
        const longer = floats([...hiddens.$tensor.values.map(Number), 50, -50], [1, 4, 2]);
        return [call(hiddens, weight, bias), call(longer, weight, bias)];
      },
      property: ([short, long]) => {
        const shape = tensor(short).shape.join(", ");
        if (shape !== "1, 3") return `the shape of the logits is [${shape}], expected [1, 3]`;
        return close(numbers(tensor(long)), numbers(tensor(short)))
          ? undefined
          : "the logits changed with the padding";
      },
    }),
    likeReference("passes a gradient to states, weight and bias", {
      points: 1,
      calls: (draw) => callWithGradients(["0", "1", "2"], ...parts(draw, 2, 3, 2, 4)),
    }),
    likeReference("classifies what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [2, 3].map((batch) => call(...parts(draw, batch, draw.integer(4, 6), 7, 3))),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(...parts(draw, 2, 3, 4, 2)),
    }),
  ],
};
