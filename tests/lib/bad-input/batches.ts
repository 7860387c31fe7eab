/** Vocabularies and batches: calls that must be refused, and the words of each refusal. */
import { bucketBatches, padSequences, pairBatch, paddingMask } from "../../../lib/batches";
import { tf } from "../../../lib/tf";
import { Vocabulary } from "../../../lib/vocabulary";
import { nothing, type Refusal } from "./refusal";

const vocabulary = Vocabulary.fromTokens("hello");

export const vocabularyRefusals: Refusal[] = [
  [
    "Vocabulary.fromTokens: trainingTokens should be a list, got undefined",
    () => Vocabulary.fromTokens(nothing),
  ],
  ["Vocabulary.fromTokens: expected at least one token, got none", () => Vocabulary.fromTokens([])],
  ["Vocabulary.fromTokens: a token should be a text, got 1", () => Vocabulary.fromTokens([1, 2] as never)],
  [
    'Vocabulary.fromTokens: the text holds "<pad>", which is a special token',
    () => Vocabulary.fromTokens(["<pad>"]),
  ],
  [
    "Vocabulary.fromTokens: minCount should be a whole number ≥ 1, got NaN",
    () => Vocabulary.fromTokens("a", { minCount: NaN }),
  ],
  [
    "Vocabulary.fromTokens: maxSize should be a whole number ≥ 4, got 3",
    () => Vocabulary.fromTokens("a", { maxSize: 3 }),
  ],
  ['Vocabulary.encode: tokens should be a list, got "hello"', () => vocabulary.encode("hello" as never)],
  ["Vocabulary.encode: tokens should be a list, got undefined", () => vocabulary.encode(nothing)],
  ["Vocabulary.encode: a token should be a text, got a list of 1", () => vocabulary.encode([["h"]] as never)],
  ["Vocabulary.decode: ids should be a list, got undefined", () => vocabulary.decode(nothing)],
  ["Vocabulary.decode: an id should be a whole number in [0, 8), got 99", () => vocabulary.decode([99])],
  [
    "Vocabulary.decode: ids should be a list, got a tensor [1]",
    () => vocabulary.decode(tf.tensor1d([1]) as never),
  ],
  [
    "Vocabulary.decode: an id should be a whole number in [0, 8), got a list of 1",
    () => vocabulary.decode([[1]] as never),
  ],
  [
    "Vocabulary.fromJSON: expected distinct tokens that start with <pad> <sos> <eos> <unk>, got undefined",
    () => Vocabulary.fromJSON(undefined),
  ],
];

export const batchRefusals: Refusal[] = [
  ["padSequences: sequences should be a list, got undefined", () => padSequences(nothing)],
  ["padSequences: expected at least one token, got none", () => padSequences([])],
  ["padSequences: sequences[0] should be a list, got 4", () => padSequences([4, 5] as never)],
  [
    "padSequences: an id of sequences[1] should be a whole number ≥ 0, got 0.5 at position 1",
    () => padSequences([[4], [5, 0.5]]),
  ],
  [
    'padSequences: an id of sequences[0] should be a whole number ≥ 0, got "a" at position 0',
    () => padSequences([["a"]] as never),
  ],
  ["padSequences: maxTime should be a whole number ≥ 1, got NaN", () => padSequences([[4]], NaN)],
  ["padSequences: a sequence has 2 tokens, maxTime is 1", () => padSequences([[4, 5]], 1)],
  ["paddingMask: tokens should be a tensor [batch, time], got undefined", () => paddingMask(nothing)],
  [
    "paddingMask: tokens should have 2 axes [batch, time], got 1 [1]",
    () => paddingMask(tf.tensor1d([1], "int32") as never),
  ],
  ["pairBatch: expected at least one pair, got none", () => pairBatch([])],
  ["pairBatch: pairs[0] should be an object, got a list of 2", () => pairBatch([[[4], [5]]] as never)],
  [
    "pairBatch: an id of pairs[0].target should be a whole number ≥ 0, got -4 at position 0",
    () => pairBatch([{ source: [4], target: [-4] }]),
  ],
  ["bucketBatches: options should be an object, got undefined", () => bucketBatches([1], nothing)],
  [
    "bucketBatches: expected at least one item, got none",
    () => bucketBatches([], { batchSize: 1, lengthOf: () => 1 }),
  ],
  [
    "bucketBatches: items should be a list, got undefined",
    () => bucketBatches(nothing, { batchSize: 1, lengthOf: () => 1 }),
  ],
  [
    "bucketBatches: lengthOf should be a function, got undefined",
    () => bucketBatches([1], { batchSize: 1 } as never),
  ],
  [
    "bucketBatches: batchSize should be a whole number ≥ 1, got 0",
    () => bucketBatches([1], { batchSize: 0, lengthOf: () => 1 }),
  ],
  [
    "bucketBatches: random should be a source of random numbers, such as randomGenerator(1), got 7",
    () => bucketBatches([1], { batchSize: 1, lengthOf: () => 1, random: 7 as never }),
  ],
  [
    'Vocabulary.fromTokens: the text holds "<sos>", which is a special token',
    () => Vocabulary.fromTokens(["<sos>"]),
  ],
  [
    "Vocabulary.decode: an id should be a whole number in [0, 5), got 5",
    () => Vocabulary.fromTokens(["a"]).decode([5]),
  ],
  [
    "Vocabulary.decode: an id should be a whole number in [0, 5), got 1.5",
    () => Vocabulary.fromTokens(["a"]).decode([1.5]),
  ],
  [
    "Vocabulary.fromJSON: expected distinct tokens that start with <pad> <sos> <eos> <unk>, got null",
    () => Vocabulary.fromJSON(null),
  ],
  [
    'Vocabulary.fromJSON: expected distinct tokens that start with <pad> <sos> <eos> <unk>, got ["<pad>","<sos>"]',
    () => Vocabulary.fromJSON(["<pad>", "<sos>"]),
  ],
  [
    "padSequences: an id of sequences[0] should be a whole number ≥ 0, got -1 at position 0",
    () => padSequences([[-1]]),
  ],
  [
    "padSequences: an id of sequences[0] should be a whole number ≥ 0, got 0.5 at position 0",
    () => padSequences([[0.5]]),
  ],
  [
    "bucketBatches: batchSize should be a whole number ≥ 1, got Infinity",
    () => bucketBatches([1], { batchSize: Infinity, lengthOf: () => 1 }),
  ],
];
