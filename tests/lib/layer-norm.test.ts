import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { LayerNorm, layerNorm, type LayerNormWeights } from "../../lib/layer-norm";
import { expectPyTorch, referenceCases, shapeOf } from "./reference";
import { expectClose, expectGradient, newTensors, normal, numbers, slope, summed } from "./tensors";

const neutral: LayerNormWeights = { scale: tf.ones([2]), shift: tf.zeros([2]) };

describe("layerNorm", () => {
  test("brings two numbers to −1 and 1", () => {
    expectClose(layerNorm(tf.tensor2d([[3, 7]]), neutral), tf.tensor2d([[-1, 1]]), 1e-5);
  });

  test("equal numbers become 0, never NaN, forward and backward", () => {
    const equal = tf.tensor2d([[5, 5]]);
    expect(numbers(layerNorm(equal, neutral))).toEqual([0, 0]);
    const gradient = tf.grad((x) =>
      layerNorm(x as tf.Tensor2D, neutral)
        .mul([1, 2])
        .sum(),
    )(equal);
    expect(numbers(gradient).every(Number.isFinite)).toBe(true);
  });

  test("each position is normalised by itself", () => {
    const inputs = normal<tf.Rank.R3>([2, 3, 2], 1);
    const alone = layerNorm(inputs.slice([1, 2, 0], [1, 1, 2]), neutral);
    expectClose(layerNorm(inputs, neutral).slice([1, 2, 0], [1, 1, 2]), alone, 0);
  });

  test("adding to or stretching all numbers of a position changes nothing", () => {
    const inputs = normal<tf.Rank.R2>([3, 8], 1);
    const wide = { scale: tf.ones<tf.Rank.R1>([8]), shift: tf.zeros<tf.Rank.R1>([8]) };
    expectClose(
      layerNorm(inputs.mul<tf.Tensor2D>(5).add<tf.Tensor2D>(9), wide),
      layerNorm(inputs, wide),
      1e-4,
    );
  });

  test("leaves one tensor, and names what does not fit", () => {
    const inputs = normal<tf.Rank.R2>([3, 2], 1);
    expect(newTensors(() => layerNorm(inputs, neutral))).toBe(1);
    expect(() => layerNorm(tf.ones<tf.Rank.R2>([1, 3]), neutral)).toThrow(
      'layerNorm: axis "width" is 3 in inputs, but 2 in scale',
    );
  });
});

describe("LayerNorm", () => {
  test.each(referenceCases("layer-norm"))("gives PyTorch's values and gradients: $name", (reference) => {
    const layer = new LayerNorm({ width: shapeOf(reference, "scale")[0]! });
    expectPyTorch(reference, layer, ({ inputs }: { inputs: tf.Tensor3D }) => ({
      outputs: layer.apply(inputs),
    }));
  });

  test.each([[[1, 1, 1]], [[1, 1, 6]], [[2, 3, 4]], [[4, 1, 5]]] as [number, number, number][][])(
    "gives the equation's values and gradients: %s",
    (shape) => {
      const layer = new LayerNorm({ width: shape![2] });
      const { scale, shift } = layer.parameters as Record<"scale" | "shift", tf.Variable>;
      scale.assign(normal([shape![2]], 1));
      shift.assign(normal([shape![2]], 2));
      const inputs = tf.variable(normal<tf.Rank.R3>(shape!, 3));
      const given = inputs as tf.Tensor as tf.Tensor3D;
      const weights = { scale, shift } as unknown as LayerNormWeights;
      const fast = tf.variableGrads(() => summed([layer.apply(given)]), [inputs, scale, shift]);
      const plain = tf.variableGrads(() => summed([layerNorm(given, weights)]), [inputs, scale, shift]);
      expectClose(fast.value, plain.value, 1e-5);
      expectClose(fast.grads[inputs.name]!, plain.grads[inputs.name]!, 1e-5, "gradient of inputs");
      expectClose(fast.grads[scale.name]!, plain.grads[scale.name]!, 1e-5, "gradient of scale");
      expectClose(fast.grads[shift.name]!, plain.grads[shift.name]!, 1e-5, "gradient of shift");
    },
  );

  test("gives the numbers of TensorFlow.js' own layer", () => {
    const layer = tf.layers.layerNormalization({ epsilon: 1e-5 });
    const inputs = normal<tf.Rank.R3>([2, 3, 4], 1);
    expectClose(new LayerNorm({ width: 4 }).apply(inputs), layer.apply(inputs) as tf.Tensor, 1e-5);
  });

  test("has the slopes that small steps show", () => {
    const layer = new LayerNorm({ width: 4 });
    expectGradient(
      (x: tf.Tensor2D) => layer.apply(x).mul(slope(x)).sum<tf.Scalar>(),
      normal<tf.Rank.R2>([2, 4], 1),
    );
  });

  test("leaves one tensor, and after a gradient one more", () => {
    const layer = new LayerNorm({ width: 4 });
    const inputs = normal<tf.Rank.R3>([2, 3, 4], 1);
    expect(newTensors(() => layer.apply(inputs))).toBe(1);
    const gradient = tf.grad((x) => layer.apply(x as tf.Tensor3D).sum());
    expect(newTensors(() => gradient(inputs))).toBe(1);
  });

  test("names what does not fit", () => {
    expect(() => new LayerNorm({ width: 0 })).toThrow("LayerNorm: width should be a whole number ≥ 1, got 0");
    expect(() => new LayerNorm({ width: 4 }).apply(tf.ones<tf.Rank.R2>([1, 3]))).toThrow(
      'LayerNorm.apply: axis "width" is 4 in the layer, but 3 in inputs',
    );
    expect(() => new LayerNorm({ width: 4 }).apply(tf.ones([4]) as never)).toThrow(
      "LayerNorm.apply: inputs should have 2 axes [batch, width], got 1 [4]",
    );
  });
});
