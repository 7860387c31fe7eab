/** The checks of `scheduledSampling`. */
import type { Encoder } from "../../../lib/encoder";
import { Decoder } from "../../../lib/decoder";
import type { DecoderWeights } from "../../../lib/functional";
import { randomGenerator } from "../../../lib/random";
import { Seq2Seq } from "../../../lib/seq2seq";
import { construct, holds, leaksNothing, likeReference, method } from "../../../tools/exercises/case";
import { lib, type Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/05-teacher-forcing/scheduled-sampling";
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

/** lib's model, with the given numbers as its decoder's; encoder and bridge are the reader's. */
function scheduledSampling(weights: DecoderWeights, read: variants.Read): variants.Model {
  const [hiddenSize, vocabSize] = weights.output.inputToOutput.shape;
  const [, embeddingSize] = weights.reader.embedding.table.shape;
  const config = { vocabSize, embeddingSize, hiddenSize, encoderSize: 1 };
  const decoder = new Decoder(config, randomGenerator("05"));
  const bridge = Object.entries(decoder.parameters).filter(([name]) => name.startsWith("reader.bridge"));
  const tree = { inputToOutput: bridge[0]![1], bias: bridge[1]![1] };
  withWeights(decoder, { ...weights, reader: { ...weights.reader, bridge: tree } });
  return variants.trained((batch, { probability, random }) => {
    const encoder = { parameters: {}, run: () => ({}) } as unknown as Encoder;
    const run = decoder.run.bind(decoder);
    const model = new Seq2Seq(encoder, { parameters: {}, start: () => read(batch), run });
    return model.sample(batch, { teacherForcing: probability, random });
  });
}

/** The smallest number that a draw gives. */
const alwaysZero = lib("tests/exercises/fixtures/dice#loadedDice", [0]);

interface Sizes {
  readonly embedding?: number;
  readonly hidden?: number;
}

const vocab = 7;
const weightsOf = (draw: Draw, { embedding = 3, hidden = 4 }: Sizes = {}) => ({
  reader: {
    embedding: { table: small(draw, vocab, embedding) },
    rnn: lstmWeights(draw, embedding, hidden),
  },
  output: linearWeights(draw, hidden, vocab),
});
const readerOf = (draw: Draw, { hidden = 4 }: Sizes = {}) =>
  lib(
    "tests/exercises/fixtures/05-teacher-forcing#firstState",
    trainable({
      table: draw.normal(vocab, 4),
      states: linearWeights(draw, 4, 5),
      start: linearWeights(draw, 5, hidden),
    }),
  );

/** Pairs of sources of two tokens, and targets of these lengths. */
const batchOf = (draw: Draw, targets: readonly number[]) =>
  pairBatch(draw, { source: vocab, target: vocab }, [targets.map(() => 2), targets]);

/** A decoder that has much to say, so that its own tokens differ from one another. */
function run(
  draw: Draw,
  probability: number,
  targets: readonly number[],
  { random = draw.generator(), ...sizes }: Sizes & { readonly random?: Plain } = {},
) {
  const { reader, output } = weightsOf(draw, sizes);
  const loud = {
    reader: { ...reader, embedding: { table: louder(reader.embedding.table) } },
    output: { ...output, inputToOutput: louder(output.inputToOutput) },
  };
  return construct(
    [loud, readerOf(draw, sizes)],
    method("run", batchOf(draw, targets), { probability, random }),
  );
}

const paths = ["reader.embedding.table", "reader.rnn.hiddenToGates", "reader.rnn.bias", "output.inputToOutput"]; // prettier-ignore

export const scheduledSamplingTask: Task = {
  name: "scheduledSampling",
  reference: scheduledSampling,
  ...variants,
  given: ["lib/functional#linear", "lib/lstm#lstmStep", "lib/losses#maskedCrossEntropy"],
  cases: [
    likeReference("a probability of 1 is teacher forcing: what lib's model says to the right tokens", {
      points: 2,
      calls: (draw) => [run(draw, 1, [4]), run(draw, 1, [3, 5], { embedding: 5, hidden: 3 })],
    }),
    likeReference("a probability of 0 is free running: after <sos> it reads what it said itself", {
      points: 2,
      calls: (draw) => [run(draw, 0, [5]), run(draw, 0, [4, 4, 4], { hidden: 6, random: alwaysZero })],
    }),
    likeReference("between them, the dice decide: at each step after the first, one draw for each example", {
      points: 2,
      likely: "the dice fall in another order: step by step, and at each step example by example",
      calls: (draw) => [run(draw, 0.5, [6, 6, 6]), run(draw, 0.3, [5, 5]), run(draw, 0.7, [4, 4, 4, 4])],
    }),
    likeReference("every part gets its gradient, through all steps", {
      points: 1,
      calls: (draw) => ({ ...run(draw, 0.5, [4, 4]), gradients: paths.map((path) => `0.${path}`) }),
    }),
    likeReference("training takes one step a batch, and tells the loss before each step", {
      points: 2,
      calls: (draw) => {
        const batches = someLengths.map((lengths) => batchOf(draw, lengths));
        return construct(
          [trainable(weightsOf(draw)), readerOf(draw)],
          method("train", batches, adam(0.05), { probability: 0.5, random: draw.generator() }),
        );
      },
    }),
    holds(
      "forty free-running steps learn to count on from what they said: below 0.5 nats, where guessing costs 1.9",
      {
        points: 1,
        isLong: true,
        calls: (draw) => {
          const rows = repeated(6, () => [0, 1, 2, 3].map((t) => (3 + t) % vocab));
          const batch = answered(
            rows.map(() => [4, 5]),
            rows,
          );
          const batches = repeated(40, () => batch);
          const sizes = { embedding: 6, hidden: 8 };
          return construct(
            [trainable(weightsOf(draw, sizes)), readerOf(draw, sizes)],
            method("train", batches, adam(0.05), { probability: 0, random: draw.generator() }),
          );
        },
        property: ([value]) => below(0.5, value),
      },
    ),
    likeReference("does the same with numbers that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [
        run(draw, draw.uniform(0.3, 0.7), [6, 6, 6], { embedding: 5, hidden: 6 }),
        run(draw, draw.uniform(0.3, 0.7), [5, 5]),
      ],
    }),
    leaksNothing("leaves no tensors behind but its logits", {
      points: 1,
      calls: (draw) => run(draw, 0.5, [3, 3]),
    }),
  ],
};
