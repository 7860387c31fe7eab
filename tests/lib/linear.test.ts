import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { Linear } from "../../lib/linear";
import { countParameters } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { ShapeError } from "../../lib/shapes";
import { expectPyTorch, referenceCases, shapeOf } from "./reference";
import { expectClose, newTensors, normal, numbers } from "./tensors";

const random = () => randomGenerator(1);

describe("Linear", () => {
  test("multiplies by the matrix and adds the bias", () => {
    const layer = new Linear({ inputSize: 2, outputSize: 1 }, random());
    layer.parameters["inputToOutput"]!.assign(tf.tensor2d([[2], [3]]));
    layer.parameters["bias"]!.assign(tf.tensor1d([10]));
    expect(numbers(layer.apply(tf.tensor2d([[1, 1]])))).toEqual([15]);
  });

  test.each(referenceCases("linear"))("gives PyTorch's values and gradients: $name", (reference) => {
    const [inputSize, outputSize] = shapeOf(reference, "inputToOutput") as [number, number];
    const layer = new Linear({ inputSize, outputSize }, random());
    expectPyTorch(reference, layer, ({ inputs }: { inputs: tf.Tensor3D }) => ({
      outputs: layer.apply(inputs),
    }));
  });

  test("treats each time step like an example of its own", () => {
    const layer = new Linear({ inputSize: 3, outputSize: 2 }, random());
    const inputs = normal<tf.Rank.R3>([2, 4, 3], 1);
    const oneByOne = layer.apply(inputs.reshape<tf.Tensor2D>([8, 3])).reshape([2, 4, 2]);
    expectClose(layer.apply(inputs), oneByOne, 0);
  });

  test("has no bias if it is told so", () => {
    const layer = new Linear({ inputSize: 3, outputSize: 2, usesBias: false }, random());
    expect(countParameters(layer)).toBe(6);
    expect(numbers(layer.apply(tf.zeros<tf.Rank.R2>([1, 3])))).toEqual([0, 0]);
  });

  test("starts within ±1/√inputSize, the bias at 0", () => {
    const layer = new Linear({ inputSize: 100, outputSize: 50 }, random());
    const weights = numbers(layer.parameters["inputToOutput"]!);
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(0.1);
    expect(numbers(layer.parameters["bias"]!).every((bias) => bias === 0)).toBe(true);
  });

  test("leaves one tensor, its output", () => {
    const layer = new Linear({ inputSize: 3, outputSize: 2 }, random());
    const inputs = normal<tf.Rank.R3>([2, 4, 3], 1);
    expect(newTensors(() => layer.apply(inputs))).toBe(1);
  });

  test("says which width it expected", () => {
    const layer = new Linear({ inputSize: 3, outputSize: 2 }, random());
    const wide = () => layer.apply(tf.ones<tf.Rank.R2>([1, 4]));
    expect(wide).toThrow(ShapeError);
    expect(wide).toThrow('Linear.apply: axis "input" is 3 in the layer, but 4 in inputs');
  });

  test("refuses a size that is no whole number ≥ 1", () => {
    const sized = (inputSize: number, outputSize: number) => () =>
      new Linear({ inputSize, outputSize }, random());
    expect(sized(0, 2)).toThrow("Linear: inputSize should be a whole number ≥ 1, got 0");
    expect(sized(2, NaN)).toThrow("Linear: outputSize should be a whole number ≥ 1, got NaN");
    expect(sized(2, Infinity)).toThrow("Linear: outputSize should be a whole number ≥ 1, got Infinity");
  });
});
