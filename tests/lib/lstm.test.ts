import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { randomGenerator } from "../../lib/random";
import { Lstm, lstmStep, type LstmState, type LstmWeights } from "../../lib/lstm";

const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);

/** The whole sequence by the equations, one step after the other; padding leaves the state alone. */
function stepByStep(inputs: tf.Tensor3D, initial: LstmState, weights: LstmWeights, mask: tf.Tensor2D) {
  let state = initial;
  const [batch, time, input] = inputs.shape;
  const hiddens = Array.from({ length: time }, (_, t) => {
    const next = lstmStep(inputs.slice([0, t, 0], [batch, 1, input]).reshape([batch, input]), state, weights);
    const real = mask.slice([0, t], [batch, 1]).cast("float32");
    const keep = (before: tf.Tensor2D, after: tf.Tensor2D) =>
      after.mul<tf.Tensor2D>(real).add<tf.Tensor2D>(before.mul(tf.sub(1, real)));
    state = { hidden: keep(state.hidden, next.hidden), cell: keep(state.cell, next.cell) };
    return next.hidden.mul(real);
  });
  return { hiddens: tf.stack(hiddens, 1) as tf.Tensor3D, last: state };
}

const shapes = [
  { batch: 1, time: 1, input: 1, hidden: 1, lengths: [1] },
  { batch: 1, time: 5, input: 3, hidden: 2, lengths: [5] },
  { batch: 3, time: 4, input: 2, hidden: 5, lengths: [4, 1, 2] },
  { batch: 4, time: 7, input: 6, hidden: 8, lengths: [7, 7, 3, 5] },
];

describe("Lstm", () => {
  test.each(shapes)("gives the equations' states and gradients on $batch × $time × $input", (shape) => {
    const { batch, time, input, hidden, lengths } = shape;
    const lstm = new Lstm({ inputSize: input, hiddenSize: hidden }, randomGenerator(1));
    const mask = tf.tensor2d(
      lengths.map((length) => Array.from({ length: time }, (_, t) => (t < length ? 1 : 0))),
      undefined,
      "int32",
    );
    const weighting = normal([batch, time, hidden], 5);
    const loss =
      (run: typeof stepByStep) =>
      (...args: tf.Tensor[]) => {
        const [x, h, c, inputToGates, hiddenToGates, bias] = args as never[];
        const { hiddens, last } = run(
          x!,
          { hidden: h!, cell: c! },
          { inputToGates: inputToGates!, hiddenToGates: hiddenToGates!, bias: bias! },
          mask,
        );
        return hiddens
          .mul(weighting)
          .sum()
          .add(last.hidden.square().sum())
          .add(last.cell.sin().sum()) as tf.Scalar;
      };
    const fused: typeof stepByStep = (inputs, initial, weights, mask) => {
      const twin = Object.assign(Object.create(Lstm.prototype), {
        hiddenSize: hidden,
        parameters: weights,
      }) as Lstm;
      return twin.run(inputs, { initial, mask });
    };
    const { inputToGates, hiddenToGates, bias } = lstm.weights;
    const given = [
      normal([batch, time, input], 2),
      normal([batch, hidden], 3),
      normal([batch, hidden], 4),
      inputToGates.clone(),
      hiddenToGates.clone(),
      bias.clone(),
    ];
    const expected = tf.valueAndGrads(loss(stepByStep))(given);
    const actual = tf.valueAndGrads(loss(fused))(given);
    expect(actual.value.dataSync()[0]).toBeCloseTo(expected.value.dataSync()[0]!, 4);
    actual.grads.forEach((grad, index) => {
      expect(tf.max(tf.abs(tf.sub(grad, expected.grads[index]!))).dataSync()[0]).toBeLessThan(1e-5);
    });
  });
});
