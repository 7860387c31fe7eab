/** The checks of `lastState`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, maskOf, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/02-lstm-and-gru/last-state";

/** The state after each sequence's last real token; zeros where there is none. */
export function lastState(hiddens: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const last = mask.sum(1).sub(1).cast<tf.Tensor1D>("int32");
    const isLast = tf.oneHot(last, mask.shape[1]).cast("float32"); // [batch, time]
    return hiddens.mul(isLast.expandDims(2)).sum<tf.Tensor2D>(1);
  });
}

const given = (draw: Draw, lengths: number[], time: number, hidden: number) =>
  [draw.normal(lengths.length, time, hidden), maskOf(lengths, time)] as const;

export const lastStateTask: Task = {
  name: "lastState",
  reference: lastState,
  ...variants,
  cases: [
    holds("of states 1 … 5 and 11 … 15 with three and two real tokens the last ones are 3 and 12", {
      points: 1,
      likely: "the state is taken at the end of the padding",
      calls: () => call(floats([1, 2, 3, 4, 5, 11, 12, 13, 14, 15], [2, 5, 1]), maskOf([3, 2], 5)),
      property: ([value]) => {
        const { shape } = tensor(value);
        if (shape.join() !== "2,1") return `the shape is [${shape.join(", ")}], expected [2, 1]`;
        const states = numbers(tensor(value));
        return close(states, [3, 12]) ? undefined : `the states are ${states.join(" and ")}`;
      },
    }),
    likeReference("every sequence has a last token of its own", {
      points: 1,
      calls: (draw) => call(...given(draw, [4, 1, 3], 4, 2)),
    }),
    likeReference("without padding it is the last state of all", {
      points: 1,
      calls: (draw) => call(...given(draw, [3, 3], 3, 4)),
    }),
    likeReference("a sequence without any token gets zeros", {
      points: 1,
      calls: (draw) => call(...given(draw, [2, 0], 3, 2)),
    }),
    likeReference("only the last real state gets a gradient", {
      points: 1,
      calls: (draw) => callWithGradients(["0"], ...given(draw, [3, 1], 3, 2)),
    }),
    likeReference("finds the ends of sequences that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        call(...given(draw, [draw.integer(1, 6), draw.integer(1, 6), draw.integer(1, 6)], 6, 3)),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(...given(draw, [2, 1], 3, 2)),
    }),
  ],
};
