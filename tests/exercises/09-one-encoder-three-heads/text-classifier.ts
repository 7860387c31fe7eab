/** The checks of `textClassifier`. */
import type { TextClassifierWeights } from "../../../lib/functional";
import { SequenceClassifier } from "../../../lib/classifiers";
import { linear } from "../../../lib/functional";
import { randomGenerator } from "../../../lib/random";
import { tf } from "../../../lib/tf";
import { TransformerEncoder } from "../../../lib/transformer";
import { construct, holds, leaksNothing, likeReference, method } from "../../../tools/exercises/case";
import { ints, maskOf, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/09-one-encoder-three-heads/text-classifier";
import { withWeights } from "../fixtures/capstone";
import {
  adam,
  below,
  encoderLayerWeights,
  linearWeights,
  normWeights,
  repeated,
  small,
  someLengths,
  trainable,
} from "../fixtures/capstone-draw";

/** lib's encoder with the given numbers as its own, and the given head. */
function textClassifier(weights: TextClassifierWeights, numHeads: number): variants.Model {
  const { table } = weights.encoder.reader.embedding;
  const numLayers = weights.encoder.layers.length;
  const dFeedForward = weights.encoder.layers[0]!.feedForward.wide.bias.size;
  const config = { vocabSize: table.shape[0], dModel: table.shape[1], numHeads, numLayers, dFeedForward };
  const random = randomGenerator("09");
  const encoder = new TransformerEncoder(config, random);
  const numClasses = weights.head.bias.size;
  withWeights(new SequenceClassifier(encoder, { numClasses }, random), weights);
  const run: variants.Model["run"] = (tokens, mask) =>
    tf.tidy(() => {
      const [first] = tf.unstack(encoder.run(tokens, mask).hiddens, 1) as tf.Tensor2D[];
      return linear(first!, weights.head);
    });
  return variants.trained(run, weights);
}

interface Sizes {
  readonly dModel?: number;
  readonly numHeads?: number;
  readonly layers?: number;
  readonly classes?: number;
}

const vocab = 7;
const weightsOf = (draw: Draw, { dModel = 4, layers = 1, classes = 3 }: Sizes = {}) => ({
  encoder: {
    reader: { embedding: { table: small(draw, vocab, dModel) } },
    layers: repeated(layers, () => encoderLayerWeights(draw, dModel)),
    norm: normWeights(draw, dModel),
  },
  head: linearWeights(draw, dModel, classes),
});

/** Texts of these lengths. */
const textsOf = (draw: Draw, lengths: readonly number[]) =>
  [draw.ids(vocab, lengths.length, Math.max(...lengths)), maskOf(lengths)] as const;

const run = (draw: Draw, sizes: Sizes, lengths: readonly number[]) =>
  construct([weightsOf(draw, sizes), sizes.numHeads ?? 1], method("run", ...textsOf(draw, lengths)));

const batchOf = (draw: Draw, lengths: readonly number[]) => {
  const [tokens, mask] = textsOf(draw, lengths);
  return { tokens, mask, labels: draw.ids(3, lengths.length) };
};

/** Trains, and says what the classifier makes of other texts then. */
function train(draw: Draw, trains: "head" | "all") {
  const batches = someLengths.map((lengths) => batchOf(draw, lengths));
  return construct(
    [trainable(weightsOf(draw)), 2],
    method("train", batches, adam(0.05), trains),
    method("run", ...textsOf(draw, [3, 4])),
  );
}

const paths = [
  "encoder.reader.embedding.table",
  "encoder.layers.0.selfAttention.keysValues.inputToOutput",
  "encoder.layers.1.feedForward.wide.bias",
  "encoder.norm.scale",
  "head.inputToOutput",
  "head.bias",
].map((path) => `0.${path}`);

export const textClassifierTask: Task = {
  name: "textClassifier",
  reference: textClassifier,
  ...variants,
  given: [
    ...["linear", "offer", "look", "feedForward"].map((name) => `lib/functional#${name}`),
    "lib/layer-norm#layerNorm",
    "lib/positional-encoding#sinusoidalEncoding",
    "lib/losses#maskedCrossEntropy",
  ],
  cases: [
    likeReference(
      "one layer, one head, no padding: what lib's SequenceClassifier gives with the same numbers put in",
      {
        points: 2,
        calls: (draw) => run(draw, {}, [5]),
      },
    ),
    likeReference("any number of layers, heads and classes, and texts of any length", {
      points: 2,
      calls: (draw) => [
        run(draw, { layers: 2 }, [3, 3]),
        run(draw, { dModel: 6, numHeads: 3, layers: 2, classes: 2 }, [4, 2, 1]),
        run(draw, { numHeads: 2, classes: 5 }, [1, 3]),
      ],
    }),
    likeReference("every part gets its gradient, the encoder through the head", {
      points: 1,
      calls: (draw) => ({ ...run(draw, { numHeads: 2, layers: 2 }, [3, 2]), gradients: paths }),
    }),
    likeReference('with "all" everything is trained: one step a batch, the loss before each', {
      points: 2,
      calls: (draw) => train(draw, "all"),
    }),
    likeReference('with "head" the encoder stays as it is, and the head learns', {
      points: 2,
      calls: (draw) => train(draw, "head"),
    }),
    holds("thirty steps of the head alone tell two tokens apart: below 0.3 nats, where guessing costs 0.69", {
      points: 1,
      isLong: true,
      calls: (draw) => {
        const tokens = ints([3, 4, 3, 4].map((id) => [1, id]));
        const batch = { tokens, mask: maskOf([2, 2, 2, 2]), labels: ints([0, 1, 0, 1]) };
        const weights = trainable(weightsOf(draw, { dModel: 16, classes: 2 }));
        return construct(
          [weights, 2],
          method(
            "train",
            repeated(30, () => batch),
            adam(0.4),
            "head",
          ),
        );
      },
      property: ([value]) => below(0.3, value),
    }),
    likeReference("does the same with numbers that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => run(draw, { dModel: 6, numHeads: 2, layers: 3, classes: 4 }, [draw.integer(5, 7), 3]),
    }),
    leaksNothing("leaves no tensors behind but its logits", {
      points: 1,
      calls: (draw) => run(draw, { numHeads: 2 }, [3, 2]),
    }),
  ],
};
