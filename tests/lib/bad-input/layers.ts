/** Layers without a state: calls that must be refused, and the words of each refusal. */
import { Dropout, dropout } from "../../../lib/dropout";
import { Embedding } from "../../../lib/embedding";
import { LayerNorm, layerNorm } from "../../../lib/layer-norm";
import { Linear } from "../../../lib/linear";
import { randomGenerator } from "../../../lib/random";
import { tf } from "../../../lib/tf";
import { ids } from "../tensors";
import { ints, list, nothing, ones, type Refusal } from "./refusal";
import * as small from "./small";

const random = randomGenerator(1);
const [linear, norm, embedding] = [
  new Linear({ inputSize: 3, outputSize: 2 }, random),
  new LayerNorm({ width: 3 }),
  new Embedding({ vocabSize: 5, embeddingSize: 3 }, random),
];
const [input, hidden] = [tf.ones<tf.Rank.R2>([2, 3]), tf.ones<tf.Rank.R2>([2, 2])];

export const linearRefusals: Refusal[] = [
  ["Linear: config should be an object, got undefined", () => new Linear(nothing, random)],
  ["Linear: config should be an object, got a list of 2", () => new Linear(list, random)],
  [
    "Linear: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new Linear({ inputSize: 1, outputSize: 1 }, nothing),
  ],
  [
    "Linear: random should be a source of random numbers, such as randomGenerator(1), got 7",
    () => new Linear({ inputSize: 1, outputSize: 1 }, 7 as never),
  ],
  [
    "Linear: inputSize should be a whole number ≥ 1, got undefined",
    () => new Linear({ outputSize: 1 } as never, random),
  ],
  [
    "Linear: outputSize should be a whole number ≥ 1, got Infinity",
    () => new Linear({ inputSize: 1, outputSize: Infinity }, random),
  ],
  ["Linear.apply: inputs should be a tensor [batch, input], got undefined", () => linear.apply(nothing)],
  ["Linear.apply: inputs should be a tensor [batch, input], got a list of 2", () => linear.apply(list)],
  [
    "Linear.apply: inputs should have 2 axes [batch, input], got 1 [3]",
    () => linear.apply(tf.ones([3]) as never),
  ],
  ['Linear.apply: axis "input" is 3 in the layer, but 2 in inputs', () => linear.apply(hidden)],
  [
    'Linear.apply: inputs has no "batch": the axis is empty',
    () => linear.apply(tf.zeros<tf.Rank.R2>([0, 3])),
  ],
];

export const normRefusals: Refusal[] = [
  ["LayerNorm: config should be an object, got undefined", () => new LayerNorm(nothing)],
  ["LayerNorm: width should be a whole number ≥ 1, got NaN", () => new LayerNorm({ width: NaN })],
  ["LayerNorm: width should be a whole number ≥ 1, got 1.5", () => new LayerNorm({ width: 1.5 })],
  ['LayerNorm.apply: axis "width" is 3 in the layer, but 2 in inputs', () => norm.apply(hidden)],
  ["LayerNorm.apply: inputs should be a tensor [batch, width], got undefined", () => norm.apply(nothing)],
  [
    'LayerNorm.apply: inputs has no "batch": the axis is empty',
    () => norm.apply(tf.zeros<tf.Rank.R3>([0, 2, 3])),
  ],
  ["layerNorm: weights should be an object, got undefined", () => layerNorm(input, nothing)],
  [
    "layerNorm: shift should be a tensor [width], got undefined",
    () => layerNorm(input, { scale: tf.ones([3]) } as never),
  ],
  [
    'layerNorm: axis "width" is 3 in inputs, but 2 in scale',
    () => layerNorm(input, { scale: tf.ones([2]), shift: tf.ones([3]) }),
  ],
];

export const embeddingRefusals: Refusal[] = [
  [
    "Embedding: vocabSize should be a whole number ≥ 1, got undefined",
    () => new Embedding({ embeddingSize: 2 } as never, random),
  ],
  [
    "Embedding: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new Embedding({ vocabSize: 2, embeddingSize: 2 }, nothing),
  ],
  [
    "Embedding: standardDeviation should be a number > 0, got NaN",
    () => new Embedding({ vocabSize: 2, embeddingSize: 2, standardDeviation: NaN }, random),
  ],
  ["Embedding.apply: tokens should be ids in [0, 5), got 5", () => embedding.apply(ids([[0, 5]]))],
  ["Embedding.apply: tokens should be ids in [0, 5), got -1", () => embedding.apply(ids([[-1]]))],
  ["Embedding.apply: tokens should be int32, got float32", () => embedding.apply(tf.tensor2d([[1]]))],
  [
    "Embedding.apply: tokens should have 2 axes [batch, time], got 1 [1]",
    () => embedding.apply(tf.tensor1d([1], "int32") as never),
  ],
  ["Embedding.apply: tokens should be a tensor [batch, time], got a list of 2", () => embedding.apply(list)],
];

export const dropoutRefusals: Refusal[] = [
  ["dropout: options should be an object, got undefined", () => dropout(input, nothing)],
  ["dropout: rate should be a number in [0, 1), got 1", () => dropout(input, { rate: 1, seed: 1 })],
  ["Dropout: rate should be a number in [0, 1), got NaN", () => new Dropout({ rate: NaN }, random)],
  ["Dropout: rate should be a number in [0, 1), got undefined", () => new Dropout({} as never, random)],
  [
    "Dropout: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new Dropout({ rate: 0.5 }, nothing),
  ],
  ["dropout: seed should be a whole number, got undefined", () => dropout(input, { rate: 0.5 } as never)],
  ["dropout: inputs should be a tensor, got a list of 2", () => dropout(list, { rate: 0.5, seed: 1 })],
  [
    "Dropout.apply: options should be an object, got undefined",
    () => new Dropout({ rate: 0.5 }, random).apply(input, nothing),
  ],
  [
    "Embedding: vocabSize should be a whole number ≥ 1, got 0",
    () => new Embedding({ vocabSize: 0, embeddingSize: 2 }, random),
  ],
  [
    "Embedding: embeddingSize should be a whole number ≥ 1, got NaN",
    () => new Embedding({ vocabSize: 2, embeddingSize: NaN }, random),
  ],
  [
    "Embedding: standardDeviation should be a number > 0, got 0",
    () => new Embedding({ vocabSize: 2, embeddingSize: 2, standardDeviation: 0 }, random),
  ],
  ["Embedding.apply: tokens should be ids in [0, 3), got 3", () => small.embedding().apply(ids([[3]]))],
  ["Embedding.apply: tokens should be ids in [0, 3), got -1", () => small.embedding().apply(ids([[-1]]))],
  ['Embedding.apply: tokens has no "batch": the axis is empty', () => small.embedding().apply(ints(0, 2))],
  [
    "Linear: inputSize should be a whole number ≥ 1, got 0",
    () => new Linear({ inputSize: 0, outputSize: 2 }, random),
  ],
  [
    "Linear: outputSize should be a whole number ≥ 1, got 1.5",
    () => new Linear({ inputSize: 2, outputSize: 1.5 }, random),
  ],
  ["LayerNorm: width should be a whole number ≥ 1, got 0", () => new LayerNorm({ width: 0 })],
  [
    "LayerNorm.apply: inputs should have 2 axes [batch, width], got 1 [2]",
    () => new LayerNorm({ width: 2 }).apply(ones(2)),
  ],
  [
    'layerNorm: axis "width" is 2 in inputs, but 3 in shift',
    () => layerNorm(ones(1, 2), { scale: ones(2), shift: ones(3) }),
  ],
  ["dropout: rate should be a number in [0, 1), got NaN", () => dropout(ones(2), { rate: NaN, seed: 1 })],
  ["dropout: seed should be a whole number, got 0.5", () => dropout(ones(2), { rate: 0.5, seed: 0.5 })],
  ["Dropout: rate should be a number in [0, 1), got -1", () => new Dropout({ rate: -1 }, random)],
];
