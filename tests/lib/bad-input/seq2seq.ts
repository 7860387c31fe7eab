/** Seq2Seq and its parts: calls that must be refused, and the words of each refusal. */
import { randomGenerator } from "../../../lib/random";
import { AttentionDecoder } from "../../../lib/attention-decoder";
import { Decoder } from "../../../lib/decoder";
import { Encoder } from "../../../lib/encoder";
import { Seq2Seq } from "../../../lib/seq2seq";
import { ids } from "../tensors";
import { ints, nothing, type Refusal } from "./refusal";
import * as small from "./small";

const random = randomGenerator(1);
const recurrent = { vocabSize: 6, embeddingSize: 3, hiddenSize: 4 };
const encoder = new Encoder(recurrent, random);
const decoder = new Decoder({ ...recurrent, encoderSize: 4 }, random);
const looking = new AttentionDecoder({ ...recurrent, encoderSize: 4, score: "dot" }, random);
const seq2seq = new Seq2Seq(encoder, decoder);
const [tokens, mask] = [
  ids([
    [4, 5],
    [5, 2],
  ]),
  ids([
    [1, 1],
    [1, 1],
  ]),
];
const encoded = encoder.run(tokens, mask);

export const seq2seqRefusals: Refusal[] = [
  ["Encoder: config should be an object, got undefined", () => new Encoder(nothing, random)],
  [
    "Encoder: vocabSize should be a whole number ≥ 1, got undefined",
    () => new Encoder({ embeddingSize: 3, hiddenSize: 4 } as never, random),
  ],
  [
    "Encoder: hiddenSize should be even to hold two directions, got 3",
    () => new Encoder({ ...recurrent, hiddenSize: 3, isBidirectional: true }, random),
  ],
  ["Encoder.run: mask should be a tensor [batch, source], got undefined", () => encoder.run(tokens, nothing)],
  [
    "Decoder: encoderSize should be a whole number ≥ 1, got undefined",
    () => new Decoder(recurrent as never, random),
  ],
  [
    "Decoder: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new Decoder({ ...recurrent, encoderSize: 4 }, nothing),
  ],
  ["Decoder.start: encoded should be an object, got undefined", () => decoder.start(nothing)],
  ["Decoder.run: state should be an object, got undefined", () => decoder.run(tokens, encoded, nothing)],
  [
    'Lstm.run: axis "batch" is 1 in inputs, but 2 in initial.hidden',
    () => decoder.run(ids([[1]]), encoded, decoder.start(encoded)),
  ],
  [
    "Embedding.apply: tokens should be a tensor [batch, time], got undefined",
    () => decoder.run(nothing, encoded, decoder.start(encoded)),
  ],
  [
    'AttentionDecoder: placement should be "luong" or "bahdanau", got "vaswani"',
    () =>
      new AttentionDecoder(
        { ...recurrent, encoderSize: 4, score: "dot", placement: "vaswani" as never },
        random,
      ),
  ],
  [
    "AttentionDecoder: score should be one of dot, scaledDot, general, concat, location, got undefined",
    () => new AttentionDecoder({ ...recurrent, encoderSize: 4 } as never, random),
  ],
  [
    "AttentionDecoder.run: encoded should be an object, got undefined",
    () => looking.run(tokens, nothing, looking.start(encoded)),
  ],
  [
    "AttentionDecoder.run: state should be an object, got undefined",
    () => looking.run(tokens, encoded, nothing),
  ],
  [
    'AttentionDecoder.run: axis "batch" is 1 in tokens, but 2 in encoded.hiddens',
    () => looking.run(ids([[1]]), encoded, looking.start(encoded)),
  ],
  ["Seq2Seq: decoder should be an object, got undefined", () => new Seq2Seq(encoder, nothing)],
  ["pairBatch: pairs should be a list, got undefined", () => seq2seq.loss(nothing)],
  ["Seq2Seq.run: batch should be an object, got undefined", () => seq2seq.run(nothing)],
  [
    "Encoder: vocabSize should be a whole number ≥ 1, got NaN",
    () => new Encoder({ ...small.sizes, vocabSize: NaN }, random),
  ],
  [
    'Encoder.run: axis "source" is 2 in tokens, but 3 in mask',
    () => new Encoder(small.sizes, random).run(ids([[1, 2]]), ints(1, 3)),
  ],
  [
    "Decoder: encoderSize should be a whole number ≥ 1, got 0",
    () => new Decoder({ ...small.sizes, encoderSize: 0 }, random),
  ],
  [
    'AttentionDecoder: placement should be "luong" or "bahdanau", got "within"',
    () =>
      new AttentionDecoder(
        { ...small.sizes, encoderSize: 4, score: "dot", placement: "within" as never },
        random,
      ),
  ],
  [
    "AttentionDecoder: inputFeeding should be false with placement bahdanau, whose steps read the context already, got true",
    () =>
      new AttentionDecoder(
        { ...small.sizes, encoderSize: 4, score: "dot", placement: "bahdanau", inputFeeding: true },
        random,
      ),
  ],
  [
    "Seq2Seq.sample: teacherForcing should be a number in [0, 1], got 2",
    () => small.seq2seq().loss([{ source: [1], target: [2] }], { teacherForcing: 2, random: random }),
  ],

  [
    "Seq2Seq.sample: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => seq2seq.loss([{ source: [4], target: [4] }], { teacherForcing: 0.5, random: nothing }),
  ],
  [
    'Seq2Seq.sample: teacherForcing should be a number in [0, 1], got "1"',
    () => seq2seq.loss([{ source: [4], target: [4] }], { teacherForcing: "1" as never, random }),
  ],
];
