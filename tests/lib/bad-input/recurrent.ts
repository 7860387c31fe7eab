/** Recurrent layers: calls that must be refused, and the words of each refusal. */
import { Bidirectional } from "../../../lib/bidirectional";
import { Gru, gruStep } from "../../../lib/gru";
import { Lstm, lstmStep } from "../../../lib/lstm";
import { randomGenerator } from "../../../lib/random";
import { Rnn, rnnStep } from "../../../lib/rnn";
import { tf } from "../../../lib/tf";
import { ids } from "../tensors";
import { ints, list, nothing, ones, type Refusal } from "./refusal";
import * as small from "./small";

const random = randomGenerator(1);
const size = { inputSize: 3, hiddenSize: 2 };
const [rnn, lstm, gru, both] = [
  new Rnn(size, random),
  new Lstm(size, random),
  new Gru(size, random),
  new Bidirectional(size, random),
];
const inputs = tf.ones<tf.Rank.R3>([2, 4, 3]);
const [input, hidden] = [tf.ones<tf.Rank.R2>([2, 3]), tf.ones<tf.Rank.R2>([2, 2])];
const gates = (numGates: number) => ({
  inputToGates: tf.ones<tf.Rank.R2>([3, numGates]),
  hiddenToGates: tf.ones<tf.Rank.R2>([2, numGates]),
  bias: tf.ones<tf.Rank.R1>([numGates]),
  inputBias: tf.ones<tf.Rank.R1>([numGates]),
  hiddenBias: tf.ones<tf.Rank.R1>([numGates]),
});

export const recurrentRefusals: Refusal[] = [
  ["Rnn: config should be an object, got undefined", () => new Rnn(nothing, random)],
  [
    "Rnn: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new Rnn(size, nothing),
  ],
  ["Rnn.run: inputs should have 3 axes [batch, time, input], got 2 [2, 3]", () => rnn.run(input as never)],
  ['Rnn.run: axis "time" is 4 in inputs, but 1 in mask', () => rnn.run(inputs, { mask: ids([[1], [1]]) })],
  [
    "Rnn.run: initial.hidden should be a tensor [batch, hidden], got undefined",
    () => rnn.run(inputs, { initial: {} as never }),
  ],
  ["Rnn.step: state should be an object, got undefined", () => rnn.step(input, nothing)],
  ["Rnn.zeroState: batchSize should be a whole number ≥ 1, got NaN", () => rnn.zeroState(NaN)],
  ["rnnStep: weights should be an object, got undefined", () => rnnStep(input, hidden, nothing)],
  ['rnnStep: axis "hidden" is 3 in hidden, but 2 in inputToHidden', () => rnnStep(input, input, rnn.weights)],
  [
    "Lstm: hiddenSize should be a whole number ≥ 1, got 0",
    () => new Lstm({ inputSize: 1, hiddenSize: 0 }, random),
  ],
  [
    'Lstm: inputSize should be a whole number ≥ 1, got "3"',
    () => new Lstm({ inputSize: "3" as never, hiddenSize: 2 }, random),
  ],
  ["Lstm.run: inputs should be a tensor [batch, time, input], got undefined", () => lstm.run(nothing)],
  [
    'Lstm.run: inputs should be float32, got int32; .cast("float32") makes it so',
    () => lstm.run(tf.oneHot(ids([[0, 1]]), 3) as tf.Tensor3D),
  ],
  ['Lstm.run: axis "input" is 5 in inputs, but 3 in inputToGates', () => lstm.run(tf.ones([2, 4, 5]))],
  [
    "Lstm.run: initial.cell should be a tensor [batch, hidden], got undefined",
    () => lstm.run(inputs, { initial: { hidden } as never }),
  ],
  [
    'Lstm.run: axis "batch" is 2 in inputs, but 3 in initial.hidden',
    () => lstm.run(inputs, { initial: lstm.zeroState(3) }),
  ],
  ["Lstm.zeroState: batchSize should be a whole number ≥ 1, got 0", () => lstm.zeroState(0)],
  ["lstmStep: state should be an object, got undefined", () => lstmStep(input, nothing, lstm.weights)],
  [
    "lstmStep: hidden should be a tensor [batch, hidden], got undefined",
    () => lstmStep(input, hidden as never, lstm.weights),
  ],
  ["lstmStep: weights should be an object, got undefined", () => lstmStep(input, lstm.zeroState(2), nothing)],
  [
    'lstmStep: axis "gates" should be 4 · hidden = 8, got 4',
    () => lstmStep(input, lstm.zeroState(2), gates(4)),
  ],
  [
    'lstmStep: input has no "batch": the axis is empty',
    () => lstmStep(tf.zeros([0, 3]), lstm.zeroState(2), lstm.weights),
  ],
  [
    'Gru: resetPlacement should be "before" or "after", got "during"',
    () => new Gru({ ...size, resetPlacement: "during" as never }, random),
  ],
  [
    "Gru.run: mask should have 2 axes [batch, time], got 3 [2, 4, 3]",
    () => gru.run(inputs, { mask: inputs as never }),
  ],
  ["gruStep: weights should be an object, got undefined", () => gruStep(input, hidden, nothing)],
  [
    "gruStep: hidden should be a tensor [batch, hidden], got undefined",
    () => gruStep(input, nothing, gru.weights),
  ],
  ['gruStep: axis "gates" should be 3 · hidden = 6, got 3', () => gruStep(input, hidden, gates(3))],
  [
    'gruStep: resetPlacement should be "before" or "after", got 1',
    () => gruStep(input, hidden, gates(6), { resetPlacement: 1 as never }),
  ],
  ["Bidirectional: config should be an object, got undefined", () => new Bidirectional(nothing, random)],
  [
    "Bidirectional: hiddenSize should be a whole number ≥ 1, got NaN",
    () => new Bidirectional({ inputSize: 1, hiddenSize: NaN }, random),
  ],
  [
    "Bidirectional.run: inputs should be a tensor [batch, time, input], got a list of 2",
    () => both.run(list),
  ],
  [
    'Bidirectional.run: axis "batch" is 2 in inputs, but 1 in mask',
    () => both.run(inputs, { mask: ids([[1, 1, 1, 1]]) }),
  ],
  [
    "rnnStep: input should have 2 axes [batch, input], got 1 [1]",
    () => rnnStep(ones(1), ones(1, 1), small.rnn().weights),
  ],
  [
    'rnnStep: axis "batch" is 1 in input, but 2 in hidden',
    () => rnnStep(ones(1, 2), ones(2, 3), small.rnn().weights),
  ],
  [
    'rnnStep: axis "input" is 4 in input, but 2 in inputToHidden',
    () => rnnStep(ones(1, 4), ones(1, 3), small.rnn().weights),
  ],
  [
    "Rnn: inputSize should be a whole number ≥ 1, got NaN",
    () => new Rnn({ inputSize: NaN, hiddenSize: 1 }, random),
  ],
  [
    "Rnn: hiddenSize should be a whole number ≥ 1, got 0",
    () => new Rnn({ inputSize: 1, hiddenSize: 0 }, random),
  ],
  ['Rnn.run: inputs has no "time": the axis is empty', () => small.rnn().run(ones(1, 0, 2))],
  ['Rnn.run: axis "input" is 4 in inputs, but 2 in inputToHidden', () => small.rnn().run(ones(1, 3, 4))],
  [
    'Rnn.run: axis "batch" is 1 in inputs, but 2 in initial.hidden',
    () => small.rnn().run(ones(1, 3, 2), { initial: { hidden: ones(2, 3) } }),
  ],
  [
    'lstmStep: axis "hidden" is 3 in hidden, but 2 in cell',
    () => lstmStep(ones(1, 2), { hidden: ones(1, 3), cell: ones(1, 2) }, small.lstm().weights),
  ],
  [
    'lstmStep: axis "batch" is 2 in input, but 1 in hidden',
    () => lstmStep(ones(2, 2), { hidden: ones(1, 3), cell: ones(1, 3) }, small.lstm().weights),
  ],
  [
    'lstmStep: axis "input" is 5 in input, but 2 in inputToGates',
    () => lstmStep(ones(1, 5), { hidden: ones(1, 3), cell: ones(1, 3) }, small.lstm().weights),
  ],
  [
    'lstmStep: axis "gates" is 12 in inputToGates, but 6 in bias',
    () =>
      lstmStep(
        ones(1, 2),
        { hidden: ones(1, 3), cell: ones(1, 3) },
        { ...small.lstm().weights, bias: ones(6) },
      ),
  ],
  [
    'lstmStep: axis "gates" should be 4 · hidden = 4, got 6',
    () =>
      lstmStep(
        ones(1, 1),
        { hidden: ones(1, 1), cell: ones(1, 1) },
        { inputToGates: ones(1, 6), hiddenToGates: ones(1, 6), bias: ones(6) },
      ),
  ],
  [
    "Lstm: hiddenSize should be a whole number ≥ 1, got Infinity",
    () => new Lstm({ inputSize: 1, hiddenSize: Infinity }, random),
  ],
  [
    "Lstm: inputSize should be a whole number ≥ 1, got -1",
    () => new Lstm({ inputSize: -1, hiddenSize: 1 }, random),
  ],
  [
    "Lstm.run: inputs should have 3 axes [batch, time, input], got 2 [1, 2]",
    () => small.lstm().run(ones(1, 2)),
  ],
  ['Lstm.run: inputs has no "batch": the axis is empty', () => small.lstm().run(ones(0, 3, 2))],
  [
    'Lstm.run: axis "batch" is 1 in inputs, but 2 in mask',
    () => small.lstm().run(ones(1, 3, 2), { mask: ints(2, 3) }),
  ],
  [
    'Lstm.run: axis "batch" is 1 in inputs, but 2 in initial.cell',
    () => small.lstm().run(ones(1, 3, 2), { initial: { hidden: ones(1, 3), cell: ones(2, 3) } }),
  ],
  [
    'gruStep: axis "hidden" is 4 in hidden, but 3 in hiddenToGates',
    () => gruStep(ones(1, 2), ones(1, 4), small.gru().weights),
  ],
  [
    'gruStep: axis "gates" is 9 in inputToGates, but 6 in hiddenBias',
    () => gruStep(ones(1, 2), ones(1, 3), { ...small.gru().weights, hiddenBias: ones(6) }),
  ],
  [
    'gruStep: axis "gates" should be 3 · hidden = 3, got 4',
    () =>
      gruStep(ones(1, 1), ones(1, 1), {
        inputToGates: ones(1, 4),
        hiddenToGates: ones(1, 4),
        inputBias: ones(4),
        hiddenBias: ones(4),
      }),
  ],
  [
    'gruStep: resetPlacement should be "before" or "after", got "during"',
    () => gruStep(ones(1, 2), ones(1, 3), small.gru().weights, { resetPlacement: "during" as never }),
  ],
  [
    "Gru: hiddenSize should be a whole number ≥ 1, got NaN",
    () => new Gru({ inputSize: 1, hiddenSize: NaN }, random),
  ],
  [
    'Gru: resetPlacement should be "before" or "after", got "never"',
    () => new Gru({ inputSize: 1, hiddenSize: 1, resetPlacement: "never" as never }, random),
  ],
  ['Gru.run: axis "input" is 4 in inputs, but 2 in inputToGates', () => small.gru().run(ones(1, 3, 4))],
  [
    'Gru.run: axis "time" is 3 in inputs, but 4 in mask',
    () => small.gru().run(ones(1, 3, 2), { mask: ints(1, 4) }),
  ],
  [
    "Bidirectional: hiddenSize should be a whole number ≥ 1, got 0",
    () => new Bidirectional({ inputSize: 1, hiddenSize: 0 }, random),
  ],
  [
    "Bidirectional.run: inputs should have 3 axes [batch, time, input], got 2 [1, 2]",
    () => new Bidirectional({ inputSize: 2, hiddenSize: 3 }, random).run(ones(1, 2)),
  ],
  [
    'Bidirectional.run: axis "time" is 3 in inputs, but 2 in mask',
    () => new Bidirectional({ inputSize: 2, hiddenSize: 3 }, random).run(ones(1, 3, 2), { mask: ints(1, 2) }),
  ],

  [
    'Rnn.run: initial.hidden should be float32, got int32; .cast("float32") makes it so',
    () => small.rnn().run(ones(1, 3, 2), { initial: { hidden: ints(1, 3) } }),
  ],
  [
    'Lstm.run: initial.cell should be float32, got int32; .cast("float32") makes it so',
    () => small.lstm().run(ones(1, 3, 2), { initial: { hidden: ones(1, 3), cell: ints(1, 3) } }),
  ],
  [
    'Gru.run: initial.hidden should be float32, got int32; .cast("float32") makes it so',
    () => small.gru().run(ones(1, 3, 2), { initial: { hidden: ints(1, 3) } }),
  ],
];
