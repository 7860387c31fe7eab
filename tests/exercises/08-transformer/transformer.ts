/** The checks of `transformer`. */
import type { PairBatch } from "../../../lib/batches";
import type { TransformerWeights } from "../../../lib/functional";
import { randomGenerator } from "../../../lib/random";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../../lib/transformer";
import { construct, holds, leaksNothing, likeReference, method } from "../../../tools/exercises/case";
import { ints, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/08-transformer/transformer";
import { withWeights } from "../fixtures/capstone";
import {
  adam,
  answered,
  below,
  encoderLayerWeights,
  feedForwardWeights,
  multiHeadWeights,
  normWeights,
  onlyTheLastChanges,
  pairBatch,
  repeated,
  small,
  someLengths,
  trainable,
} from "../fixtures/capstone-draw";

/** lib's model, with the given numbers as its own. */
function transformer(weights: TransformerWeights, numHeads: number): variants.Model {
  const random = randomGenerator("08");
  const { table } = weights.encoder.reader.embedding;
  const { bias } = weights.encoder.layers[0]!.feedForward.wide;
  const config = { vocabSize: table.shape[0], dModel: table.shape[1], numHeads, dFeedForward: bias.size };
  const encoder = new TransformerEncoder({ ...config, numLayers: weights.encoder.layers.length }, random);
  const vocabSize = weights.decoder.reader.embedding.table.shape[0];
  const numLayers = weights.decoder.layers.length;
  const decoder = new TransformerDecoder({ ...config, vocabSize, numLayers }, random);
  const model = withWeights(new Transformer(encoder, decoder), weights);
  return variants.trained((batch: PairBatch) => {
    const { logits, sourceWeights } = model.run(batch);
    return { logits, weights: sourceWeights.at(-1)! };
  });
}

interface Sizes {
  readonly dModel?: number;
  readonly numHeads?: number;
  readonly layers?: readonly [number, number];
}

const vocab = { source: 7, target: 8 };

function weightsOf(draw: Draw, { dModel = 4, layers: [below, above] = [1, 1] }: Sizes) {
  const around = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, normWeights(draw, dModel)]));
  return {
    encoder: {
      reader: { embedding: { table: small(draw, vocab.source, dModel) } },
      layers: repeated(below, () => encoderLayerWeights(draw, dModel)),
      norm: normWeights(draw, dModel),
    },
    decoder: {
      reader: { embedding: { table: small(draw, vocab.target, dModel) } },
      layers: repeated(above, () => ({
        selfAttention: multiHeadWeights(draw, dModel),
        crossAttention: multiHeadWeights(draw, dModel),
        feedForward: feedForwardWeights(draw, dModel),
        ...around("selfNorm", "crossNorm", "feedForwardNorm"),
      })),
      scores: { norm: normWeights(draw, dModel) },
    },
  };
}

const run = (draw: Draw, sizes: Sizes, sources: readonly number[], targets: readonly number[]) =>
  construct(
    [weightsOf(draw, sizes), sizes.numHeads ?? 1],
    method("run", pairBatch(draw, vocab, [sources, targets])),
  );

const paths = [
  "encoder.reader.embedding.table",
  "encoder.layers.0.selfAttention.keysValues.inputToOutput",
  "encoder.layers.0.attentionNorm.scale",
  "encoder.norm.shift",
  "decoder.reader.embedding.table",
  "decoder.layers.0.crossAttention.queries.bias",
  "decoder.layers.0.crossAttention.keysValues.inputToOutput",
  "decoder.layers.0.feedForward.wide.inputToOutput",
  "decoder.scores.norm.scale",
].map((path) => `0.${path}`);

export const transformerTask: Task = {
  name: "transformer",
  reference: transformer,
  ...variants,
  given: [
    ...["linear", "offer", "look", "feedForward"].map((name) => `lib/functional#${name}`),
    "lib/layer-norm#layerNorm",
    "lib/positional-encoding#sinusoidalEncoding",
    "lib/attention#causalMask",
    "lib/losses#maskedCrossEntropy",
  ],
  cases: [
    likeReference(
      "one layer each, one head, no padding: what lib's Transformer gives with the same numbers put in",
      {
        points: 3,
        calls: (draw) => run(draw, {}, [3], [4]),
      },
    ),
    likeReference("stacks of any height, several heads, batches", {
      points: 2,
      calls: (draw) => [
        run(draw, { dModel: 4, numHeads: 2, layers: [2, 3] }, [3, 3], [4, 4]),
        run(draw, { dModel: 6, numHeads: 3, layers: [1, 2] }, [5], [2]),
      ],
    }),
    likeReference("the padding of a source is seen by nobody", {
      points: 2,
      calls: (draw) => run(draw, { numHeads: 2 }, [4, 2, 1], [3, 2, 3]),
    }),
    holds("what the decoder reads later changes nothing before", {
      points: 1,
      calls: (draw) => {
        const batch = pairBatch(draw, vocab, [[3], [4]]);
        const later = {
          ...batch,
          inputs: ints([[...batch.inputs.$tensor.values.slice(0, 3).map(Number), 0]]),
        };
        const now = { ...batch, inputs: ints([[...batch.inputs.$tensor.values.slice(0, 3).map(Number), 5]]) };
        return construct([weightsOf(draw, {}), 2], method("run", now), method("run", later));
      },
      property: ([value]) => onlyTheLastChanges(value, 3 * vocab.target),
    }),
    likeReference("every part gets its gradient, the encoder through the second look", {
      points: 1,
      calls: (draw) => ({ ...run(draw, { numHeads: 2 }, [3, 2], [2, 3]), gradients: paths }),
    }),
    likeReference("training takes one step a batch, and tells the loss before each step", {
      points: 2,
      calls: (draw) => {
        const batches = someLengths.map((lengths) => pairBatch(draw, vocab, [lengths, [...lengths].reverse()])); // prettier-ignore
        return construct([trainable(weightsOf(draw, {})), 2], method("train", batches, adam(0.02)));
      },
    }),
    holds("thirty steps begin to copy three tokens: below 1 nat, where guessing costs 1.4", {
      points: 1,
      isLong: true,
      calls: (draw) => {
        const rows = repeated(8, () => repeated(3, () => draw.integer(3, 6)));
        const batch = answered(rows, rows);
        const batches = repeated(30, () => batch);
        return construct(
          [trainable(weightsOf(draw, { dModel: 8 })), 2],
          method("train", batches, adam(0.04)),
        );
      },
      property: ([value]) => below(1, value),
    }),
    likeReference("does the same with numbers that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => run(draw, { dModel: 6, numHeads: 3, layers: [3, 2] }, [draw.integer(5, 7), 3], [3, 4]),
    }),
    leaksNothing("leaves no tensors behind but its two", {
      points: 1,
      calls: (draw) => run(draw, { numHeads: 2 }, [3, 2], [2, 3]),
    }),
  ],
};
