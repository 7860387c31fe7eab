import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { causalMask, combineMasks } from "../../lib/attention";
import { randomGenerator } from "../../lib/random";
import { DecoderLayer, EncoderLayer } from "../../lib/transformer-layer";
import { FeedForward, type LayerConfig } from "../../lib/feed-forward";
import { expectPyTorch, referenceCases } from "./reference";
import { expectClose, maskOf, newTensors, normal, numbers } from "./tensors";

const config: LayerConfig = { dModel: 4, numHeads: 2 };
const random = () => randomGenerator(1);
const inputs = normal<tf.Rank.R3>([2, 3, 4], 1);
const states = normal<tf.Rank.R3>([2, 5, 4], 2);

interface Given {
  readonly inputs: tf.Tensor3D;
  readonly states: tf.Tensor3D;
  readonly mask: tf.Tensor2D;
  readonly causal: tf.Tensor2D;
}

describe("FeedForward", () => {
  test("is max(0, x W_1 + b_1) W_2 + b_2", () => {
    const layer = new FeedForward({ dModel: 1, numHeads: 1, dFeedForward: 2 }, random());
    layer.parameters["wide.inputToOutput"]!.assign(tf.tensor2d([[1, -1]]));
    layer.parameters["narrow.inputToOutput"]!.assign(tf.tensor2d([[2], [3]]));
    expect(numbers(layer.apply(tf.tensor3d([[[5], [-5]]])))).toEqual([10, 15]);
  });

  test("is four times as wide inside unless told otherwise", () => {
    expect(new FeedForward(config, random()).parameters["wide.bias"]!.shape).toEqual([16]);
    expect(() => new FeedForward({ ...config, dFeedForward: 0 }, random())).toThrow(
      "FeedForward: dFeedForward should be a whole number ≥ 1, got 0",
    );
  });
});

describe("EncoderLayer", () => {
  test.each(referenceCases("encoder-layer"))("gives PyTorch's values and gradients: $name", (reference) => {
    const layer = new EncoderLayer(reference.options as never, random());
    expectPyTorch(reference, layer, ({ inputs, mask }: Given) => ({
      output: layer.run(inputs, { mask: combineMasks({ padding: mask }) }).output,
    }));
  });

  test("with a past, only new positions are computed, and they come out the same", () => {
    const layer = new EncoderLayer(config, random());
    const whole = layer.run(inputs, { mask: combineMasks({ causal: causalMask(3) }) });
    const first = layer.run(inputs.slice([0, 0, 0], [2, 2, 4]), {
      mask: combineMasks({ causal: causalMask(2) }),
    });
    const last = layer.run(inputs.slice([0, 2, 0], [2, 1, 4]), { past: first.keysValues });
    expectClose(last.output, whole.output.slice([0, 2, 0], [2, 1, 4]), 1e-6);
    expectClose(last.keysValues.keys, whole.keysValues.keys, 1e-6);
  });

  test("drops numbers in training only, others at each call", () => {
    const layer = new EncoderLayer({ ...config, dropout: 0.5 }, random());
    const still = layer.run(inputs).output;
    expectClose(layer.run(inputs).output, still, 0);
    const first = layer.run(inputs, { isTraining: true }).output;
    expect(numbers(first)).not.toEqual(numbers(still));
    expect(numbers(layer.run(inputs, { isTraining: true }).output)).not.toEqual(numbers(first));
  });

  test("without norm and residual connection only what the sublayers say goes on", () => {
    const layer = new EncoderLayer({ ...config, norm: "none", residual: false }, random());
    expect(Object.keys(layer.parameters).filter((name) => name.includes("Norm"))).toEqual([]);
    for (const name of ["feedForward.narrow.inputToOutput", "feedForward.narrow.bias"])
      layer.parameters[name]!.assign(tf.zerosLike(layer.parameters[name]!));
    expectClose(layer.run(inputs).output, tf.zerosLike(inputs), 0);
    const added = new EncoderLayer({ ...config, norm: "none" }, random());
    for (const [name, parameter] of Object.entries(added.parameters))
      if (/narrow|selfAttention.output/.test(name)) parameter.assign(tf.zerosLike(parameter));
    expectClose(added.run(inputs).output, inputs, 0);
  });

  test("leaves its output, weights, keys and values", () => {
    const layer = new EncoderLayer(config, random());
    expect(newTensors(() => layer.run(inputs))).toBe(4);
  });

  test("refuses an unknown norm, a broken dropout, and inputs of another width", () => {
    expect(() => new EncoderLayer({ ...config, norm: "middle" as never }, random())).toThrow(
      'norm should be "pre", "post" or "none", got "middle"',
    );
    expect(() => new EncoderLayer({ ...config, dropout: 1 }, random())).toThrow(
      "EncoderLayer: dropout should be a number in [0, 1), got 1",
    );
    expect(() => new EncoderLayer(config, random()).run(tf.ones([2, 3, 5]))).toThrow(
      'EncoderLayer.run: axis "dModel" is 4 in the layer, but 5 in inputs',
    );
  });
});

describe("DecoderLayer", () => {
  test.each(referenceCases("decoder-layer"))("gives PyTorch's values and gradients: $name", (reference) => {
    const layer = new DecoderLayer(reference.options as never, random());
    expectPyTorch(reference, layer, ({ inputs, states, mask, causal }: Given) => {
      const source = layer.offer(states);
      const options = { mask: combineMasks({ causal }), sourceMask: combineMasks({ padding: mask }) };
      return { output: layer.run(inputs, { ...options, source }).output };
    });
  });

  test("tells where it looked in the target and in the source", () => {
    const layer = new DecoderLayer(config, random());
    const looked = layer.run(inputs, {
      source: layer.offer(states),
      mask: combineMasks({ causal: causalMask(3) }),
      sourceMask: combineMasks({ padding: maskOf([5, 2]) }),
    });
    expect([looked.weights.shape, looked.sourceWeights.shape]).toEqual([
      [2, 2, 3, 3],
      [2, 2, 3, 5],
    ]);
    expectClose(looked.sourceWeights.sum(3), tf.ones([2, 2, 3]), 1e-5);
  });

  test("leaves its output, both weights, keys and values", () => {
    const layer = new DecoderLayer(config, random());
    const source = layer.offer(states);
    expect(newTensors(() => layer.run(inputs, { source }))).toBe(5);
  });
});
