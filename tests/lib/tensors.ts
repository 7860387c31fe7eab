/** What tests of tensors share: random tensors, comparisons whose message shows where, counts, and slopes by hand. */
import { expect } from "vitest";
import { tf } from "../../lib/tf";

/** Random numbers from the standard normal distribution, the same for the same seed. */
export const normal = <Rank extends tf.Rank>(shape: tf.ShapeMap[Rank], seed: number): tf.Tensor<Rank> =>
  tf.randomNormal<Rank>(shape, 0, 1, "float32", seed + 1); // TensorFlow.js takes 0 for no seed

/** Whole numbers, as ids and masks are. */
export const ids = (rows: number[][]): tf.Tensor2D => tf.tensor2d(rows, undefined, "int32");

/** 1 for each of `lengths` tokens of a row, 0 after them. */
export const maskOf = (lengths: number[], time = Math.max(...lengths)): tf.Tensor2D =>
  ids(lengths.map((length) => Array.from({ length: time }, (_, t) => (t < length ? 1 : 0))));

/** All numbers of a tensor; −0 as 0, since nobody means the difference. */
export const numbers = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync(), (value) => value + 0);

/** Fails with the place, got and expected where two tensors differ most; relative above 1, absolute below. */
export function expectClose(actual: tf.Tensor, expected: tf.Tensor, tolerance = 1e-5, what = "tensor"): void {
  expect(actual.shape, `shape of ${what}`).toEqual(expected.shape);
  const [got, wanted] = [numbers(actual), numbers(expected)];
  const errors = got.map((value, index) => {
    const error = Math.abs(value - wanted[index]!) / Math.max(1, Math.abs(wanted[index]!));
    return Number.isNaN(error) ? Infinity : error;
  });
  const worst = errors.indexOf(Math.max(...errors));
  const message = `${what} at index ${worst} is ${got[worst]}, expected ${wanted[worst]}`;
  expect(errors[worst], message).toBeLessThanOrEqual(tolerance);
}

/** How many tensors are left over after a call, its outputs included. */
export function newTensors(run: () => unknown): number {
  const before = tf.memory().numTensors;
  run();
  return tf.memory().numTensors - before;
}

/** The slope of a loss at each number of x, by moving that number up and down a little. */
export function numericGradient<Given extends tf.Tensor>(loss: (x: Given) => tf.Scalar, x: Given): tf.Tensor {
  const step = 1e-2; // float32 rounds: smaller steps drown in it
  const lossAt = (index: number, change: number): number => {
    const moved = numbers(x);
    moved[index]! += change;
    return loss(tf.tensor(moved, x.shape) as Given).dataSync()[0]!;
  };
  const slopes = numbers(x).map((_, index) => (lossAt(index, step) - lossAt(index, -step)) / (2 * step));
  return tf.tensor(slopes, x.shape);
}

/** Compares the gradient that TensorFlow finds with slopes by hand. */
export function expectGradient<Given extends tf.Tensor>(loss: (x: Given) => tf.Scalar, x: Given): void {
  const gradient = tf.grad(loss as (x: tf.Tensor) => tf.Tensor)(x);
  expectClose(gradient, numericGradient(loss, x), 5e-3, "gradient");
}

/** A different slope for every number of an output, so that no two gradients cancel out. */
export function slope(output: tf.Tensor): tf.Tensor {
  const values = Array.from({ length: output.size }, (_, k) => Math.cos(k + 1));
  return tf.tensor(values, output.shape);
}

/** One number out of many outputs, for gradients. */
export const summed = (outputs: tf.Tensor[]): tf.Scalar =>
  tf.addN(outputs.map((output) => output.mul(slope(output)).sum<tf.Scalar>()));
