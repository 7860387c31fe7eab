/** The checks of `seq2seq`. */
import { Decoder } from "../../../lib/decoder";
import { Encoder } from "../../../lib/encoder";
import type { Seq2SeqWeights } from "../../../lib/functional";
import { randomGenerator } from "../../../lib/random";
import { Seq2Seq } from "../../../lib/seq2seq";
import { construct, holds, leaksNothing, likeReference, method } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/04-seq2seq/seq2seq";
import { withWeights } from "../fixtures/capstone";
import {
  adam,
  answered,
  below,
  linearWeights,
  louder,
  lstmWeights,
  pairBatch,
  repeated,
  small,
  someLengths,
  trainable,
} from "../fixtures/capstone-draw";

/** lib's model, with the given numbers as its own. */
function seq2seq(weights: Seq2SeqWeights): variants.Model {
  const random = randomGenerator("04");
  const [sourceSize, embeddingSize] = weights.encoder.embedding.table.shape;
  const encoderSize = weights.encoder.rnn.hiddenToGates.shape[0];
  const [hiddenSize, vocabSize] = weights.decoder.output.inputToOutput.shape;
  const [, decoderEmbedding] = weights.decoder.reader.embedding.table.shape;
  const { encoder, decoder } = withWeights(
    new Seq2Seq(
      new Encoder({ vocabSize: sourceSize, embeddingSize, hiddenSize: encoderSize }, random),
      new Decoder({ vocabSize, embeddingSize: decoderEmbedding, hiddenSize, encoderSize }, random),
    ),
    weights,
  );
  return variants.together(
    (source, mask) => decoder.start(encoder.run(source, mask)),
    (tokens, state) => decoder.run(tokens, undefined as never, state),
  );
}

interface Sizes {
  readonly embedding?: number;
  readonly encoderHidden?: number;
  readonly hidden?: number;
}

const vocab = { source: 6, target: 7 };

const weightsOf = (draw: Draw, { embedding = 3, encoderHidden = 4, hidden = 5 }: Sizes = {}) => ({
  encoder: {
    embedding: { table: small(draw, vocab.source, embedding) },
    rnn: lstmWeights(draw, embedding, encoderHidden),
  },
  decoder: {
    reader: {
      embedding: { table: small(draw, vocab.target, embedding + 1) },
      bridge: linearWeights(draw, 2 * encoderHidden, 2 * hidden),
      rnn: lstmWeights(draw, embedding + 1, hidden),
    },
    output: linearWeights(draw, hidden, vocab.target),
  },
});

const run = (draw: Draw, sizes: Sizes, sources: readonly number[], targets: readonly number[]) =>
  construct([weightsOf(draw, sizes)], method("run", pairBatch(draw, vocab, [sources, targets])));

/** Several sources, written by a decoder that has much to say, and whose <eos> has so much more chance. */
function write(draw: Draw, count: number, maxTime: number, eosBias: number) {
  const { encoder, decoder } = weightsOf(draw);
  const bias = Array.from({ length: vocab.target }, (_, id) => (id === 2 ? eosBias : 0));
  const output = { inputToOutput: louder(decoder.output.inputToOutput), bias: floats(bias) };
  const embedding = { table: louder(decoder.reader.embedding.table) };
  const loud = { ...decoder, reader: { ...decoder.reader, embedding }, output };
  const sources = Array.from({ length: count }, (_, i) => draw.ids(vocab.source, 1, 2 + i));
  return construct(
    [{ encoder, decoder: loud }],
    ...sources.map((source) => method("write", source, maxTime)),
  );
}

const paths = [
  "encoder.embedding.table",
  "encoder.rnn.inputToGates",
  "encoder.rnn.bias",
  "decoder.reader.embedding.table",
  "decoder.reader.bridge.inputToOutput",
  "decoder.reader.rnn.hiddenToGates",
  "decoder.output.bias",
].map((path) => `0.${path}`);

export const seq2seqTask: Task = {
  name: "seq2seq",
  reference: seq2seq,
  ...variants,
  given: ["lib/functional#linear", "lib/lstm#lstmStep", "lib/losses#maskedCrossEntropy"],
  cases: [
    likeReference("one pair without padding: what lib's Seq2Seq gives with the same numbers put in", {
      points: 2,
      calls: (draw) => run(draw, {}, [6], [2]),
    }),
    likeReference("for any batch, and networks of any two widths", {
      points: 1,
      calls: (draw) => [
        run(draw, { encoderHidden: 4, hidden: 4 }, [3, 3], [2, 2]),
        run(draw, { embedding: 5, encoderHidden: 6, hidden: 3 }, [2], [5]),
      ],
    }),
    likeReference("the padding of a source changes nothing", {
      points: 2,
      likely: "the state that is handed over is not the one after the last real token",
      calls: (draw) => run(draw, {}, [2, 4, 1], [3, 2, 3]),
    }),
    likeReference("every part gets its gradient, the encoder through the bridge", {
      points: 1,
      calls: (draw) => ({ ...run(draw, {}, [3, 2], [2, 3]), gradients: paths }),
    }),
    likeReference("training takes one step a batch, and tells the loss before each step", {
      points: 2,
      calls: (draw) => {
        const batches = someLengths.map((lengths) => pairBatch(draw, vocab, [lengths, [...lengths].reverse()])); // prettier-ignore
        return construct([trainable(weightsOf(draw))], method("train", batches, adam(0.05)));
      },
    }),
    holds("forty steps begin to copy two tokens: below 0.9 nats, where guessing costs 1.4", {
      points: 1,
      isLong: true,
      calls: (draw) => {
        const rows = repeated(8, () => [draw.integer(3, 5), draw.integer(3, 5)]);
        const batch = answered(rows, rows);
        const batches = repeated(40, () => batch);
        const sizes = { encoderHidden: 8, hidden: 8 };
        return construct([trainable(weightsOf(draw, sizes))], method("train", batches, adam(0.05)));
      },
      property: ([value]) => below(0.9, value),
    }),
    likeReference("writes what lib's model writes, from <sos> to <eos>, and no more than maxTime tokens", {
      points: 3,
      calls: (draw) => [write(draw, 4, 4, -9), write(draw, 4, 9, 4)],
    }),
    likeReference("does the same with numbers that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [
        run(draw, { embedding: 4, encoderHidden: 5, hidden: 6 }, [draw.integer(5, 7), 3], [3, 4]),
        write(draw, 3, 6, 2),
      ],
    }),
    leaksNothing("leaves no tensors behind but its logits", {
      points: 1,
      calls: (draw) => [run(draw, {}, [3, 2], [2, 3]), write(draw, 2, 4, -9)],
    }),
  ],
};
