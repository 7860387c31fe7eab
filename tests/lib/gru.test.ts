import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { Gru, gruStep, type GruWeights } from "../../lib/gru";
import { randomGenerator } from "../../lib/random";
import type { HiddenState } from "../../lib/recurrence";
import { expectPyTorch, referenceCases, shapeOf } from "./reference";
import { expectClose, expectGradient, newTensors, normal, numbers, summed } from "./tensors";

const zeros: GruWeights = {
  inputToGates: tf.zeros([1, 3]),
  hiddenToGates: tf.zeros([1, 3]),
  inputBias: tf.zeros([3]),
  hiddenBias: tf.zeros([3]),
};
const [input, hidden] = [tf.tensor2d([[1]]), tf.tensor2d([[4]])];

interface Given extends HiddenState {
  readonly inputs: tf.Tensor3D;
  readonly mask: tf.Tensor2D;
}

describe("gruStep", () => {
  test("with gates at 0 it keeps half of the old state", () => {
    expect(numbers(gruStep(input, hidden, zeros))).toEqual([2]);
  });

  test("an update gate at 1 keeps the whole state, at 0 it takes the candidate", () => {
    const withUpdate = (bias: number) => ({ ...zeros, inputBias: tf.tensor1d([0, bias, 0.5]) });
    expect(numbers(gruStep(input, hidden, withUpdate(100)))).toEqual([4]);
    expect(numbers(gruStep(input, hidden, withUpdate(-100)))[0]).toBeCloseTo(Math.tanh(0.5), 6);
  });

  test("reset before and after differ in whether the hidden bias passes the reset gate", () => {
    const shutReset = {
      ...zeros,
      inputBias: tf.tensor1d([-100, -100, 0]),
      hiddenBias: tf.tensor1d([0, 0, 1]),
    };
    expect(numbers(gruStep(input, hidden, shutReset))[0]).toBeCloseTo(0, 6);
    const before = gruStep(input, hidden, shutReset, { resetPlacement: "before" });
    expect(numbers(before)[0]).toBeCloseTo(Math.tanh(1), 6);
  });

  test("reset before the product is the original equation", () => {
    const { weights } = new Gru({ inputSize: 2, hiddenSize: 2 }, randomGenerator(1));
    const [x, h] = [normal<tf.Rank.R2>([3, 2], 1), normal<tf.Rank.R2>([3, 2], 2)];
    const part = (matrix: tf.Tensor2D, gate: number) => matrix.slice([0, 2 * gate], [2, 2]);
    const gate = (index: number) =>
      x.matMul(part(weights.inputToGates, index)).add(h.matMul(part(weights.hiddenToGates, index)));
    const [r, z] = [gate(0).sigmoid(), gate(1).sigmoid()];
    const recalled = h.mul<tf.Tensor2D>(r).matMul(part(weights.hiddenToGates, 2));
    const n = x.matMul(part(weights.inputToGates, 2)).add(recalled).tanh();
    const expected = tf.sub(1, z).mul(n).add(z.mul(h));
    expectClose(gruStep(x, h, weights, { resetPlacement: "before" }), expected, 1e-6);
  });

  test.each(["before", "after"] as const)(
    "has the slopes that small steps show, reset %s",
    (resetPlacement) => {
      const { weights } = new Gru({ inputSize: 3, hiddenSize: 2 }, randomGenerator(1));
      const [x, h] = [normal<tf.Rank.R2>([2, 3], 1), normal<tf.Rank.R2>([2, 2], 2)];
      const step = (changes: Partial<GruWeights> = {}, state = h) =>
        summed([gruStep(x, state, { ...weights, ...changes }, { resetPlacement })]);
      expectGradient((state: tf.Tensor2D) => step({}, state), h);
      expectGradient((hiddenToGates: tf.Tensor2D) => step({ hiddenToGates }), weights.hiddenToGates.clone());
      expectGradient((hiddenBias: tf.Tensor1D) => step({ hiddenBias }), weights.hiddenBias.clone());
    },
  );

  test("leaves one tensor, and names what does not fit", () => {
    expect(newTensors(() => gruStep(input, hidden, zeros))).toBe(1);
    expect(newTensors(() => gruStep(input, hidden, zeros, { resetPlacement: "before" }))).toBe(1);
    expect(() => gruStep(tf.ones([1, 2]), hidden, zeros)).toThrow(
      'gruStep: axis "input" is 2 in input, but 1 in inputToGates',
    );
    expect(() => gruStep(input, hidden, zeros, { resetPlacement: "never" as never })).toThrow(
      'gruStep: resetPlacement should be "before" or "after", got "never"',
    );
  });
});

describe("Gru", () => {
  test.each(referenceCases("gru"))("gives PyTorch's values and gradients: $name", (reference) => {
    const [inputSize] = shapeOf(reference, "inputToGates") as [number];
    const [hiddenSize] = shapeOf(reference, "hiddenToGates") as [number];
    const gru = new Gru({ inputSize, hiddenSize }, randomGenerator(1));
    expectPyTorch(reference, gru, ({ inputs, mask, hidden }: Given) => {
      const { hiddens, last } = gru.run(inputs, { mask, initial: { hidden } });
      return { hiddens, lastHidden: last.hidden };
    });
  });

  test("refuses sizes and placements it does not know", () => {
    const random = randomGenerator(1);
    expect(() => new Gru({ inputSize: 0, hiddenSize: 1 }, random)).toThrow(
      "Gru: inputSize should be a whole number ≥ 1, got 0",
    );
    expect(() => new Gru({ inputSize: 1, hiddenSize: 1.5 }, random)).toThrow(
      "Gru: hiddenSize should be a whole number ≥ 1, got 1.5",
    );
    expect(() => new Gru({ inputSize: 1, hiddenSize: 1, resetPlacement: "no" as never }, random)).toThrow(
      'Gru: resetPlacement should be "before" or "after", got "no"',
    );
  });

  test("with reset before the product gives the numbers of TensorFlow.js' own layer", () => {
    const gru = new Gru({ inputSize: 3, hiddenSize: 4, resetPlacement: "before" }, randomGenerator(1));
    const [kernel, recurrent] = [gru.weights.inputToGates, gru.weights.hiddenToGates].map(updateFirst);
    const layer = tf.layers.gru({ units: 4, returnSequences: true, recurrentActivation: "sigmoid" });
    const inputs = normal<tf.Rank.R3>([2, 5, 3], 1);
    layer.apply(inputs);
    layer.setWeights([kernel!, recurrent!, tf.zeros([12])]);
    expectClose(gru.run(inputs).hiddens, layer.apply(inputs) as tf.Tensor, 1e-5);
  });
});

/** Its gates are in the order update, reset, candidate. */
function updateFirst(gates: tf.Tensor2D): tf.Tensor2D {
  const [r, z, n] = tf.split(gates, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  return tf.concat([z, r, n], 1);
}
