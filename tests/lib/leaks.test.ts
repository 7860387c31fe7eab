/**
 * Leaks: what each part leaves in memory is what it gives back, and nothing else. Here stands what the tests of the
 * parts do not count already: models, what `new` makes, and backward passes.
 */
import { describe, expect, test } from "vitest";
import { attend, scaledDotProductAttention } from "../../lib/attention";
import {
  concatScore,
  dotScore,
  generalScore,
  locationScore,
  scaledDotScore,
} from "../../lib/attention-scores";
import { Bidirectional } from "../../lib/bidirectional";
import { pairBatch } from "../../lib/batches";
import { dropout } from "../../lib/dropout";
import { SequenceClassifier, TokenClassifier } from "../../lib/classifiers";
import { Embedding } from "../../lib/embedding";
import { Gru, gruStep } from "../../lib/gru";
import { layerNorm } from "../../lib/layer-norm";
import { Linear } from "../../lib/linear";
import { Lstm, lstmStep } from "../../lib/lstm";
import { MultiHeadAttention } from "../../lib/multi-head-attention";
import { zeroParameter, type HasParameters } from "../../lib/parameters";
import { LearnedPositions } from "../../lib/positional-encoding";
import { randomGenerator } from "../../lib/random";
import { Rnn, rnnStep } from "../../lib/rnn";
import { applyTemperature } from "../../lib/sampling";
import { AttentionDecoder } from "../../lib/attention-decoder";
import { Decoder } from "../../lib/decoder";
import { Encoder } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { tf } from "../../lib/tf";
import { DecoderLayer, EncoderLayer } from "../../lib/transformer-layer";
import { FeedForward } from "../../lib/feed-forward";
import { Gpt } from "../../lib/gpt";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../lib/transformer";
import { ids, maskOf, newTensors, normal, summed } from "./tensors";

const random = randomGenerator(1);
const size = { inputSize: 4, hiddenSize: 4 };
const stack = { dModel: 4, numHeads: 2, vocabSize: 6, numLayers: 2, dropout: 0.5 };
const recurrent = { vocabSize: 6, embeddingSize: 3, hiddenSize: 4 };
const reading = { ...recurrent, encoderSize: 4 };
const layer = {
  linear: new Linear({ inputSize: 4, outputSize: 2 }, random),
  rnn: new Rnn(size, random),
  lstm: new Lstm(size, random),
  gru: new Gru(size, random),
  slowGru: new Gru({ ...size, resetPlacement: "before" }, random),
  both: new Bidirectional(size, random),
  heads: new MultiHeadAttention(stack, random),
  feedForward: new FeedForward(stack, random),
  encoder: new EncoderLayer(stack, random),
  decoder: new DecoderLayer(stack, random),
};
const encoder = new Encoder(recurrent, random);
const decoder = new Decoder(reading, random);
const looking = new AttentionDecoder({ ...reading, score: "general", inputFeeding: true }, random);
const early = new AttentionDecoder({ ...reading, score: "concat", placement: "bahdanau" }, random);
const [reader, writer] = [new TransformerEncoder(stack, random), new TransformerDecoder(stack, random)];
const models = {
  "Seq2Seq without attention": new Seq2Seq(encoder, decoder),
  "Seq2Seq with Luong's attention and input feeding": new Seq2Seq(encoder, looking),
  "Seq2Seq with Bahdanau's attention": new Seq2Seq(encoder, early),
  Transformer: new Transformer(reader, writer, { labelSmoothing: 0.1 }),
};
const gpt = new Gpt({ ...stack, maxTime: 8 }, random);

const pairs = [
  { source: [4, 5], target: [5, 4, 5] },
  { source: [5], target: [4] },
];
const batch = pairBatch(pairs);
const [tokens, mask] = [
  ids([
    [4, 5],
    [5, 0],
  ]),
  maskOf([2, 1]),
];
const [encoded, read] = [encoder.run(tokens, mask), reader.run(tokens, mask)];
const [start, begin] = [decoder.start(encoded), writer.start(read)];
const unknown = ids([
  [4, 9],
  [5, 0],
]);
const inputs = normal<tf.Rank.R3>([2, 3, 4], 1);
const [vector, pairMask] = [
  normal<tf.Rank.R2>([2, 4], 2),
  ids([
    [1, 1, 0],
    [0, 0, 0],
  ]),
];

/** What is called, and how many tensors it gives back. */
const forward: [title: string, call: () => unknown, outputs: number][] = [
  ["applyTemperature: the logits", () => applyTemperature(tf.tensor1d([1, 2]), 2), 2],
  ["zeroParameter: the parameter", () => zeroParameter([2]), 1],
  ["Rnn.zeroState: the state", () => layer.rnn.zeroState(2), 1],
  ["Gru.zeroState: the state", () => layer.gru.zeroState(2), 1],
  ["FeedForward.apply: the output", () => layer.feedForward.apply(inputs), 1],
  ["DecoderLayer.offer: keys and values", () => layer.decoder.offer(inputs), 2],
  ["Encoder.run: states, and both parts of the last one", () => encoder.run(tokens, mask), 3],
  ["Decoder.start: both parts of the state", () => decoder.start(encoded), 2],
  ["Decoder.run: logits, and both parts of the state", () => decoder.run(tokens, encoded, start), 3],
  ["AttentionDecoder.start with input feeding: a third part", () => looking.start(encoded), 3],
  [
    "Seq2Seq.run: logits, and both parts of the state",
    () => models["Seq2Seq without attention"].run(batch),
    3,
  ],
  [
    "Seq2Seq.run with attention: the weights too",
    () => models["Seq2Seq with Bahdanau's attention"].run(batch),
    4,
  ],
  [
    "TransformerEncoder.run: states, weights of 2 layers, both parts of the mask",
    () => reader.run(tokens, mask),
    5,
  ],
  ["TransformerDecoder.start: keys and values of 2 layers", () => writer.start(read), 4],
  [
    "TransformerDecoder.run: logits, weights, and 4 tensors of each layer",
    () => writer.run(tokens, read, begin),
    10,
  ],
  ["Gpt.start: nothing", () => gpt.start(), 0],
];

const making: [name: string, make: () => HasParameters][] = [
  ["Linear", () => new Linear({ inputSize: 2, outputSize: 2 }, random)],
  ["Embedding", () => new Embedding({ vocabSize: 2, embeddingSize: 2 }, random)],
  ["LearnedPositions", () => new LearnedPositions({ maxTime: 2, dModel: 2 }, random)],
  ["Rnn", () => new Rnn(size, random)],
  ["Lstm", () => new Lstm(size, random)],
  ["Gru", () => new Gru(size, random)],
  ["Bidirectional", () => new Bidirectional(size, random)],
  ["AttentionDecoder", () => new AttentionDecoder({ ...reading, score: "concat" }, random)],
  ["TransformerEncoder", () => new TransformerEncoder(stack, random)],
  ["TransformerDecoder", () => new TransformerDecoder({ ...stack, isTied: false }, random)],
  ["Gpt", () => new Gpt({ ...stack, maxTime: 8 }, random)],
];

const zeroState = { hidden: vector, cell: vector };
/** Functions of one tensor, all of whose outputs are summed up for the gradient. */
const backward: [name: string, x: tf.Tensor, run: (x: never) => tf.Tensor[]][] = [
  ["dotScore", inputs, (x) => [dotScore(x, inputs)]],
  ["scaledDotScore", inputs, (x) => [scaledDotScore(x, inputs)]],
  ["generalScore", inputs, (x) => [generalScore(x, inputs, normal([4, 4], 3))]],
  ["locationScore", inputs, (x) => [locationScore(x, normal([4, 3], 4))]],
  [
    "concatScore",
    inputs,
    (x) => [concatScore(x, inputs, { queryWeight: tf.eye(4), keyWeight: tf.eye(4), vector: tf.ones([4]) })],
  ],
  [
    "attend, a row of it without a position",
    vector.slice([0, 0], [2, 3]),
    (x) => Object.values(attend(x, inputs, pairMask)),
  ],
  [
    "scaledDotProductAttention",
    inputs,
    (x) => Object.values(scaledDotProductAttention(x, x, x, { causal: true })),
  ],
  ["layerNorm", inputs, (x) => [layerNorm(x, { scale: tf.ones([4]), shift: tf.zeros([4]) })]],
  ["dropout", inputs, (x) => [dropout(x, { rate: 0.5, seed: 1 })]],
  ["rnnStep", vector, (x) => [rnnStep(x, vector, layer.rnn.weights)]],
  ["lstmStep", vector, (x) => Object.values(lstmStep(x, zeroState, layer.lstm.weights))],
  ["gruStep", vector, (x) => [gruStep(x, vector, layer.gru.weights)]],
  ["Linear.apply", inputs, (x) => [layer.linear.apply(x)]],
  ["Gru.run with reset before", inputs, (x) => [layer.slowGru.run(x).hiddens]],
  ["Bidirectional.run", inputs, (x) => [layer.both.run(x, { mask: maskOf([3, 1]) }).hiddens]],
  ["MultiHeadAttention.run", inputs, (x) => Object.values(layer.heads.run(x, x))],
  ["FeedForward.apply", inputs, (x) => [layer.feedForward.apply(x)]],
  ["EncoderLayer.run", inputs, (x) => [layer.encoder.run(x, { isTraining: true }).output]],
  ["DecoderLayer.run", inputs, (x) => [layer.decoder.run(x, { source: layer.decoder.offer(x) }).output]],
  ["applyTemperature", tf.tensor1d([1, 2]), (x) => [applyTemperature(x, 2)]],
];

describe("a call leaves what it gives back", () => {
  test.each(forward)("%s", (_, call, outputs) => {
    expect(newTensors(call)).toBe(outputs);
  });

  test.each(making)("new %s leaves its parameters", (_, make) => {
    let made: HasParameters | undefined;
    const left = newTensors(() => (made = make()));
    expect(left).toBe(Object.keys(made!.parameters).length);
  });
});

describe("batchOf leaves the tensors of its batch", () => {
  const whole = new SequenceClassifier(reader, { numClasses: 2 }, random);
  const perToken = new TokenClassifier(reader, { numClasses: 2 }, random);
  test.each<[name: string, batch: () => object]>([
    ["SequenceClassifier", () => whole.batchOf([{ tokens: [4, 5], label: 1 }])],
    ["TokenClassifier", () => perToken.batchOf([{ tokens: [4, 5], labels: [1, 0] }])],
    ["Seq2Seq", () => models["Seq2Seq without attention"].batchOf(pairs)],
    ["Transformer", () => models.Transformer.batchOf(pairs)],
    ["Gpt", () => gpt.batchOf([[4, 5]])],
  ])("of %s", (_, batchOf) => {
    let batch = {};
    const left = newTensors(() => (batch = batchOf()));
    expect(left).toBe(Object.keys(batch).length);
  });
});

describe("a backward pass leaves the gradient", () => {
  test.each(backward)("of %s", (_, x, run) => {
    const gradient = tf.grad((given) => summed(run(given as never)));
    expect(newTensors(() => gradient(x))).toBe(1);
  });

  const losses: [name: string, model: HasParameters, loss: () => tf.Scalar][] = [
    ...Object.entries(models).map(
      ([name, model]) => [name, model, () => model.loss(pairs)] as [string, HasParameters, () => tf.Scalar],
    ),
    [
      "Gpt",
      gpt,
      () =>
        gpt.loss([
          [4, 5, 4],
          [5, 4],
        ]),
    ],
  ];
  test.each(losses)("of a loss of %s: one for each parameter, and the loss", (_, model, loss) => {
    const parameters = Object.values(model.parameters);
    expect(newTensors(() => tf.variableGrads(loss, parameters))).toBe(1 + parameters.length);
  });
});

describe("an error leaves nothing", () => {
  test.each<[title: string, call: () => unknown]>([
    ["an id beyond the vocabulary", () => gpt.loss([[4, 6]])],
    ["a target beyond the vocabulary", () => models.Transformer.loss([{ source: [4], target: [6] }])],
    ["a source beyond the vocabulary", () => encoder.run(unknown, mask)],
    ["more tokens than there are positions", () => gpt.loss([[4, 5, 4, 5, 4, 5, 4, 5, 4, 5]])],
    ["a seed instead of random numbers", () => new Encoder(recurrent, 7 as never)],
    ["an unknown score", () => new AttentionDecoder({ ...reading, score: "cosine" as never }, random)],
    ["an unknown norm", () => new Gpt({ ...stack, maxTime: 8, norm: "middle" as never }, random)],
  ])("%s", (_, call) => {
    const left = newTensors(() => expect(call).toThrow());
    expect(left).toBe(0);
  });
});
