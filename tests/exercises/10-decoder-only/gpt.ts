/** The checks of `gpt`. */
import type { GptWeights } from "../../../lib/functional";
import { Gpt } from "../../../lib/gpt";
import { randomGenerator } from "../../../lib/random";
import { construct, holds, leaksNothing, likeReference, method } from "../../../tools/exercises/case";
import { ints, maskOf, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/10-decoder-only/gpt";
import { withWeights } from "../fixtures/capstone";
import {
  adam,
  below,
  encoderLayerWeights,
  normWeights,
  onlyTheLastChanges,
  repeated,
  sequenceBatch,
  small,
  someLengths,
  trainable,
} from "../fixtures/capstone-draw";

/** lib's model, with the given numbers as its own. */
function gpt(weights: GptWeights, numHeads: number): variants.Model {
  const [vocabSize, dModel] = weights.embedding.table.shape;
  const [maxTime] = weights.positions.table.shape;
  const dFeedForward = weights.layers[0]!.feedForward.wide.bias.size;
  const numLayers = weights.layers.length;
  const config = { vocabSize, dModel, maxTime, numHeads, numLayers, dFeedForward };
  const model = withWeights(new Gpt(config, randomGenerator("10")), weights);
  return variants.trained((tokens, past = []) => {
    const { logits, state } = model.run(tokens, { past });
    return { logits, past: state.past };
  });
}

interface Sizes {
  readonly dModel?: number;
  readonly numHeads?: number;
  readonly numLayers?: number;
}

const vocab = 7;
const maxTime = 9;

const weightsOf = (draw: Draw, { dModel = 4, numLayers = 1 }: Sizes) => ({
  embedding: { table: small(draw, vocab, dModel) },
  positions: { table: small(draw, maxTime, dModel) },
  layers: repeated(numLayers, () => encoderLayerWeights(draw, dModel)),
  scores: { norm: normWeights(draw, dModel) },
});

/** Tokens, after a past of so many others if there is one. */
function run(draw: Draw, sizes: Sizes, [batch, time, past = 0]: readonly [number, number, number?]) {
  const { dModel = 4, numHeads = 1, numLayers = 1 } = sizes;
  const kept = () => draw.normal(batch, numHeads, past, dModel / numHeads);
  const cache = past > 0 ? [repeated(numLayers, () => ({ keys: kept(), values: kept() }))] : [];
  return construct([weightsOf(draw, sizes), numHeads], method("run", draw.ids(vocab, batch, time), ...cache));
}

const paths = [
  "embedding.table",
  "positions.table",
  "layers.0.selfAttention.keysValues.inputToOutput",
  "layers.0.attentionNorm.scale",
  "layers.0.feedForward.wide.inputToOutput",
  "layers.1.selfAttention.queries.bias",
  "layers.1.selfAttention.output.inputToOutput",
  "scores.norm.shift",
].map((path) => `0.${path}`);

export const gptTask: Task = {
  name: "gpt",
  reference: gpt,
  ...variants,
  given: [
    ...["linear", "offer", "look", "feedForward"].map((name) => `lib/functional#${name}`),
    "lib/layer-norm#layerNorm",
    "lib/attention#causalMask",
    "lib/losses#maskedCrossEntropy",
  ],
  cases: [
    likeReference("one layer, one head: what lib's Gpt gives with the same numbers put in", {
      points: 3,
      calls: (draw) => run(draw, {}, [1, 3]),
    }),
    likeReference("several layers and heads, batches of any length", {
      points: 1,
      calls: (draw) => [
        run(draw, { numHeads: 2, numLayers: 2 }, [2, 4]),
        run(draw, { dModel: 6, numHeads: 3, numLayers: 3 }, [3, 2]),
      ],
    }),
    likeReference("one new token after a past: the cache has the others", {
      points: 2,
      calls: (draw) => run(draw, { numHeads: 2, numLayers: 2 }, [2, 1, 3]),
    }),
    likeReference("several new tokens at once after a past", {
      points: 1,
      calls: (draw) => run(draw, { numHeads: 2, numLayers: 2 }, [1, 3, 4]),
    }),
    holds("a token that comes later changes nothing before", {
      points: 1,
      calls: (draw) => {
        const tokens = [3, 1, 4];
        const [now, later] = [5, 0].map((last) => ints([[...tokens, last]]));
        return construct([weightsOf(draw, {}), 2], method("run", now!), method("run", later!));
      },
      property: ([value]) => onlyTheLastChanges(value, 3 * vocab),
    }),
    likeReference("every part gets its gradient", {
      points: 1,
      calls: (draw) => ({ ...run(draw, { numHeads: 2, numLayers: 2 }, [2, 3]), gradients: paths }),
    }),
    likeReference("training takes one step a batch, and tells the loss before each step", {
      points: 2,
      calls: (draw) => {
        const batches = someLengths.map((lengths) => sequenceBatch(draw, vocab, lengths));
        return construct([trainable(weightsOf(draw, {})), 2], method("train", batches, adam(0.02)));
      },
    }),
    holds("thirty steps learn to count: below 0.7 nats, where guessing costs 1.9", {
      points: 1,
      isLong: true,
      calls: (draw) => {
        const rows = repeated(6, () => draw.integer(0, vocab - 1)).map((first) =>
          repeated(6, () => 0).map((_, t) => (first + t) % vocab),
        );
        const batch = {
          inputs: ints(rows.map((row) => row.slice(0, -1))),
          targets: ints(rows.map((row) => row.slice(1))),
          targetMask: maskOf(rows.map(() => 5)),
        };
        const batches = repeated(30, () => batch);
        return construct(
          [trainable(weightsOf(draw, { dModel: 8 })), 2],
          method("train", batches, adam(0.04)),
        );
      },
      property: ([value]) => below(0.7, value),
    }),
    likeReference("does the same with numbers that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [
        run(draw, { dModel: 6, numHeads: 3, numLayers: 2 }, [2, draw.integer(2, 4), 5]),
        run(draw, { dModel: 10, numHeads: 2 }, [3, 8]),
      ],
    }),
    leaksNothing("leaves no tensors behind but its logits and the past", {
      points: 1,
      calls: (draw) => run(draw, { numHeads: 2 }, [2, 2, 3]),
    }),
  ],
};
