import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { randomGenerator } from "../../lib/random";
import type { HiddenState } from "../../lib/recurrence";
import { Rnn, rnnStep, type RnnWeights } from "../../lib/rnn";
import { expectPyTorch, referenceCases, shapeOf } from "./reference";
import { expectGradient, newTensors, normal, numbers, summed } from "./tensors";

const weights: RnnWeights = {
  inputToHidden: tf.tensor2d([[1]]),
  hiddenToHidden: tf.tensor2d([[2]]),
  bias: tf.tensor1d([-1]),
};

interface Given extends HiddenState {
  readonly inputs: tf.Tensor3D;
  readonly mask: tf.Tensor2D;
}

describe("rnnStep", () => {
  test("is tanh(x W_x + h W_h + b)", () => {
    const hidden = rnnStep(tf.tensor2d([[0.5]]), tf.tensor2d([[0.5]]), weights);
    expect(numbers(hidden)[0]).toBeCloseTo(Math.tanh(0.5 + 1 - 1), 6);
  });

  test("has the slopes that small steps show", () => {
    const { weights } = new Rnn({ inputSize: 3, hiddenSize: 2 }, randomGenerator(1));
    const [input, hidden] = [normal<tf.Rank.R2>([2, 3], 1), normal<tf.Rank.R2>([2, 2], 2)];
    expectGradient((x: tf.Tensor2D) => summed([rnnStep(x, hidden, weights)]), input);
    expectGradient((h: tf.Tensor2D) => summed([rnnStep(input, h, weights)]), hidden);
    expectGradient(
      (bias: tf.Tensor1D) => summed([rnnStep(input, hidden, { ...weights, bias })]),
      normal<tf.Rank.R1>([2], 3),
    );
  });

  test("leaves one tensor, and names what does not fit", () => {
    const [input, hidden] = [tf.ones<tf.Rank.R2>([1, 1]), tf.ones<tf.Rank.R2>([1, 1])];
    expect(newTensors(() => rnnStep(input, hidden, weights))).toBe(1);
    expect(() => rnnStep(input, tf.ones([1, 2]), weights)).toThrow(
      'rnnStep: axis "hidden" is 2 in hidden, but 1 in inputToHidden',
    );
  });
});

describe("Rnn", () => {
  test.each(referenceCases("rnn"))("gives PyTorch's values and gradients: $name", (reference) => {
    const [inputSize, hiddenSize] = shapeOf(reference, "inputToHidden") as [number, number];
    const rnn = new Rnn({ inputSize, hiddenSize }, randomGenerator(1));
    expectPyTorch(reference, rnn, ({ inputs, mask, hidden }: Given) => {
      const { hiddens, last } = rnn.run(inputs, { mask, initial: { hidden } });
      return { hiddens, lastHidden: last.hidden };
    });
  });

  test("refuses a size that is no whole number ≥ 1", () => {
    expect(() => new Rnn({ inputSize: 0, hiddenSize: 1 }, randomGenerator(1))).toThrow(
      "Rnn: inputSize should be a whole number ≥ 1, got 0",
    );
    expect(() => new Rnn({ inputSize: 1, hiddenSize: NaN }, randomGenerator(1))).toThrow(
      "Rnn: hiddenSize should be a whole number ≥ 1, got NaN",
    );
  });
});
