/** The checks of `attentionalState`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { numbers, tensor } from "../../../tools/exercises/values";
import { scoreInputs } from "./inputs";
import * as variants from "../../mutants/06-attention/attentional-state";

/** tanh([c ; s] W + b), as AttentionDecoder does it for all steps at once. */
function attentionalState(
  context: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
): tf.Tensor {
  return tf.tidy(() => tf.concat([context, hidden], 1).matMul(weight).add(bias).tanh());
}

const combineInputs = (draw: Draw, batch: number, wide: number, hidden: number, out = hidden) =>
  [
    draw.normal(batch, wide),
    draw.normal(batch, hidden),
    draw.normal(wide + hidden, out),
    draw.normal(out),
  ] as const;

export const attentionalStateTask: Task = {
  name: "attentionalState",
  reference: attentionalState,
  ...variants,
  cases: [
    likeReference("joins context and state, in this order, and sends both through one layer", {
      points: 2,
      calls: (draw) => [call(...combineInputs(draw, 2, 3, 3)), call(...combineInputs(draw, 1, 4, 2))],
    }),
    holds("every number lies between -1 and 1", {
      points: 1,
      needsValues: true,
      calls: (draw) => call(...combineInputs(draw, 3, 5, 4)),
      likely: "tanh is missing",
      property: ([value]) => {
        const largest = Math.max(...numbers(tensor(value)).map(Math.abs));
        return largest <= 1 ? undefined : `a number is ${largest.toPrecision(4)} away from 0`;
      },
    }),
    likeReference("passes a gradient to context, state, weight and bias", {
      points: 1,
      calls: (draw) => callWithGradients(["0", "1", "2", "3"], ...combineInputs(draw, 2, 2, 3)),
    }),
    likeReference("works for widths that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        scoreInputs(draw, (batch, wide, hidden) => call(...combineInputs(draw, batch, wide, hidden, 3))),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(...combineInputs(draw, 2, 3, 2)),
    }),
  ],
};
