/** The checks of `shiftByOne`. */
import { tf } from "../../../lib/tf";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { ints } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/03-language-model/shift-by-one";

/** What a language model reads, and what it should say at each step. */
export function shiftByOne(tokens: tf.Tensor2D): { inputs: tf.Tensor2D; targets: tf.Tensor2D } {
  const [, time] = tokens.shape;
  return { inputs: tokens.slice([0, 0], [-1, time - 1]), targets: tokens.slice([0, 1], [-1, time - 1]) };
}

export const shiftByOneTask: Task = {
  name: "shiftByOne",
  reference: shiftByOne,
  ...variants,
  cases: [
    holds("of 1 5 6 2 the model reads 1 5 6 and should say 5 6 2", {
      points: 1,
      calls: () => call(ints([[1, 5, 6, 2]])),
      property: ([value]) => {
        const [inputs, targets] = ["inputs", "targets"].map((name) => numbers(tensor(value, name)).join(" "));
        if (inputs !== "1 5 6") return `the inputs are ${inputs}, expected 1 5 6`;
        return targets === "5 6 2" ? undefined : `the targets are ${targets}, expected 5 6 2`;
      },
    }),
    likeReference("both are int32, one step shorter, for every sequence of the batch", {
      points: 1,
      likely: "the tokens became float32, or rows were mixed",
      calls: (draw) => [call(draw.ids(9, 3, 5)), call(draw.ids(9, 1, 7))],
    }),
    likeReference("two tokens leave one step", { points: 1, calls: (draw) => call(draw.ids(9, 4, 2)) }),
    likeReference("shifts texts that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(draw.ids(50, 3, draw.integer(6, 12))),
    }),
    leaksNothing("leaves no tensors behind but its two", {
      points: 1,
      calls: (draw) => call(draw.ids(9, 2, 4)),
    }),
  ],
};
