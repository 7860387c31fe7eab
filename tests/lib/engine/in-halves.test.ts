import { describe, expect, test } from "vitest";
import { tf } from "../../../lib/tf";
import { Dropout } from "../../../lib/dropout";
import { inHalves, isHalf } from "../../../lib/engine/in-halves";
import { tape } from "../../../lib/engine/tape";
import { randomGenerator } from "../../../lib/random";
import { expectClose, normal } from "../tensors";

describe("inHalves", () => {
  const x = normal<tf.Rank.R2>([5, 3], 1);
  const weight = tf.variable(normal<tf.Rank.R2>([3, 2], 2));
  const loss = (run: (x: tf.Tensor2D) => tf.Tensor2D) => () =>
    inHalves({}, { x }, ({ x }) => run(x))
      .square()
      .sum<tf.Scalar>();

  test("on tape, runs the first and the second half, also of an odd batch, with the same value and gradient", () => {
    const sizes: number[] = [];
    const run = (part: tf.Tensor2D) => {
      sizes.push(part.shape[0]);
      expect(isHalf()).toBe(part.shape[0] < 5);
      return part.matMul(weight) as tf.Tensor2D;
    };
    const whole = tf.variableGrads(loss(run), [weight]);
    const { result: halves } = tape(() => tf.variableGrads(loss(run), [weight]));
    expect(sizes).toEqual([5, 3, 2]);
    expectClose(halves.value, whole.value);
    expectClose(halves.grads[weight.name]!, whole.grads[weight.name]!);
    expect(isHalf()).toBe(false);
  });

  test("leaves whole what has drawn numbers before: halves would draw others", () => {
    const dropout = new Dropout({ rate: 0.5 }, randomGenerator(1));
    const owner = {};
    const sizes: number[] = [];
    const run = () =>
      inHalves(owner, { x }, ({ x }) => {
        sizes.push(x.shape[0]);
        return dropout.apply(x, { isTraining: true });
      });
    run();
    tape(run);
    expect(sizes).toEqual([5, 5]);
  });

  test("leaves a batch of one whole, and lets the next one through after an error", () => {
    const sizes: number[] = [];
    const run = (x: tf.Tensor2D) => tape(() => inHalves({}, { x }, ({ x }) => (sizes.push(x.shape[0]), x)));
    run(x.slice([0, 0], [1, 3]));
    expect(() => tape(() => inHalves({}, { x }, fail))).toThrow("no");
    run(x);
    expect(sizes).toEqual([1, 3, 2]);
  });
});

function fail(): never {
  throw new Error("no");
}
