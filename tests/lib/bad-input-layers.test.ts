import { afterEach, beforeEach, describe, test } from "vitest";
import {
  concatScore,
  dotScore,
  generalScore,
  locationScore,
  scaledDotScore,
} from "../../lib/attention-scores";
import { bucketBatches, padSequences, paddingMask, pairBatch } from "../../lib/batches";
import { Bidirectional } from "../../lib/bidirectional";
import { Dropout, dropout } from "../../lib/dropout";
import { Embedding } from "../../lib/embedding";
import { Gru, gruStep } from "../../lib/gru";
import { LayerNorm, layerNorm } from "../../lib/layer-norm";
import { Linear } from "../../lib/linear";
import { Lstm, lstmStep } from "../../lib/lstm";
import { uniformParameter, zeroParameter } from "../../lib/parameters";
import { LearnedPositions, sinusoidalEncoding } from "../../lib/positional-encoding";
import { randomGenerator } from "../../lib/random";
import { Rnn, rnnStep } from "../../lib/rnn";
import { ScoreLayer } from "../../lib/score-layer";
import { Vocabulary } from "../../lib/vocabulary";
import { endScope, ids, ints, ones, random, wrong, refuses, startScope, type BadCall } from "./bad-input";

const embedding = () => new Embedding({ vocabSize: 3, embeddingSize: 2 }, random());
const linear = () => new Linear({ inputSize: 2, outputSize: 2 }, random());
const rnn = () => new Rnn({ inputSize: 2, hiddenSize: 3 }, random());
const lstm = () => new Lstm({ inputSize: 2, hiddenSize: 3 }, random());
const gru = () => new Gru({ inputSize: 2, hiddenSize: 3 }, random());

beforeEach(startScope);
afterEach(endScope);

// prettier-ignore
const randomCalls: BadCall[] = [
  ["randomGenerator: seed should be a finite number or a text, got NaN", () => randomGenerator(NaN)],
  ["randomGenerator: seed should be a finite number or a text, got Infinity", () => randomGenerator(Infinity)],
  ["randomGenerator.integer: limit should be a whole number ≥ 1, got 0", () => random().integer(0)],
  ["randomGenerator.integer: limit should be a whole number ≥ 1, got NaN", () => random().integer(NaN)],
  ["randomGenerator.pick: expected at least one item, got none", () => random().pick([])],
];

// prettier-ignore
const parametersCalls: BadCall[] = [
  ["uniformParameter: limit should be > 0, got 0", () => uniformParameter([2], 0, random())],
  ["uniformParameter: limit should be > 0, got NaN", () => uniformParameter([2], NaN, random())],
  ["uniformParameter: limit should be > 0, got Infinity", () => uniformParameter([2], Infinity, random())],
  ["uniformParameter: shape[0] should be a whole number ≥ 1, got 0", () => uniformParameter([0], 1, random())],
  ["zeroParameter: shape[0] should be a whole number ≥ 1, got -1", () => zeroParameter([-1])],
];

// prettier-ignore
const vocabularyCalls: BadCall[] = [
  ["Vocabulary.fromTokens: expected at least one token, got none", () => Vocabulary.fromTokens([])],
  ["Vocabulary.fromTokens: the text holds \"<sos>\", which is a special token", () => Vocabulary.fromTokens(["<sos>"])],
  ["Vocabulary.fromTokens: minCount should be a whole number ≥ 1, got NaN", () => Vocabulary.fromTokens(["a"], { minCount: NaN })],
  ["Vocabulary.fromTokens: maxSize should be a whole number ≥ 4, got 3", () => Vocabulary.fromTokens(["a"], { maxSize: 3 })],
  ["Vocabulary.decode: an id should be a whole number in [0, 5), got 5", () => Vocabulary.fromTokens(["a"]).decode([5])],
  ["Vocabulary.decode: an id should be a whole number in [0, 5), got 1.5", () => Vocabulary.fromTokens(["a"]).decode([1.5])],
  ["Vocabulary.fromJSON: expected distinct tokens that start with <pad> <sos> <eos> <unk>, got null", () => Vocabulary.fromJSON(null)],
  ["Vocabulary.fromJSON: expected distinct tokens that start with <pad> <sos> <eos> <unk>, got [\"<pad>\",\"<sos>\"]", () => Vocabulary.fromJSON(["<pad>", "<sos>"])],
];

// prettier-ignore
const batchesCalls: BadCall[] = [
  ["padSequences: expected at least one token, got none", () => padSequences([])],
  ["padSequences: expected at least one token, got none", () => padSequences([[]])],
  ["padSequences: a sequence has 2 tokens, maxTime is 1", () => padSequences([[1, 2]], 1)],
  ["padSequences: maxTime should be a whole number ≥ 1, got NaN", () => padSequences([[1]], NaN)],
  ["padSequences: an id should be a whole number ≥ 0, got -1 at position 0", () => padSequences([[-1]])],
  ["padSequences: an id should be a whole number ≥ 0, got 0.5 at position 0", () => padSequences([[0.5]])],
  ["paddingMask: tokens should have 2 axes [batch, time], got 1 [2]", () => paddingMask(ints(2))],
  ["bucketBatches: expected at least one item, got none", () => bucketBatches([], { batchSize: 1, lengthOf: () => 1 })],
  ["bucketBatches: batchSize should be a whole number ≥ 1, got 0", () => bucketBatches([1], { batchSize: 0, lengthOf: () => 1 })],
  ["bucketBatches: batchSize should be a whole number ≥ 1, got Infinity", () => bucketBatches([1], { batchSize: Infinity, lengthOf: () => 1 })],
  ["pairBatch: expected at least one pair, got none", () => pairBatch([])],
];

// prettier-ignore
const embeddingAndLinearCalls: BadCall[] = [
  ["Embedding: vocabSize should be a whole number ≥ 1, got 0", () => new Embedding({ vocabSize: 0, embeddingSize: 2 }, random())],
  ["Embedding: embeddingSize should be a whole number ≥ 1, got NaN", () => new Embedding({ vocabSize: 2, embeddingSize: NaN }, random())],
  ["Embedding: standardDeviation should be a number > 0, got 0", () => new Embedding({ vocabSize: 2, embeddingSize: 2, standardDeviation: 0 }, random())],
  ["Embedding.apply: tokens should have 2 axes [batch, time], got 1 [2]", () => embedding().apply(ints(2))],
  ["Embedding.apply: tokens should be int32, got float32", () => embedding().apply(ones(1, 2))],
  ["Embedding.apply: tokens should be ids in [0, 3), got 3", () => embedding().apply(ids([[3]]))],
  ["Embedding.apply: tokens should be ids in [0, 3), got -1", () => embedding().apply(ids([[-1]]))],
  ["Embedding.apply: tokens has no \"batch\": the axis is empty", () => embedding().apply(ints(0, 2))],
  ["Linear: inputSize should be a whole number ≥ 1, got 0", () => new Linear({ inputSize: 0, outputSize: 2 }, random())],
  ["Linear: outputSize should be a whole number ≥ 1, got 1.5", () => new Linear({ inputSize: 2, outputSize: 1.5 }, random())],
  ["Linear.apply: inputs should have 2 axes [batch, input], got 1 [2]", () => linear().apply(ones(2))],
  ["Linear.apply: axis \"input\" is 2 in the layer, but 3 in inputs", () => linear().apply(ones(1, 3))],
  ["Linear.apply: inputs has no \"batch\": the axis is empty", () => linear().apply(ones(0, 2))],
  ["Linear.apply: inputs should have 2 axes [batch, input], got 4 [1, 1, 1, 2]", () => linear().apply(ones(1, 1, 1, 2))],
];

// prettier-ignore
const recurrentLayersCalls: BadCall[] = [
  ["rnnStep: input should have 2 axes [batch, input], got 1 [1]", () => rnnStep(ones(1), ones(1, 1), rnn().weights)],
  ["rnnStep: axis \"batch\" is 1 in input, but 2 in hidden", () => rnnStep(ones(1, 2), ones(2, 3), rnn().weights)],
  ["rnnStep: axis \"hidden\" is 2 in hidden, but 3 in inputToHidden", () => rnnStep(ones(1, 2), ones(1, 2), rnn().weights)],
  ["rnnStep: axis \"input\" is 4 in input, but 2 in inputToHidden", () => rnnStep(ones(1, 4), ones(1, 3), rnn().weights)],
  ["Rnn: inputSize should be a whole number ≥ 1, got NaN", () => new Rnn({ inputSize: NaN, hiddenSize: 1 }, random())],
  ["Rnn: hiddenSize should be a whole number ≥ 1, got 0", () => new Rnn({ inputSize: 1, hiddenSize: 0 }, random())],
  ["Rnn.run: inputs should have 3 axes [batch, time, input], got 2 [1, 2]", () => rnn().run(ones(1, 2))],
  ["Rnn.run: inputs has no \"time\": the axis is empty", () => rnn().run(ones(1, 0, 2))],
  ["Rnn.run: axis \"input\" is 4 in inputs, but 2 in inputToHidden", () => rnn().run(ones(1, 3, 4))],
  ["Rnn.run: axis \"time\" is 3 in inputs, but 2 in mask", () => rnn().run(ones(1, 3, 2), { mask: ints(1, 2) })],
  ["Rnn.run: axis \"batch\" is 1 in inputs, but 2 in initial.hidden", () => rnn().run(ones(1, 3, 2), { initial: { hidden: ones(2, 3) } })],
  ["lstmStep: axis \"hidden\" is 3 in hidden, but 2 in cell", () => lstmStep(ones(1, 2), { hidden: ones(1, 3), cell: ones(1, 2) }, lstm().weights)],
  ["lstmStep: axis \"batch\" is 2 in input, but 1 in hidden", () => lstmStep(ones(2, 2), { hidden: ones(1, 3), cell: ones(1, 3) }, lstm().weights)],
  ["lstmStep: axis \"input\" is 5 in input, but 2 in inputToGates", () => lstmStep(ones(1, 5), { hidden: ones(1, 3), cell: ones(1, 3) }, lstm().weights)],
  ["lstmStep: axis \"gates\" is 12 in inputToGates, but 6 in bias", () => lstmStep(ones(1, 2), { hidden: ones(1, 3), cell: ones(1, 3) }, { ...lstm().weights, bias: ones(6) })],
  ["lstmStep: axis \"gates\" should be 4 · hidden = 4, got 6", () => lstmStep(ones(1, 1), { hidden: ones(1, 1), cell: ones(1, 1) }, { inputToGates: ones(1, 6), hiddenToGates: ones(1, 6), bias: ones(6) })],
  ["Lstm: hiddenSize should be a whole number ≥ 1, got Infinity", () => new Lstm({ inputSize: 1, hiddenSize: Infinity }, random())],
  ["Lstm: inputSize should be a whole number ≥ 1, got -1", () => new Lstm({ inputSize: -1, hiddenSize: 1 }, random())],
  ["Lstm.run: inputs should have 3 axes [batch, time, input], got 2 [1, 2]", () => lstm().run(ones(1, 2))],
  ["Lstm.run: axis \"input\" is 5 in inputs, but 2 in inputToGates", () => lstm().run(ones(1, 3, 5))],
  ["Lstm.run: inputs has no \"batch\": the axis is empty", () => lstm().run(ones(0, 3, 2))],
  ["Lstm.run: axis \"batch\" is 1 in inputs, but 2 in mask", () => lstm().run(ones(1, 3, 2), { mask: ints(2, 3) })],
  ["Lstm.run: axis \"batch\" is 1 in inputs, but 2 in initial.cell", () => lstm().run(ones(1, 3, 2), { initial: { hidden: ones(1, 3), cell: ones(2, 3) } })],
  ["gruStep: axis \"hidden\" is 4 in hidden, but 3 in hiddenToGates", () => gruStep(ones(1, 2), ones(1, 4), gru().weights)],
  ["gruStep: axis \"gates\" is 9 in inputToGates, but 6 in hiddenBias", () => gruStep(ones(1, 2), ones(1, 3), { ...gru().weights, hiddenBias: ones(6) })],
  ["gruStep: axis \"gates\" should be 3 · hidden = 3, got 4", () => gruStep(ones(1, 1), ones(1, 1), { inputToGates: ones(1, 4), hiddenToGates: ones(1, 4), inputBias: ones(4), hiddenBias: ones(4) })],
  ["gruStep: resetPlacement should be \"before\" or \"after\", got during", () => gruStep(ones(1, 2), ones(1, 3), gru().weights, { resetPlacement: wrong("during") })],
  ["Gru: hiddenSize should be a whole number ≥ 1, got NaN", () => new Gru({ inputSize: 1, hiddenSize: NaN }, random())],
  ["Gru: resetPlacement should be \"before\" or \"after\", got never", () => new Gru({ inputSize: 1, hiddenSize: 1, resetPlacement: wrong("never") }, random())],
  ["Gru.run: axis \"input\" is 4 in inputs, but 2 in inputToGates", () => gru().run(ones(1, 3, 4))],
  ["Gru.run: axis \"time\" is 3 in inputs, but 4 in mask", () => gru().run(ones(1, 3, 2), { mask: ints(1, 4) })],
  ["Lstm: hiddenSize should be a whole number ≥ 1, got 0", () => new Bidirectional({ inputSize: 1, hiddenSize: 0 }, random())],
  ["Bidirectional.run: inputs should have 3 axes [batch, time, input], got 2 [1, 2]", () => new Bidirectional({ inputSize: 2, hiddenSize: 3 }, random()).run(ones(1, 2))],
  ["Bidirectional.run: axis \"time\" is 3 in inputs, but 2 in mask", () => new Bidirectional({ inputSize: 2, hiddenSize: 3 }, random()).run(ones(1, 3, 2), { mask: ints(1, 2) })],
];

// prettier-ignore
const normDropoutPositionsCalls: BadCall[] = [
  ["LayerNorm: width should be a whole number ≥ 1, got 0", () => new LayerNorm({ width: 0 })],
  ["LayerNorm: width should be a whole number ≥ 1, got NaN", () => new LayerNorm({ width: NaN })],
  ["LayerNorm.apply: axis \"width\" is 2 in the layer, but 3 in inputs", () => new LayerNorm({ width: 2 }).apply(ones(1, 3))],
  ["LayerNorm.apply: inputs should have 2 axes [batch, width], got 1 [2]", () => new LayerNorm({ width: 2 }).apply(ones(2))],
  ["layerNorm: axis \"width\" is 2 in inputs, but 3 in scale", () => layerNorm(ones(1, 2), { scale: ones(3), shift: ones(3) })],
  ["layerNorm: axis \"width\" is 2 in inputs, but 3 in shift", () => layerNorm(ones(1, 2), { scale: ones(2), shift: ones(3) })],
  ["dropout: rate should be a number in [0, 1), got 1", () => dropout(ones(2), { rate: 1, seed: 1 })],
  ["dropout: rate should be a number in [0, 1), got NaN", () => dropout(ones(2), { rate: NaN, seed: 1 })],
  ["dropout: seed should be a whole number, got 0.5", () => dropout(ones(2), { rate: 0.5, seed: 0.5 })],
  ["Dropout: rate should be a number in [0, 1), got -1", () => new Dropout({ rate: -1 }, random())],
  ["sinusoidalEncoding: time should be a whole number ≥ 1, got 0", () => sinusoidalEncoding(0, 2)],
  ["sinusoidalEncoding: dModel should be a whole number ≥ 1, got Infinity", () => sinusoidalEncoding(2, Infinity)],
  ["LearnedPositions: maxTime should be a whole number ≥ 1, got 0", () => new LearnedPositions({ maxTime: 0, dModel: 2 }, random())],
  ["LearnedPositions: dModel should be a whole number ≥ 1, got NaN", () => new LearnedPositions({ maxTime: 2, dModel: NaN }, random())],
  ["LearnedPositions.apply: there are 2 positions, got 3 tokens", () => new LearnedPositions({ maxTime: 2, dModel: 2 }, random()).apply(3)],
  ["LearnedPositions.apply: time should be a whole number ≥ 1, got 0", () => new LearnedPositions({ maxTime: 2, dModel: 2 }, random()).apply(0)],
];

// prettier-ignore
const scoresCalls: BadCall[] = [
  ["dotScore: query should have 2 axes [batch, hidden], got 1 [2]", () => dotScore(ones(2), ones(1, 2, 2))],
  ["dotScore: axis \"hidden\" is 3 in query, but 2 in keys", () => dotScore(ones(1, 3), ones(1, 2, 2))],
  ["dotScore: axis \"batch\" is 2 in query, but 1 in keys", () => dotScore(ones(2, 2), ones(1, 2, 2))],
  ["dotScore: keys has no \"source\": the axis is empty", () => dotScore(ones(1, 2), ones(1, 0, 2))],
  ["scaledDotScore: axis \"hidden\" is 3 in query, but 2 in keys", () => scaledDotScore(ones(1, 3), ones(1, 2, 2))],
  ["scaledDotScore: keys should have 3 axes [batch, source, hidden], got 2 [2, 2]", () => scaledDotScore(ones(1, 2), ones(2, 2))],
  ["generalScore: axis \"hidden\" is 3 in query, but 2 in weight", () => generalScore(ones(1, 3), ones(1, 2, 2), ones(2, 2))],
  ["generalScore: axis \"keyHidden\" is 3 in keys, but 2 in weight", () => generalScore(ones(1, 2), ones(1, 2, 3), ones(2, 2))],
  ["generalScore: weight should have 2 axes [hidden, keyHidden], got 1 [2]", () => generalScore(ones(1, 2), ones(1, 2, 2), ones(2))],
  ["concatScore: axis \"hidden\" is 2 in query, but 3 in queryWeight", () => concatScore(ones(1, 2), ones(1, 2, 2), { queryWeight: ones(3, 1), keyWeight: ones(2, 1), vector: ones(1) })],
  ["concatScore: axis \"keyHidden\" is 2 in keys, but 3 in keyWeight", () => concatScore(ones(1, 2), ones(1, 2, 2), { queryWeight: ones(2, 1), keyWeight: ones(3, 1), vector: ones(1) })],
  ["concatScore: axis \"scoreHidden\" is 1 in queryWeight, but 4 in keyWeight", () => concatScore(ones(1, 2), ones(1, 2, 2), { queryWeight: ones(2, 1), keyWeight: ones(2, 4), vector: ones(1) })],
  ["locationScore: axis \"hidden\" is 2 in query, but 3 in weight", () => locationScore(ones(1, 2), ones(3, 4))],
  ["locationScore: weight should have 2 axes [hidden, source], got 1 [2]", () => locationScore(ones(1, 2), ones(2))],
  ["ScoreLayer: score should be one of dot, scaledDot, general, concat, location, got cosine", () => new ScoreLayer({ score: wrong("cosine"), querySize: 2, keySize: 2 }, random())],
  ["ScoreLayer: dot needs query and keys of one width, got querySize 2 and keySize 3", () => new ScoreLayer({ score: "dot", querySize: 2, keySize: 3 }, random())],
  ["ScoreLayer: querySize should be a whole number ≥ 1, got 0", () => new ScoreLayer({ score: "general", querySize: 0, keySize: 3 }, random())],
  ["ScoreLayer: maxSource should be a whole number ≥ 1, got 0", () => new ScoreLayer({ score: "location", querySize: 2, keySize: 2, maxSource: 0 }, random())],
  ["ScoreLayer.apply: the location score knows 1 positions, got 2", () => new ScoreLayer({ score: "location", querySize: 2, keySize: 2, maxSource: 1 }, random()).apply(ones(1, 1, 2), ones(1, 2, 2))],
];

describe("bad input gets an error that names function, argument, expected and actual", () => {
  test.each(randomCalls)("%s", refuses);
  test.each(parametersCalls)("%s", refuses);
  test.each(vocabularyCalls)("%s", refuses);
  test.each(batchesCalls)("%s", refuses);
  test.each(embeddingAndLinearCalls)("%s", refuses);
  test.each(recurrentLayersCalls)("%s", refuses);
  test.each(normDropoutPositionsCalls)("%s", refuses);
  test.each(scoresCalls)("%s", refuses);
});
