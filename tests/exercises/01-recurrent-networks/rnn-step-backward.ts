/** The checks of `rnnStepBackward`. */
import { rnnStep, type RnnWeights } from "../../../lib/rnn";
import { tf } from "../../../lib/tf";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/01-recurrent-networks/rnn-step-backward";
import { drawWeights } from "./inputs";

/** By TensorFlow's own differentiation. */
function reference(input: tf.Tensor2D, hidden: tf.Tensor2D, weights: RnnWeights, change: tf.Tensor2D) {
  return tf.tidy(() => {
    const { inputToHidden, hiddenToHidden, bias } = weights;
    const step = (...given: tf.Tensor[]): tf.Tensor => {
      const [x, h, inputToHidden, hiddenToHidden, bias] = given as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor1D,
      ];
      return rnnStep(x, h, { inputToHidden, hiddenToHidden, bias });
    };
    const found = tf.grads(step)([input, hidden, inputToHidden, hiddenToHidden, bias], change);
    const names = ["input", "hidden", "inputToHidden", "hiddenToHidden", "bias"];
    return Object.fromEntries(names.map((name, i) => [name, found[i]!]));
  });
}

const given = (draw: Draw, batch: number, input: number, hidden: number) =>
  [
    draw.normal(batch, input),
    draw.normal(batch, hidden),
    drawWeights(draw, input, hidden),
    draw.normal(batch, hidden),
  ] as const;

export const rnnStepBackwardTask: Task = {
  name: "rnnStepBackward",
  reference,
  ...variants,
  given: ["lib/rnn#rnnStep"],
  cases: [
    holds("where tanh is flat at 1 hardly anything comes through", {
      points: 1,
      needsValues: true,
      likely: "the slope of tanh, 1 - h'², is missing",
      calls: () => {
        const one = floats([[1]]);
        const weights = { inputToHidden: floats([[5]]), hiddenToHidden: floats([[5]]), bias: floats([0]) };
        return { ...call(one, one, weights, one), byHand: true };
      },
      property: ([value]) => {
        const [slope] = numbers(tensor(value, "hidden"));
        return Math.abs(slope!) < 1e-6
          ? undefined
          : `the gradient of the state is ${slope!.toPrecision(3)}, expected 0`;
      },
    }),
    likeReference("gives TensorFlow's five gradients", {
      points: 3,
      calls: (draw) => [call(...given(draw, 1, 2, 3)), call(...given(draw, 3, 2, 4))],
    }),
    holds("twice the change gives twice the gradients", {
      points: 1,
      calls: (draw) => {
        const [input, hidden, weights, change] = given(draw, 2, 2, 2);
        const twice = floats(
          change.$tensor.values.map((x) => 2 * Number(x)),
          [2, 2],
        );
        const byHand = (gradient: Plain) => ({ ...call(input, hidden, weights, gradient), byHand: true });
        return [byHand(change), byHand(twice)];
      },
      property: ([once, twice]) => {
        const [a, b] = [once, twice].map((value) => numbers(tensor(value, "bias")));
        if (a!.every((x) => x === 0)) return "the gradient of the bias is 0";
        return close(
          b!,
          a!.map((x) => 2 * x),
        )
          ? undefined
          : "the gradient of the bias did not double";
      },
    }),
    likeReference("finds gradients that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(...given(draw, 4, 3, 5)),
    }),
    leaksNothing("leaves no tensors behind but its five", {
      points: 1,
      calls: (draw) => call(...given(draw, 2, 3, 2)),
    }),
  ],
};
