/** The Transformer's layers: calls that must be refused, and the words of each refusal. */
import { randomGenerator } from "../../../lib/random";
import { DecoderLayer, EncoderLayer } from "../../../lib/transformer-layer";
import { FeedForward } from "../../../lib/feed-forward";
import { nothing, ones, type Refusal } from "./refusal";

const random = randomGenerator(1);
const layer = { dModel: 4, numHeads: 2 };
const [inside, writing] = [new EncoderLayer(layer, random), new DecoderLayer(layer, random)];
const past = { keys: ones(2, 1, 3, 2), values: ones(2, 1, 3, 2) };

export const layerRefusals: Refusal[] = [
  ["FeedForward: config should be an object, got undefined", () => new FeedForward(nothing, random)],
  [
    "FeedForward: dModel should be a whole number ≥ 1, got undefined",
    () => new FeedForward({} as never, random),
  ],
  [
    "FeedForward: dFeedForward should be a whole number ≥ 1, got Infinity",
    () => new FeedForward({ ...layer, dFeedForward: Infinity }, random),
  ],
  [
    'FeedForward.apply: axis "dModel" is 4 in the layer, but 5 in inputs',
    () => new FeedForward(layer, random).apply(ones(2, 3, 5)),
  ],
  ["EncoderLayer: config should be an object, got undefined", () => new EncoderLayer(nothing, random)],
  [
    "EncoderLayer: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new EncoderLayer(layer, nothing),
  ],
  [
    'EncoderLayer: norm should be "pre", "post" or "none", got "middle"',
    () => new EncoderLayer({ ...layer, norm: "middle" as never }, random),
  ],
  [
    "EncoderLayer: dropout should be a number in [0, 1), got NaN",
    () => new EncoderLayer({ ...layer, dropout: NaN }, random),
  ],
  [
    "EncoderLayer.run: inputs should be a tensor [batch, time, dModel], got undefined",
    () => inside.run(nothing),
  ],
  [
    "EncoderLayer.run: inputs should have 3 axes [batch, time, dModel], got 2 [3, 4]",
    () => inside.run(ones(3, 4)),
  ],
  [
    'EncoderLayer.run: axis "head" is 2 in the layer, but 1 in past.keys',
    () => inside.run(ones(2, 3, 4), { past }),
  ],
  [
    'EncoderLayer.run: axis "batch" is 2 in inputs, but 1 in past.keys',
    () => inside.run(ones(2, 3, 4), { past: { keys: ones(1, 2, 3, 2), values: ones(1, 2, 3, 2) } }),
  ],
  [
    'DecoderLayer: norm should be "pre", "post" or "none", got true',
    () => new DecoderLayer({ ...layer, norm: true as never }, random),
  ],
  [
    "DecoderLayer.run: options.source should be an object, got undefined",
    () => writing.run(ones(2, 3, 4), {} as never),
  ],
  ["DecoderLayer.run: options should be an object, got undefined", () => writing.run(ones(2, 3, 4), nothing)],
  [
    'MultiHeadAttention.offer: axis "dModel" is 4 in the layer, but 5 in memory',
    () => writing.offer(ones(2, 3, 5)),
  ],
  [
    "FeedForward: dFeedForward should be a whole number ≥ 1, got 0",
    () => new FeedForward({ dModel: 2, numHeads: 1, dFeedForward: 0 }, random),
  ],
  [
    'EncoderLayer: norm should be "pre", "post" or "none", got "off"',
    () => new EncoderLayer({ dModel: 4, numHeads: 2, norm: "off" as never }, random),
  ],
  [
    "EncoderLayer: dropout should be a number in [0, 1), got 1",
    () => new EncoderLayer({ dModel: 4, numHeads: 2, dropout: 1 }, random),
  ],
  [
    'EncoderLayer.run: axis "dModel" is 4 in the layer, but 3 in inputs',
    () => new EncoderLayer({ dModel: 4, numHeads: 2 }, random).run(ones(1, 2, 3)),
  ],
];
