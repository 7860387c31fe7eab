import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { randomGenerator } from "../../lib/random";
import { Lstm, lstmStep, type LstmState, type LstmWeights } from "../../lib/lstm";
import { expectPyTorch, referenceCases, shapeOf, type ReferenceCase } from "./reference";
import { expectClose, expectGradient, maskOf, newTensors, normal, numbers, summed } from "./tensors";

const random = () => randomGenerator(1);

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

interface Given extends LstmState {
  readonly inputs: tf.Tensor3D;
  readonly mask: tf.Tensor2D;
}

const sizes = (reference: ReferenceCase) => ({
  inputSize: shapeOf(reference, "inputToGates")[0]!,
  hiddenSize: shapeOf(reference, "hiddenToGates")[0]!,
});

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
    const mask = maskOf(lengths, time);
    const weighting = normal<tf.Rank.R3>([batch, time, hidden], 5);
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
        weights,
      }) as Lstm;
      return twin.run(inputs, { initial, mask });
    };
    const { inputToGates, hiddenToGates, bias } = lstm.weights;
    const given: tf.Tensor[] = [
      normal<tf.Rank.R3>([batch, time, input], 2),
      normal<tf.Rank.R2>([batch, hidden], 3),
      normal<tf.Rank.R2>([batch, hidden], 4),
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

  test.each(referenceCases("lstm"))("gives PyTorch's values and gradients: $name", (reference) => {
    const lstm = new Lstm(sizes(reference), random());
    expectPyTorch(reference, lstm, ({ inputs, mask, hidden, cell }: Given) => {
      const { hiddens, last } = lstm.run(inputs, { mask, initial: { hidden, cell } });
      return { hiddens, lastHidden: last.hidden, lastCell: last.cell };
    });
  });

  test("appending padding changes no state and no gradient", () => {
    const lstm = new Lstm({ inputSize: 2, hiddenSize: 3 }, random());
    const inputs = normal<tf.Rank.R3>([2, 4, 2], 1);
    const padded = (x: tf.Tensor3D) => tf.concat([x, tf.fill([2, 3, 2], 9)], 1) as tf.Tensor3D;
    const run = (x: tf.Tensor3D, mask: tf.Tensor2D) => {
      const { hiddens, last } = lstm.run(x, { mask });
      return [hiddens.slice([0, 0, 0], [2, 4, 3]), last.hidden, last.cell];
    };
    const short = tf.valueAndGrad((x) => summed(run(x as tf.Tensor3D, maskOf([4, 2]))))(inputs);
    const long = tf.valueAndGrad((x) => summed(run(padded(x as tf.Tensor3D), maskOf([4, 2], 7))))(inputs);
    expectClose(long.value, short.value, 1e-6);
    expectClose(long.grad, short.grad, 1e-6);
  });

  test("shows 0 at padded positions, and no gradient reaches them", () => {
    const lstm = new Lstm({ inputSize: 2, hiddenSize: 3 }, random());
    const run = (x: tf.Tensor) => lstm.run(x as tf.Tensor3D, { mask: maskOf([1], 3) });
    const inputs = normal<tf.Rank.R3>([1, 3, 2], 1);
    expect(numbers(run(inputs).hiddens).slice(3)).toEqual([0, 0, 0, 0, 0, 0]);
    const gradient = tf.grad((x) => summed([run(x).hiddens, run(x).last.hidden, run(x).last.cell]))(inputs);
    expect(numbers(gradient).slice(2)).toEqual([0, 0, 0, 0]);
  });

  test("a sequence without any token keeps the state it started with", () => {
    const lstm = new Lstm({ inputSize: 2, hiddenSize: 3 }, random());
    const initial = { hidden: normal<tf.Rank.R2>([2, 3], 2), cell: normal<tf.Rank.R2>([2, 3], 3) };
    const run = (hidden: tf.Tensor2D, cell: tf.Tensor2D) =>
      lstm.run(normal([2, 3, 2], 1), { mask: maskOf([2, 0], 3), initial: { hidden, cell } }).last;
    const last = run(initial.hidden, initial.cell);
    expectClose(last.hidden.slice([1, 0]), initial.hidden.slice([1, 0]), 0);
    expectClose(last.cell.slice([1, 0]), initial.cell.slice([1, 0]), 0);
    const secondRow = (state: tf.Tensor2D) => state.slice([1, 0]).sum<tf.Scalar>();
    const throughHidden = tf.grad((h) => secondRow(run(h as tf.Tensor2D, initial.cell).hidden));
    const throughCell = tf.grad((c) => secondRow(run(initial.hidden, c as tf.Tensor2D).cell));
    expect(numbers(throughHidden(initial.hidden))).toEqual([0, 0, 0, 1, 1, 1]);
    expect(numbers(throughCell(initial.cell))).toEqual([0, 0, 0, 1, 1, 1]);
  });

  test("the order of a batch does not matter", () => {
    const lstm = new Lstm({ inputSize: 2, hiddenSize: 3 }, random());
    const inputs = normal<tf.Rank.R3>([3, 4, 2], 1);
    const swapped = lstm.run(inputs.reverse(0), { mask: maskOf([1, 2, 4]) });
    const straight = lstm.run(inputs, { mask: maskOf([4, 2, 1]) });
    expectClose(swapped.hiddens.reverse(0), straight.hiddens, 1e-6);
    expectClose(swapped.last.hidden.reverse(0), straight.last.hidden, 1e-6);
  });

  test("a sequence in two parts, the state carried over, is the sequence in one", () => {
    const lstm = new Lstm({ inputSize: 2, hiddenSize: 3 }, random());
    const inputs = normal<tf.Rank.R3>([2, 5, 2], 1);
    const first = lstm.run(inputs.slice([0, 0, 0], [2, 2, 2]));
    const second = lstm.run(inputs.slice([0, 2, 0], [2, 3, 2]), { initial: first.last });
    const whole = lstm.run(inputs);
    expectClose(tf.concat([first.hiddens, second.hiddens], 1), whole.hiddens, 1e-6);
    expectClose(second.last.cell, whole.last.cell, 1e-6);
  });

  test("gives the numbers of TensorFlow.js' own layer", () => {
    const lstm = new Lstm({ inputSize: 3, hiddenSize: 4 }, random());
    const layer = tf.layers.lstm({ units: 4, returnSequences: true, recurrentActivation: "sigmoid" });
    const inputs = normal<tf.Rank.R3>([2, 5, 3], 1);
    layer.apply(inputs);
    layer.setWeights([lstm.weights.inputToGates, lstm.weights.hiddenToGates, lstm.weights.bias]);
    expectClose(lstm.run(inputs).hiddens, layer.apply(inputs) as tf.Tensor, 1e-5);
  });

  test("starts with a forget bias of 1 and the other biases at 0", () => {
    const lstm = new Lstm({ inputSize: 1, hiddenSize: 2 }, random());
    expect(numbers(lstm.weights.bias)).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  });

  test("leaves its three outputs, and none after a gradient but the gradient", () => {
    const lstm = new Lstm({ inputSize: 2, hiddenSize: 3 }, random());
    const inputs = normal<tf.Rank.R3>([2, 4, 2], 1);
    const mask = maskOf([4, 2]);
    expect(newTensors(() => lstm.run(inputs))).toBe(3);
    expect(newTensors(() => lstm.run(inputs, { mask }))).toBe(3);
    expect(newTensors(() => lstm.zeroState(2))).toBe(2);
    const gradient = tf.grad((x) => lstm.run(x as tf.Tensor3D, { mask }).hiddens.sum());
    expect(newTensors(() => gradient(inputs))).toBe(1);
  });

  test("names what does not fit", () => {
    const lstm = new Lstm({ inputSize: 2, hiddenSize: 3 }, random());
    const inputs = tf.ones<tf.Rank.R3>([2, 4, 2]);
    expect(() => lstm.run(tf.ones([2, 4, 5]))).toThrow(
      'Lstm.run: axis "input" is 5 in inputs, but 2 in inputToGates',
    );
    expect(() => lstm.run(inputs, { mask: maskOf([3, 3]) })).toThrow(
      'Lstm.run: axis "time" is 4 in inputs, but 3 in mask',
    );
    expect(() => lstm.run(inputs, { initial: { hidden: tf.ones([1, 3]), cell: tf.ones([2, 3]) } })).toThrow(
      'Lstm.run: axis "batch" is 2 in inputs, but 1 in initial.hidden',
    );
    expect(() => lstm.run(tf.ones([2, 4]) as never)).toThrow(
      "Lstm.run: inputs should have 3 axes [batch, time, input], got 2 [2, 4]",
    );
    expect(() => lstm.run(tf.ones([2, 0, 2]))).toThrow('Lstm.run: inputs has no "time": the axis is empty');
  });

  test("refuses a size that is no whole number ≥ 1", () => {
    expect(() => new Lstm({ inputSize: 0, hiddenSize: 1 }, random())).toThrow(
      "Lstm: inputSize should be a whole number ≥ 1, got 0",
    );
    expect(() => new Lstm({ inputSize: 1, hiddenSize: NaN }, random())).toThrow(
      "Lstm: hiddenSize should be a whole number ≥ 1, got NaN",
    );
  });
});

describe("lstmStep", () => {
  const weights: LstmWeights = {
    inputToGates: tf.tensor2d([[0, 0, 1, 0]]),
    hiddenToGates: tf.tensor2d([[0, 0, 0, 0]]),
    bias: tf.tensor1d([0, 0, 0, 0]),
  };

  test("gates at 0 let half of the old cell and half of the candidate through", () => {
    const state = { hidden: tf.tensor2d([[0]]), cell: tf.tensor2d([[2]]) };
    const { hidden, cell } = lstmStep(tf.tensor2d([[1]]), state, weights);
    expect(numbers(cell)[0]).toBeCloseTo(0.5 * 2 + 0.5 * Math.tanh(1), 6);
    expect(numbers(hidden)[0]).toBeCloseTo(0.5 * Math.tanh(numbers(cell)[0]!), 6);
  });

  test("a wide open forget gate and a shut input gate keep the cell as it is", () => {
    const kept = { ...weights, bias: tf.tensor1d([-100, 100, 5, 0]) };
    const { cell } = lstmStep(
      tf.tensor2d([[1]]),
      { hidden: tf.tensor2d([[7]]), cell: tf.tensor2d([[3]]) },
      kept,
    );
    expect(numbers(cell)).toEqual([3]);
  });

  test("has the slopes that small steps show", () => {
    const lstm = new Lstm({ inputSize: 3, hiddenSize: 2 }, random());
    const state = { hidden: normal<tf.Rank.R2>([2, 2], 1), cell: normal<tf.Rank.R2>([2, 2], 2) };
    const input = normal<tf.Rank.R2>([2, 3], 3);
    expectGradient((x: tf.Tensor2D) => summed(Object.values(lstmStep(x, state, lstm.weights))), input);
    expectGradient(
      (cell: tf.Tensor2D) => summed(Object.values(lstmStep(input, { ...state, cell }, lstm.weights))),
      state.cell,
    );
    expectGradient(
      (hiddenToGates: tf.Tensor2D) =>
        summed(Object.values(lstmStep(input, state, { ...lstm.weights, hiddenToGates }))),
      lstm.weights.hiddenToGates.clone(),
    );
  });

  test("leaves the two states, and names what does not fit", () => {
    const state = { hidden: tf.tensor2d([[0]]), cell: tf.tensor2d([[2]]) };
    const input = tf.tensor2d([[1]]);
    expect(newTensors(() => lstmStep(input, state, weights))).toBe(2);
    expect(() => lstmStep(tf.ones([2, 1]), state, weights)).toThrow(
      'lstmStep: axis "batch" is 2 in input, but 1 in hidden',
    );
    expect(() => lstmStep(input, { ...state, cell: tf.ones([1, 2]) }, weights)).toThrow(
      'lstmStep: axis "hidden" is 1 in hidden, but 2 in cell',
    );
  });
});
