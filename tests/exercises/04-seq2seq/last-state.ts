/** The checks of `lastState`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, maskOf } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/04-seq2seq/last-state";

/** 1 only where the next position is padding, or no next position is. */
function lastState(states: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const real = mask.cast<tf.Tensor2D>("float32");
    const next = real.slice([0, 1]).pad([
      [0, 0],
      [0, 1],
    ]);
    const isLast = real.mul(tf.sub(1, next)).expandDims(2); // [batch, time, 1]
    return states.mul(isLast).sum<tf.Tensor2D>(1);
  });
}

export const lastStateTask: Task = {
  name: "lastState",
  reference: lastState,
  ...variants,
  cases: [
    likeReference("takes the second state of a sequence of two, though four stand there", {
      points: 1,
      calls: () => call(floats([[[1, 10], [2, 20], [4, 40], [8, 80]]]), maskOf([2], 4)), // prettier-ignore
    }),
    likeReference("takes another position in every row", {
      points: 1,
      likely: "all rows get the state of one and the same position",
      calls: (draw) => [
        call(draw.normal(3, 4, 2), maskOf([4, 1, 3])),
        call(draw.normal(2, 5, 3), maskOf([2, 3], 5)),
        call(draw.normal(1, 2, 4), maskOf([1], 2)),
      ],
    }),
    holds("one more padded position changes nothing, whatever stands there", {
      points: 1,
      calls: (draw) => {
        const states = draw.normal(1, 3, 2);
        const longer = floats([...states.$tensor.values.map(Number), 99, -99], [1, 4, 2]);
        return [call(states, maskOf([3])), call(longer, maskOf([3], 4))];
      },
      property: ([short, long]) =>
        close(numbers(tensor(long)), numbers(tensor(short))) ? undefined : "the padded position is seen",
    }),
    likeReference("sends gradient to the last real states and to no other", {
      points: 2,
      calls: (draw) => callWithGradients(["0"], draw.normal(3, 4, 2), maskOf([4, 1, 3])),
    }),
    likeReference("reads sequences that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [5, 6].map((time) => call(draw.normal(3, time, 4), maskOf([time - 2, time, 1], time))),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3, 2), maskOf([3, 2])),
    }),
  ],
};
