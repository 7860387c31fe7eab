import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { causalMask, combineMasks, scaledDotProductAttention } from "../../lib/attention";
import { prepareMask } from "../../lib/masked-softmax";
import { MultiHeadAttention, type MultiHeadConfig } from "../../lib/multi-head-attention";
import { randomGenerator } from "../../lib/random";
import { expectPyTorch, referenceCases } from "./reference";
import { expectClose, maskOf, newTensors, normal, numbers, summed } from "./tensors";

const small = (config: Partial<MultiHeadConfig> = {}) =>
  new MultiHeadAttention({ dModel: 4, numHeads: 2, ...config }, randomGenerator(1));
const [inputs, memory] = [normal<tf.Rank.R3>([2, 3, 4], 1), normal<tf.Rank.R3>([2, 5, 4], 2)];

interface Given {
  readonly inputs: tf.Tensor3D;
  readonly memory?: tf.Tensor3D;
  readonly mask?: tf.Tensor2D;
  readonly causal?: tf.Tensor2D;
}

describe("MultiHeadAttention", () => {
  test.each(referenceCases("multi-head-attention"))(
    "gives PyTorch's values and gradients: $name",
    (reference) => {
      const layer = new MultiHeadAttention(reference.options as never, randomGenerator(1));
      expectPyTorch(reference, layer, ({ inputs, memory = inputs, mask, causal }: Given) => ({
        ...layer.run(inputs, memory, { mask: combineMasks({ padding: mask, causal }) }),
      }));
    },
  );

  test("each head is scaled dot-product attention over its share of the width", () => {
    const layer = small();
    const mask = combineMasks({ padding: maskOf([5, 2]) }).tile([1, 3, 1]) as tf.Tensor3D;
    const { keys, values } = layer.offer(memory);
    const { inputToOutput, bias } = {
      inputToOutput: layer.parameters["queries.inputToOutput"] as tf.Variable<tf.Rank.R2>,
      bias: layer.parameters["queries.bias"]!,
    };
    const queries = inputs.reshape<tf.Tensor2D>([6, 4]).matMul(inputToOutput).add(bias).reshape([2, 3, 4]);
    const second = (heads: tf.Tensor4D) =>
      heads.slice([0, 1, 0, 0], [2, 1, 5, 2]).squeeze([1]) as tf.Tensor3D;
    const own = queries.slice([0, 0, 2], [2, 3, 2]) as tf.Tensor3D;
    const expected = scaledDotProductAttention(own, second(keys), second(values), { mask });
    const { weights } = layer.run(inputs, memory, { mask });
    expectClose(weights.slice([0, 1, 0, 0], [2, 1, 3, 5]).squeeze([1]), expected.weights, 1e-6);
  });

  test("weights sum to 1 over the allowed positions and are exactly 0 at the others", () => {
    const { weights } = small().run(inputs, memory, { mask: combineMasks({ padding: maskOf([5, 2]) }) });
    expectClose(weights.sum(3), tf.ones([2, 2, 3]), 1e-5);
    expect(numbers(weights.slice([1, 0, 0, 2], [1, 2, 3, 3])).every((weight) => weight === 0)).toBe(true);
  });

  test("a source that is all padding gives weights of 0 and no gradient, never NaN", () => {
    const mask = combineMasks({ padding: maskOf([5, 0], 5) });
    const run = (m: tf.Tensor) => small().run(inputs, m as tf.Tensor3D, { mask });
    expect(numbers(run(memory).weights.slice([1, 0, 0, 0])).every((weight) => weight === 0)).toBe(true);
    const gradient = tf.grad((m) => summed(Object.values(run(m))))(memory);
    expect(numbers(gradient.slice([1, 0, 0])).every((slope) => slope === 0)).toBe(true);
    expect(numbers(gradient).every(Number.isFinite)).toBe(true);
  });

  test("appending padding, and permuting what is looked at, change nothing", () => {
    const layer = small();
    const { output } = layer.run(inputs, memory);
    const longer = tf.concat([memory, tf.fill<tf.Rank.R3>([2, 2, 4], 9)], 1);
    const mask = combineMasks({ padding: maskOf([5, 5], 7) });
    expectClose(layer.run(inputs, longer, { mask }).output, output, 1e-6);
    expectClose(layer.run(inputs, memory.reverse(1)).output, output, 1e-6);
  });

  test("a mask made ready once gives the same as the mask", () => {
    const layer = small();
    const ready = prepareMask(causalMask(3));
    const expected = layer.run(inputs, inputs, { mask: combineMasks({ causal: causalMask(3) }) });
    expectClose(layer.run(inputs, inputs, { mask: ready }).output, expected.output, 0);
  });

  test("leaves two tensors, two for what it offers, and every parameter gets a gradient", () => {
    const layer = small();
    expect(newTensors(() => layer.run(inputs, memory))).toBe(2);
    expect(newTensors(() => layer.offer(memory))).toBe(2);
    const { grads } = tf.variableGrads(
      () => summed([layer.run(inputs, memory).output]),
      Object.values(layer.parameters),
    );
    expect(Object.keys(grads)).toHaveLength(Object.keys(layer.parameters).length);
  });

  test("refuses heads that do not divide the width, and broken sizes", () => {
    expect(() => small({ numHeads: 3 })).toThrow("MultiHeadAttention: 3 heads do not divide dModel 4");
    expect(() => small({ numHeads: 0 })).toThrow(
      "MultiHeadAttention: numHeads should be a whole number ≥ 1, got 0",
    );
    expect(() => small({ dModel: NaN })).toThrow(
      "MultiHeadAttention: dModel should be a whole number ≥ 1, got NaN",
    );
  });

  test("names what does not fit", () => {
    expect(() => small().run(tf.ones([2, 3, 5]), memory)).toThrow(
      'MultiHeadAttention.look: axis "dModel" is 4 in the layer, but 5 in inputs',
    );
    expect(() => small().run(inputs, tf.ones([2, 3, 5]))).toThrow(
      'MultiHeadAttention.offer: axis "dModel" is 4 in the layer, but 5 in memory',
    );
    expect(() => small().run(tf.ones([3, 3, 4]), memory)).toThrow(
      'MultiHeadAttention.look: axis "batch" is 3 in inputs, but 2 in keys',
    );
    expect(() => small().run(inputs, memory, { mask: tf.ones([2, 3, 4], "int32") })).toThrow(
      "MultiHeadAttention: mask should be [batch, query, key] = [2, 3, 5], got a tensor [2, 3, 4]",
    );
  });
});
