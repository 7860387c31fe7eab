/** Training and schedules: calls that must be refused, and the words of each refusal. */
import { Adam } from "../../../lib/adam";
import { teacherForcing, warmup } from "../../../lib/schedules";
import { tf } from "../../../lib/tf";
import { train } from "../../../lib/training";
import { nothing, type Refusal } from "./refusal";

const parameter = tf.variable(tf.scalar(1));
const model = { parameters: { parameter }, loss: () => parameter.square() as tf.Scalar };
const batches = () => [[1]];
const options = { epochs: 1, seed: 1 };

export const trainRefusals: Refusal[] = [
  ["train: options should be an object, got undefined", () => train(model, batches, nothing)],
  ["train: model should be an object, got undefined", () => train(nothing, batches, options)],
  [
    "train: model.parameters should be an object, got undefined",
    () => train({ loss: model.loss } as never, batches, options),
  ],
  [
    "train: model.loss should be a function, got undefined",
    () => train({ parameters: {} } as never, batches, options),
  ],
  ["train: batches should be a function, got a list of 1", () => train(model, [[1]] as never, options)],
  ["train: expected at least one batch, got none", () => train(model, () => [], options)],
  [
    "train: the result of batches should be a list, got undefined",
    () => train(model, () => nothing, options),
  ],
  [
    "train: epochs should be a whole number ≥ 1, got undefined",
    () => train(model, batches, { seed: 1 } as never),
  ],
  [
    "train: epochs should be a whole number ≥ 1, got Infinity",
    () => train(model, batches, { ...options, epochs: Infinity }),
  ],
  [
    "train: seed should be a finite number, got undefined",
    () => train(model, batches, { epochs: 1 } as never),
  ],
  [
    "train: clipNorm should be a number > 0, got NaN",
    () => train(model, batches, { ...options, clipNorm: NaN }),
  ],
  ["train: clipNorm should be a number > 0, got 0", () => train(model, batches, { ...options, clipNorm: 0 })],
  [
    "train: optimizer.applyGradients should be a function, got undefined",
    () => train(model, batches, { ...options, optimizer: "adam" as never }),
  ],
  [
    "train: learningRate should be a function, got 0.1",
    () => train(model, batches, { ...options, learningRate: 0.1 as never }),
  ],
  [
    "train: learningRate should be a number ≥ 0, got NaN",
    () => train(model, batches, { ...options, learningRate: () => NaN }),
  ],
  [
    "train: onStep should be a function, got 1",
    () => train(model, batches, { ...options, onStep: 1 as never }),
  ],
  [
    "train: reporter.onStep should be a function, got undefined",
    () => train(model, batches, { ...options, reporter: {} as never }),
  ],
];

export const scheduleRefusals: Refusal[] = [
  [
    "teacherForcing.constant: probability should be a number in [0, 1], got 2",
    () => teacherForcing.constant(2),
  ],
  [
    "teacherForcing.constant: probability should be a number in [0, 1], got undefined",
    () => teacherForcing.constant(nothing),
  ],
  ["teacherForcing.linear: options should be an object, got undefined", () => teacherForcing.linear(nothing)],
  [
    "teacherForcing.linear: end should be a number in [0, 1], got NaN",
    () => teacherForcing.linear({ end: NaN, steps: 3 }),
  ],
  [
    "teacherForcing.linear: steps should be a whole number ≥ 1, got undefined",
    () => teacherForcing.linear({} as never),
  ],
  [
    "teacherForcing.linear: step should be a whole number ≥ 1, got 0",
    () => teacherForcing.linear({ steps: 3 })(0),
  ],
  [
    "teacherForcing.exponential: rate should be a number in (0, 1), got 1",
    () => teacherForcing.exponential({ rate: 1 }),
  ],
  [
    "teacherForcing.exponential: options should be an object, got 0.9",
    () => teacherForcing.exponential(0.9 as never),
  ],
  [
    "teacherForcing.inverseSigmoid: rate should be a number ≥ 1, got Infinity",
    () => teacherForcing.inverseSigmoid({ rate: Infinity }),
  ],
  ["warmup: options should be an object, got undefined", () => warmup(nothing)],
  ["warmup: warmupSteps should be a whole number ≥ 1, got undefined", () => warmup({ dModel: 4 } as never)],
  [
    "warmup: factor should be a number > 0, got NaN",
    () => warmup({ dModel: 4, warmupSteps: 2, factor: NaN }),
  ],
  ["warmup: step should be a whole number ≥ 1, got 1.5", () => warmup({ dModel: 4, warmupSteps: 2 })(1.5)],
  [
    "teacherForcing.constant: probability should be a number in [0, 1], got NaN",
    () => teacherForcing.constant(NaN),
  ],
  [
    "teacherForcing.linear: steps should be a whole number ≥ 1, got 0",
    () => teacherForcing.linear({ steps: 0 }),
  ],
  [
    "teacherForcing.inverseSigmoid: rate should be a number ≥ 1, got 0",
    () => teacherForcing.inverseSigmoid({ rate: 0 }),
  ],
  ["warmup: dModel should be a whole number ≥ 1, got 0", () => warmup({ dModel: 0, warmupSteps: 1 })],
  [
    "warmup: warmupSteps should be a whole number ≥ 1, got NaN",
    () => warmup({ dModel: 1, warmupSteps: NaN }),
  ],
  ["warmup: factor should be a number > 0, got 0", () => warmup({ dModel: 1, warmupSteps: 1, factor: 0 })],

  [
    "train: startAfter should be a whole number ≥ 1, got 0.5",
    () => train(model, batches, { ...options, startAfter: 0.5 }),
  ],
  [
    "train: clipNorm should be a number > 0, got Infinity",
    () => train(model, batches, { ...options, clipNorm: Infinity }),
  ],
  [
    "train: model.parameters.parameter should be a tf.Variable, got a tensor of one number",
    () => train({ ...model, parameters: { parameter: tf.scalar(1) as never } }, batches, options),
  ],
  ['Adam: learningRate should be a number > 0, got "3"', () => new Adam({ learningRate: "3" as never })],
  ["Adam: beta1 should be a number in [0, 1), got 1", () => new Adam({ beta1: 1 })],
  ["Adam: epsilon should be a number > 0, got 0", () => new Adam({ epsilon: 0 })],
  ["Adam.restore: state should be an object, got undefined", () => new Adam().restore(nothing, {})],
];
