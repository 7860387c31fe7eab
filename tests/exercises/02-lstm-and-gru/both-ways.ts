/** The checks of `bothWays`. */
import { tf } from "../../../lib/tf";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, lib } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/02-lstm-and-gru/both-ways";

type Reader = (inputs: tf.Tensor3D) => tf.Tensor3D;

/** One reader from the start, one from the end, side by side. */
export function bothWays(inputs: tf.Tensor3D, forward: Reader, backward: Reader): tf.Tensor3D {
  return tf.tidy(() => tf.concat([forward(inputs), backward(inputs.reverse(1)).reverse(1)], 2));
}

const sum = lib("tests/exercises/fixtures/02-lstm-and-gru#runningSum");
const placed = lib("tests/exercises/fixtures/02-lstm-and-gru#placed");

export const bothWaysTask: Task = {
  name: "bothWays",
  reference: bothWays,
  ...variants,
  cases: [
    holds("running sums over 1, 2, 3 give 1, 3, 6 forwards and 6, 5, 3 backwards", {
      points: 1,
      calls: () => call(floats([[[1], [2], [3]]]), sum, sum),
      property: ([value]) => {
        const { shape } = tensor(value);
        if (shape.join() !== "1,3,2") return `the shape is [${shape.join(", ")}], expected [1, 3, 2]`;
        const all = numbers(tensor(value));
        return close(all, [1, 6, 3, 5, 6, 3])
          ? undefined
          : `step by step it is ${all.join(", ")}, expected 1, 6, 3, 5, 6, 3`;
      },
    }),
    likeReference("each direction has its own reader", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 4, 3), sum, placed),
    }),
    likeReference("works for one step, and for many sequences", {
      points: 1,
      calls: (draw) => [call(draw.normal(1, 1, 2), placed, sum), call(draw.normal(5, 3, 1), placed, sum)],
    }),
    likeReference("reads sequences that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(draw.normal(3, draw.integer(4, 7), 2), placed, sum),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3, 2), sum, placed),
    }),
  ],
};
