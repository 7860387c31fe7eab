/** The checks of `attentionDecoder`. */
import { AttentionDecoder } from "../../../lib/attention-decoder";
import type { AttentionDecoderWeights } from "../../../lib/functional";
import { randomGenerator } from "../../../lib/random";
import type { tf } from "../../../lib/tf";
import { construct, holds, leaksNothing, likeReference, method } from "../../../tools/exercises/case";
import { lib, maskOf, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/06-attention/attention-decoder";
import { withWeights } from "../fixtures/capstone";
import {
  adam,
  answered,
  below,
  linearWeights,
  lstmWeights,
  pairBatch,
  repeated,
  small,
  someLengths,
  trainable,
} from "../fixtures/capstone-draw";

/** lib's decoder, with the given numbers as its own; the bridge is the reader's. */
function attentionDecoder(
  weights: AttentionDecoderWeights,
  read: Parameters<typeof variants.trained>[1],
): variants.Model {
  const [vocabSize, embeddingSize] = weights.reader.embedding.table.shape;
  const [hiddenSize, encoderSize] = weights.score.weight.shape;
  const config = { vocabSize, embeddingSize, hiddenSize, encoderSize, score: "general" } as const;
  const decoder = new AttentionDecoder(config, randomGenerator("06"));
  const bridge = Object.entries(decoder.parameters).filter(([name]) => name.startsWith("reader.bridge"));
  const tree = { inputToOutput: bridge[0]![1], bias: bridge[1]![1] };
  const model = withWeights(decoder, { ...weights, reader: { ...weights.reader, bridge: tree } });
  const step: variants.Step = (tokens, state, { hiddens, mask }) => {
    const said = model.run(tokens.expandDims<tf.Tensor2D>(1), { hiddens, mask, last: state }, state);
    return {
      logits: said.logits.squeeze<tf.Tensor2D>([1]),
      state: { hidden: said.state.hidden, cell: said.state.cell },
      weights: said.weights!.squeeze<tf.Tensor2D>([1]),
    };
  };
  return variants.trained(step, read);
}

interface Sizes {
  readonly embedding?: number;
  readonly hidden?: number;
  readonly encoder?: number;
}

const vocab = 7;
const weightsOf = (draw: Draw, { embedding = 3, hidden = 4, encoder = 5 }: Sizes) => ({
  reader: { embedding: { table: small(draw, vocab, embedding) }, rnn: lstmWeights(draw, embedding, hidden) },
  score: { weight: small(draw, hidden, encoder) },
  combine: linearWeights(draw, encoder + hidden, hidden),
  output: linearWeights(draw, hidden, vocab),
});
const readerOf = (draw: Draw, { hidden = 4, encoder = 5 }: Sizes = {}) =>
  lib(
    "tests/exercises/fixtures/06-attention#reader",
    trainable({
      table: draw.normal(vocab, 4),
      states: linearWeights(draw, 4, encoder),
      start: linearWeights(draw, encoder, hidden),
    }),
  );

/** A step over sources of these lengths. */
function step(draw: Draw, sizes: Sizes, lengths: readonly number[]) {
  const { hidden = 4, encoder = 5 } = sizes;
  const batch = lengths.length;
  const state = { hidden: small(draw, batch, hidden), cell: draw.normal(batch, hidden) };
  const source = { hiddens: draw.normal(batch, Math.max(...lengths), encoder), mask: maskOf(lengths) };
  return construct(
    [weightsOf(draw, sizes), readerOf(draw, sizes)],
    method("step", draw.ids(vocab, batch), state, source),
  );
}

const paths = [
  "reader.embedding.table",
  "reader.rnn.inputToGates",
  "reader.rnn.bias",
  "score.weight",
  "combine.inputToOutput",
  "output.bias",
].map((path) => `0.${path}`);

export const attentionDecoderTask: Task = {
  name: "attentionDecoder",
  reference: attentionDecoder,
  ...variants,
  given: [
    "lib/functional#linear",
    "lib/lstm#lstmStep",
    "lib/attention#attend",
    "lib/attention-scores#generalScore",
    "lib/losses#maskedCrossEntropy",
  ],
  cases: [
    likeReference("a step gives what lib's AttentionDecoder gives with the same numbers put in", {
      points: 2,
      calls: (draw) => step(draw, {}, [3]),
    }),
    likeReference("for any batch, source and widths, nobody looks at padding", {
      points: 2,
      calls: (draw) => [
        step(draw, {}, [4, 2, 1]),
        step(draw, { embedding: 5, hidden: 3, encoder: 4 }, [1, 3]),
        step(draw, { embedding: 2, hidden: 6, encoder: 3 }, [5]),
      ],
    }),
    likeReference("every part gets its gradient, the score's matrix through the weights", {
      points: 1,
      calls: (draw) => ({ ...step(draw, {}, [3, 2]), gradients: paths }),
    }),
    likeReference(
      "training reads inputs step by step, takes one step of the optimizer a batch, and tells the loss before it",
      {
        points: 3,
        calls: (draw) => {
          const batches = someLengths.map((lengths) => pairBatch(draw, { source: vocab, target: vocab }, [lengths, [...lengths].reverse()])); // prettier-ignore
          return construct(
            [trainable(weightsOf(draw, {})), readerOf(draw)],
            method("train", batches, adam(0.05)),
          );
        },
      },
    ),
    holds("thirty steps begin to copy two tokens: below 0.9 nats, where guessing costs 1.4", {
      points: 1,
      isLong: true,
      calls: (draw) => {
        const rows = repeated(8, () => [draw.integer(3, 6), draw.integer(3, 6)]);
        const batch = answered(rows, rows);
        const batches = repeated(30, () => batch);
        const sizes = { embedding: 4, hidden: 8, encoder: 8 };
        return construct(
          [trainable(weightsOf(draw, sizes)), readerOf(draw, sizes)],
          method("train", batches, adam(0.06)),
        );
      },
      property: ([value]) => below(0.9, value),
    }),
    likeReference("does the same with numbers that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => step(draw, { embedding: 6, hidden: 5, encoder: 7 }, [draw.integer(5, 8), 3, 4]),
    }),
    leaksNothing("a step leaves no tensors behind but its logits, its state and its weights", {
      points: 1,
      calls: (draw) => step(draw, {}, [3, 2]),
    }),
  ],
};
