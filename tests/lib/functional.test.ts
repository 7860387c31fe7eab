import { describe, expect, test } from "vitest";
import { causalMask } from "../../lib/attention";
import { FeedForward } from "../../lib/feed-forward";
import {
  feedForward,
  linear,
  look,
  offer,
  weightsOf,
  type FeedForwardWeights,
  type LinearWeights,
  type MultiHeadWeights,
} from "../../lib/functional";
import { Gpt } from "../../lib/gpt";
import { Linear } from "../../lib/linear";
import { MultiHeadAttention } from "../../lib/multi-head-attention";
import { randomGenerator } from "../../lib/random";
import { tf } from "../../lib/tf";

const random = randomGenerator("functional");
const inputs = tf.randomNormal<tf.Rank.R3>([2, 3, 4], 0, 1, "float32", 7);
const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()].map((x) => Number(x.toFixed(5)));

describe("weightsOf", () => {
  test("is a tree of the model's own variables, with a list of its numbered layers", () => {
    const model = new Gpt({ vocabSize: 5, dModel: 4, numHeads: 2, numLayers: 2, maxTime: 6 }, random);
    const weights = weightsOf<{ layers: { selfAttention: MultiHeadWeights }[] }>(model);
    expect(weights.layers).toHaveLength(2);
    expect(weights.layers[1]!.selfAttention.queries.bias).toBe(
      model.parameters["layers.1.selfAttention.queries.bias"],
    );
  });

  test("refuses what holds no parameters", () => {
    expect(() => weightsOf({} as never)).toThrow("weightsOf");
  });
});

describe("a layer as a function of its weights gives what lib's class gives", () => {
  test("linear", () => {
    const layer = new Linear({ inputSize: 4, outputSize: 3 }, random);
    expect(numbers(linear(inputs, weightsOf<LinearWeights>(layer)))).toEqual(numbers(layer.apply(inputs)));
  });

  test("feedForward", () => {
    const layer = new FeedForward({ dModel: 4, numHeads: 1 }, random);
    const weights = weightsOf<FeedForwardWeights>(layer);
    expect(numbers(feedForward(inputs, weights))).toEqual(numbers(layer.apply(inputs)));
  });

  test("offer and look", () => {
    const layer = new MultiHeadAttention({ dModel: 4, numHeads: 2 }, random);
    const weights = weightsOf<MultiHeadWeights>(layer);
    const mask = causalMask(3).expandDims<tf.Tensor3D>(0);
    const ours = look(inputs, offer(inputs, weights, 2), weights, mask);
    const theirs = layer.run(inputs, inputs, { mask });
    expect(numbers(ours.output)).toEqual(numbers(theirs.output));
    expect(numbers(ours.weights)).toEqual(numbers(theirs.weights));
  });
});

test("nothing is left over", () => {
  const layer = new MultiHeadAttention({ dModel: 4, numHeads: 2 }, random);
  const weights = weightsOf<MultiHeadWeights>(layer);
  const before = tf.memory().numTensors;
  const { keys, values } = offer(inputs, weights, 2);
  const { output, weights: looked } = look(inputs, { keys, values }, weights);
  tf.dispose([keys, values, output, looked]);
  expect(tf.memory().numTensors).toBe(before);
});
