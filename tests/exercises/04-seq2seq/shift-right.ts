/** The checks of `shiftRight`. */
import { tf } from "../../../lib/tf";
import { call, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { ints } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/04-seq2seq/shift-right";

/** <sos> in front, the last column off. */
function shiftRight(targets: tf.Tensor2D, sos: number): tf.Tensor2D {
  return tf.tidy(() => {
    const [batch, time] = targets.shape;
    const first = tf.fill<tf.Rank.R2>([batch, 1], sos, "int32");
    return tf.concat([first, targets.slice([0, 0], [batch, time - 1])], 1);
  });
}

export const shiftRightTask: Task = {
  name: "shiftRight",
  reference: shiftRight,
  ...variants,
  cases: [
    likeReference("makes 1 7 8 of 7 8 2, with 1 as <sos>", {
      points: 1,
      likely: "the inputs and the targets stand at the same time: each input must be one step older",
      calls: () => call(ints([[7, 8, 2]]), 1),
    }),
    likeReference("shifts every row, padding included", {
      points: 1,
      calls: (draw) => [
        call(ints([[7, 8, 2, 0], [9, 2, 0, 0]]), 1), // prettier-ignore
        call(draw.ids(30, 3, 5), 1),
      ],
    }),
    likeReference("a target of one token needs only <sos>", {
      points: 1,
      calls: (draw) => call(draw.ids(9, 4, 1), 1),
    }),
    likeReference("uses the <sos> that it is given", {
      points: 1,
      calls: (draw) => [call(draw.ids(9, 2, 3), 5), call(draw.ids(9, 1, 4), 0)],
    }),
    leaksNothing("leaves no tensors behind", { points: 1, calls: (draw) => call(draw.ids(9, 2, 3), 1) }),
    likeReference("shifts targets that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [4, 6].map((time) => call(draw.ids(50, 3, time), draw.integer(1, 9))),
    }),
  ],
};
