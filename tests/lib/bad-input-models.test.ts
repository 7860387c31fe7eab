import { afterEach, beforeEach, describe, test } from "vitest";
import { attend, causalMask, combineMasks, scaledDotProductAttention } from "../../lib/attention";
import { beamSearch, greedyDecode } from "../../lib/decoding";
import { SequenceClassifier, TokenClassifier } from "../../lib/encoder-heads";
import { bitsPerCharacter, maskedCrossEntropy, perplexity } from "../../lib/losses";
import {
  alignmentErrorRate,
  attentionEntropy,
  bleu,
  exactMatch,
  phonemeErrorRate,
  strongestLinks,
  tokenAccuracy,
  wordErrorRate,
} from "../../lib/metrics";
import { MultiHeadAttention } from "../../lib/multi-head-attention";
import { applyTemperature, generate, sampleToken, topK, topP } from "../../lib/sampling";
import { teacherForcing, warmup } from "../../lib/schedules";
import { AttentionDecoder, Decoder, Encoder, Seq2Seq } from "../../lib/seq2seq";
import {
  EncoderLayer,
  FeedForward,
  Gpt,
  Transformer,
  TransformerDecoder,
  TransformerEncoder,
} from "../../lib/transformer";
import { endScope, ids, ints, ones, random, wrong, refuses, startScope, type BadCall } from "./bad-input";

const heads = () => new MultiHeadAttention({ dModel: 4, numHeads: 2 }, random());
const stack = { vocabSize: 5, dModel: 4, numHeads: 2, numLayers: 1 };
const encoder = () => new TransformerEncoder(stack, random());
const transformer = () => new Transformer(encoder(), new TransformerDecoder(stack, random()));
const gpt = () => new Gpt({ ...stack, maxTime: 3 }, random());
const sizes = { vocabSize: 5, embeddingSize: 2, hiddenSize: 4 };
const seq2seq = () =>
  new Seq2Seq(new Encoder(sizes, random()), new Decoder({ ...sizes, encoderSize: 4 }, random()));

beforeEach(startScope);
afterEach(endScope);

// prettier-ignore
const attentionCalls: BadCall[] = [
  ["attend: scores should have 3 axes [batch, target, source], got 1 [2]", () => attend(ones(2), ones(1, 2, 2))],
  ["attend: axis \"source\" is 3 in scores, but 2 in values", () => attend(ones(1, 3), ones(1, 2, 2))],
  ["attend: axis \"batch\" is 1 in scores, but 2 in mask", () => attend(ones(1, 2), ones(1, 2, 2), ints(2, 2))],
  ["attend: mask should have 2 axes [batch, source], got 3 [1, 1, 2]", () => attend(ones(1, 2), ones(1, 2, 2), ints(1, 1, 2))],
  ["attend: axis \"target\" is 3 in scores, but 1 in mask", () => attend(ones(1, 3, 2), ones(1, 2, 2), ints(1, 1, 2))],
  ["attend: scores has no \"source\": the axis is empty", () => attend(ones(1, 0), ones(1, 0, 2))],
  ["scaledDotProductAttention: queries should have 3 axes [batch, query, dKey], got 2 [1, 2]", () => scaledDotProductAttention(ones(1, 2), ones(1, 2, 2), ones(1, 2, 2))],
  ["scaledDotProductAttention: axis \"dKey\" is 3 in queries, but 2 in keys", () => scaledDotProductAttention(ones(1, 1, 3), ones(1, 2, 2), ones(1, 2, 2))],
  ["scaledDotProductAttention: axis \"key\" is 2 in keys, but 3 in values", () => scaledDotProductAttention(ones(1, 1, 2), ones(1, 2, 2), ones(1, 3, 2))],
  ["scaledDotProductAttention: axis \"query\" is 1 in queries, but 2 in mask", () => scaledDotProductAttention(ones(1, 1, 2), ones(1, 2, 2), ones(1, 2, 2), { mask: ints(1, 2, 2) })],
  ["scaledDotProductAttention: causal needs a key for each query, got 2 queries and 1 keys", () => scaledDotProductAttention(ones(1, 2, 2), ones(1, 1, 2), ones(1, 1, 2), { causal: true })],
  ["causalMask: time should be a whole number ≥ 1, got 0", () => causalMask(0)],
  ["causalMask: time should be a whole number ≥ 1, got Infinity", () => causalMask(Infinity)],
  ["causalMask: past should be a whole number ≥ 0, got -1", () => causalMask(2, -1)],
  ["causalMask: past should be a whole number ≥ 0, got NaN", () => causalMask(2, NaN)],
  ["combineMasks: expected at least one mask, got none", () => combineMasks({})],
  ["combineMasks: axis \"key\" is 2 in padding, but 3 in causal", () => combineMasks({ padding: ints(1, 2), causal: ints(3, 3) })],
  ["combineMasks: padding should have 2 axes [batch, key], got 1 [2]", () => combineMasks({ padding: ints(2) })],
  ["MultiHeadAttention: 3 heads do not divide dModel 4", () => new MultiHeadAttention({ dModel: 4, numHeads: 3 }, random())],
  ["MultiHeadAttention: dModel should be a whole number ≥ 1, got 0", () => new MultiHeadAttention({ dModel: 0, numHeads: 1 }, random())],
  ["MultiHeadAttention: numHeads should be a whole number ≥ 1, got NaN", () => new MultiHeadAttention({ dModel: 4, numHeads: NaN }, random())],
  ["MultiHeadAttention.look: inputs should have 3 axes [batch, query, dModel], got 2 [1, 2]", () => heads().run(ones(1, 2), ones(1, 2, 4))],
  ["MultiHeadAttention.look: axis \"dModel\" is 4 in the layer, but 3 in inputs", () => heads().run(ones(1, 2, 3), ones(1, 2, 4))],
  ["MultiHeadAttention.offer: axis \"dModel\" is 4 in the layer, but 3 in memory", () => heads().run(ones(1, 2, 4), ones(1, 2, 3))],
  ["MultiHeadAttention.look: axis \"batch\" is 2 in inputs, but 1 in keys", () => heads().run(ones(2, 2, 4), ones(1, 2, 4))],
  ["MultiHeadAttention: mask should be [batch, query, key] = [1, 2, 2], got [1, 2, 3]", () => heads().run(ones(1, 2, 4), ones(1, 2, 4), { mask: ints(1, 2, 3) })],
];

// prettier-ignore
const transformerCalls: BadCall[] = [
  ["FeedForward: dFeedForward should be a whole number ≥ 1, got 0", () => new FeedForward({ dModel: 2, numHeads: 1, dFeedForward: 0 }, random())],
  ["EncoderLayer: norm should be \"pre\" or \"post\", got none", () => new EncoderLayer({ dModel: 4, numHeads: 2, norm: wrong("none") }, random())],
  ["Dropout: rate should be a number in [0, 1), got 1", () => new EncoderLayer({ dModel: 4, numHeads: 2, dropout: 1 }, random())],
  ["LayerNorm.apply: axis \"width\" is 4 in the layer, but 3 in inputs", () => new EncoderLayer({ dModel: 4, numHeads: 2 }, random()).run(ones(1, 2, 3))],
  ["Transformer: numLayers should be a whole number ≥ 1, got 0", () => new TransformerEncoder({ ...stack, numLayers: 0 }, random())],
  ["Transformer: dModel should be a whole number ≥ 1, got NaN", () => new TransformerEncoder({ ...stack, dModel: NaN }, random())],
  ["Embedding: vocabSize should be a whole number ≥ 1, got 0", () => new TransformerEncoder({ ...stack, vocabSize: 0 }, random())],
  ["TransformerEncoder.run: axis \"source\" is 2 in tokens, but 3 in mask", () => new TransformerEncoder(stack, random()).run(ids([[1, 2]]), ints(1, 3))],
  ["Embedding.apply: tokens should be ids in [0, 5), got 9", () => new TransformerEncoder(stack, random()).run(ids([[9]]), ints(1, 1))],
  ["MultiHeadAttention: 3 heads do not divide dModel 4", () => new TransformerDecoder({ ...stack, numHeads: 3 }, random())],
  ["pairBatch: expected at least one pair, got none", () => transformer().loss([])],
  ["Embedding.apply: tokens should be ids in [0, 5), got 9", () => transformer().loss([{ source: [9], target: [1] }])],
  ["Embedding.apply: tokens should be ids in [0, 5), got 9", () => transformer().loss([{ source: [1], target: [9] }])],
  ["LearnedPositions: maxTime should be a whole number ≥ 1, got 0", () => new Gpt({ ...stack, maxTime: 0 }, random())],
  ["Gpt.run: tokens should have 2 axes [batch, time], got 1 [2]", () => gpt().run(ints(2))],
  ["LearnedPositions.apply: there are 3 positions, got 4 tokens", () => gpt().run(ids([[1, 1, 1, 1]]))],
  ["Embedding.apply: tokens should be ids in [0, 5), got 9", () => gpt().run(ids([[9]]))],
  ["padSequences: expected at least one token, got none", () => gpt().loss([[1]])],
  ["padSequences: expected at least one token, got none", () => gpt().loss([])],
  ["SequenceClassifier: numClasses should be a whole number ≥ 1, got 0", () => new SequenceClassifier(encoder(), { numClasses: 0 }, random())],
  ["maskedCrossEntropy: targets should be ids in [0, 2), got 2", () => new SequenceClassifier(encoder(), { numClasses: 2 }, random()).loss([{ tokens: [1], label: 2 }])],
  ["TokenClassifier: numClasses should be a whole number ≥ 1, got NaN", () => new TokenClassifier(encoder(), { numClasses: NaN }, random())],
  ["TokenClassifier.loss: example 0 has 1 tokens, but 0 labels", () => new TokenClassifier(encoder(), { numClasses: 2 }, random()).loss([{ tokens: [1], labels: [] }])],
];

// prettier-ignore
const sequenceToSequenceCalls: BadCall[] = [
  ["Encoder: hiddenSize should be even to hold two directions, got 3", () => new Encoder({ ...sizes, hiddenSize: 3, isBidirectional: true }, random())],
  ["Embedding: vocabSize should be a whole number ≥ 1, got NaN", () => new Encoder({ ...sizes, vocabSize: NaN }, random())],
  ["Encoder.run: axis \"source\" is 2 in tokens, but 3 in mask", () => new Encoder(sizes, random()).run(ids([[1, 2]]), ints(1, 3))],
  ["Linear: inputSize should be a whole number ≥ 1, got 0", () => new Decoder({ ...sizes, encoderSize: 0 }, random())],
  ["ScoreLayer: score should be one of dot, scaledDot, general, concat, location, got cosine", () => new AttentionDecoder({ ...sizes, encoderSize: 4, score: wrong("cosine") }, random())],
  ["AttentionDecoder: placement should be \"luong\" or \"bahdanau\", got within", () => new AttentionDecoder({ ...sizes, encoderSize: 4, score: "dot", placement: wrong("within") }, random())],
  ["AttentionDecoder: inputFeeding should be false with placement bahdanau, whose steps read the context already, got true", () => new AttentionDecoder({ ...sizes, encoderSize: 4, score: "dot", placement: "bahdanau", inputFeeding: true }, random())],
  ["pairBatch: expected at least one pair, got none", () => seq2seq().loss([])],
  ["Embedding.apply: tokens should be ids in [0, 5), got 9", () => seq2seq().loss([{ source: [1], target: [9] }])],
  ["Seq2Seq.sample: teacherForcing should be a number in [0, 1], got 2", () => seq2seq().loss([{ source: [1], target: [2] }], { teacherForcing: 2, random: random() })],
  ["greedyDecode: expected at least one source, got none", () => greedyDecode(seq2seq(), [], { maxTime: 3 })],
  ["greedyDecode: maxTime should be a whole number ≥ 1, got 0", () => greedyDecode(seq2seq(), [[1]], { maxTime: 0 })],
  ["Embedding.apply: tokens should be ids in [0, 5), got 9", () => greedyDecode(seq2seq(), [[9]], { maxTime: 3 })],
  ["beamSearch: expected at least one source, got none", () => beamSearch(seq2seq(), [], { width: 2, maxTime: 3 })],
  ["beamSearch: width should be a whole number ≥ 1, got 0", () => beamSearch(seq2seq(), [[1]], { width: 0, maxTime: 3 })],
  ["beamSearch: maxTime should be a whole number ≥ 1, got NaN", () => beamSearch(seq2seq(), [[1]], { width: 2, maxTime: NaN })],
  ["beamSearch: lengthPenalty should be a number ≥ 0, got NaN", () => beamSearch(seq2seq(), [[1]], { width: 2, maxTime: 3, lengthPenalty: NaN })],
];

// prettier-ignore
const lossesSamplingSchedulesCalls: BadCall[] = [
  ["maskedCrossEntropy: logits should have 3 axes [batch, time, vocab], got 2 [1, 2]", () => maskedCrossEntropy(ones(1, 2), ints(1, 2), ints(1, 2))],
  ["maskedCrossEntropy: axis \"time\" is 2 in logits, but 3 in targets", () => maskedCrossEntropy(ones(1, 2, 3), ints(1, 3), ints(1, 3))],
  ["maskedCrossEntropy: axis \"time\" is 2 in logits, but 3 in mask", () => maskedCrossEntropy(ones(1, 2, 3), ints(1, 2), ints(1, 3))],
  ["maskedCrossEntropy: targets should be ids in [0, 3), got 3", () => maskedCrossEntropy(ones(1, 1, 3), ids([[3]]), ints(1, 1))],
  ["maskedCrossEntropy: targets should be int32, got float32", () => maskedCrossEntropy(ones(1, 1, 3), ones(1, 1), ints(1, 1))],
  ["maskedCrossEntropy: labelSmoothing should be a number in [0, 1), got 1", () => maskedCrossEntropy(ones(1, 1, 3), ints(1, 1), ints(1, 1), { labelSmoothing: 1 })],
  ["maskedCrossEntropy: labelSmoothing should be a number in [0, 1), got NaN", () => maskedCrossEntropy(ones(1, 1, 3), ints(1, 1), ints(1, 1), { labelSmoothing: NaN })],
  ["perplexity: lossNats should be a number ≥ 0, got NaN", () => perplexity(NaN)],
  ["perplexity: lossNats should be a number ≥ 0, got -1", () => perplexity(-1)],
  ["bitsPerCharacter: lossNats should be a number ≥ 0, got NaN", () => bitsPerCharacter(NaN)],
  ["bitsPerCharacter: tokensPerCharacter should be a number > 0, got 0", () => bitsPerCharacter(1, 0)],
  ["applyTemperature: temperature should be a number > 0, got 0", () => applyTemperature(ones(3), 0)],
  ["applyTemperature: temperature should be a number > 0, got NaN", () => applyTemperature(ones(3), NaN)],
  ["applyTemperature: logits should have 1 axes [vocab], got 2 [1, 3]", () => applyTemperature(ones(1, 3), 1)],
  ["topK: k should be a whole number ≥ 1, got 0", () => topK(ones(3), 0)],
  ["topK: k should be a whole number ≥ 1, got NaN", () => topK(ones(3), NaN)],
  ["topP: p should be a number in (0, 1], got 0", () => topP(ones(3), 0)],
  ["topP: p should be a number in (0, 1], got Infinity", () => topP(ones(3), Infinity)],
  ["applyTemperature: temperature should be a number > 0, got -1", () => sampleToken(ones(3), { random: random(), temperature: -1 })],
  ["sampleToken: logits should have 1 axes [vocab], got 2 [1, 3]", () => sampleToken(ones(1, 3), { random: random() })],
  ["generate: expected at least one token in prompt, got none", () => generate(gpt(), [], { numTokens: 1, random: random() })],
  ["generate: numTokens should be a whole number ≥ 1, got NaN", () => generate(gpt(), [1], { numTokens: NaN, random: random() })],
  ["teacherForcing.constant: probability should be a number in [0, 1], got NaN", () => teacherForcing.constant(NaN)],
  ["teacherForcing.linear: steps should be a whole number ≥ 1, got 0", () => teacherForcing.linear({ steps: 0 })],
  ["teacherForcing.exponential: rate should be a number in (0, 1), got 1", () => teacherForcing.exponential({ rate: 1 })],
  ["teacherForcing.inverseSigmoid: rate should be a number ≥ 1, got 0", () => teacherForcing.inverseSigmoid({ rate: 0 })],
  ["warmup: dModel should be a whole number ≥ 1, got 0", () => warmup({ dModel: 0, warmupSteps: 1 })],
  ["warmup: warmupSteps should be a whole number ≥ 1, got NaN", () => warmup({ dModel: 1, warmupSteps: NaN })],
  ["warmup: factor should be a number > 0, got 0", () => warmup({ dModel: 1, warmupSteps: 1, factor: 0 })],
];

// prettier-ignore
const metricsCalls: BadCall[] = [
  ["tokenAccuracy: expected at least one sequence, got none", () => tokenAccuracy([], [])],
  ["tokenAccuracy: expected 2 predictions, got 1", () => tokenAccuracy([[1]], [[1], [2]])],
  ["exactMatch: expected 1 predictions, got 0", () => exactMatch([], [[1]])],
  ["phonemeErrorRate: word 0 has no right answer", () => phonemeErrorRate([[1]], [[]])],
  ["wordErrorRate: expected at least one sequence, got none", () => wordErrorRate([], [])],
  ["strongestLinks: row 0 of weights has no positions", () => strongestLinks([[]])],
  ["alignmentErrorRate: expected at least one sequence, got none", () => alignmentErrorRate([], [])],
  ["alignmentErrorRate: expected at least one link, got none", () => alignmentErrorRate([[]], [{ sure: [], possible: [] }])],
  ["attentionEntropy: weights should be numbers ≥ 0, got NaN at position 0", () => attentionEntropy([NaN])],
  ["bleu: expected at least one translation, got none", () => bleu([], [])],
  ["bleu: expected 1 references, got 0", () => bleu(["a"], [])],
  ["bleu: translation 0 has no reference", () => bleu(["a"], [[]])],
  ["bleu: tokenizer should be one of 13a, none, got zh", () => bleu(["a"], ["a"], { tokenizer: wrong("zh") })],
  ["bleu: smoothing should be one of none, floor, add-k, exp, got soft", () => bleu(["a"], ["a"], { smoothing: wrong("soft") })],
  ["bleu: smoothingValue should be a number > 0, got 0", () => bleu(["a"], ["a"], { smoothing: "floor", smoothingValue: 0 })],
];

describe("bad input gets an error that names function, argument, expected and actual", () => {
  test.each(attentionCalls)("%s", refuses);
  test.each(transformerCalls)("%s", refuses);
  test.each(sequenceToSequenceCalls)("%s", refuses);
  test.each(lossesSamplingSchedulesCalls)("%s", refuses);
  test.each(metricsCalls)("%s", refuses);
});
