import { describe, expect, test } from "vitest";
import { tf } from "../../../lib/tf";
import { expectClose, newTensors, normal } from "../tensors";

/** The same product with the smaller side repeated by hand. */
const repeated = (tensor: tf.Tensor, batch: number): tf.Tensor => tf.stack(Array(batch).fill(tensor));

describe("the gradient of a stack of matrices times one matrix", () => {
  test.each([
    ["as they are", false, false],
    ["with the first transposed", true, false],
    ["with the second transposed", false, true],
    ["with both transposed", true, true],
  ])("is that of flattening, or of repeating the matrix: %s", (_, turnsFirst, turnsSecond) => {
    const stack = normal(turnsFirst ? [2, 4, 3] : [2, 3, 4], 1);
    const matrix = normal(turnsSecond ? [5, 4] : [4, 5], 2);
    const change = normal([2, 3, 5], 3);
    const gradients = (second: (b: tf.Tensor) => tf.Tensor) =>
      tf.grads((a, b) => tf.matMul(a, second(b), turnsFirst, turnsSecond))([stack, matrix], change);
    const [ours, byHand] = [gradients((b) => b), gradients((b) => repeated(b, 2))];
    expect(ours.map(({ shape }) => shape)).toEqual([stack.shape, matrix.shape]);
    expectClose(ours[0]!, byHand[0]!, 1e-5, "of the stack");
    expectClose(ours[1]!, byHand[1]!, 1e-5, "of the matrix");
  });

  test("is summed over every axis along which a side was repeated, on either side", () => {
    const [first, second] = [normal([3, 1, 2, 4], 1), normal([5, 4, 2], 2)];
    const [ofFirst, ofSecond] = tf.grads((a, b) => tf.matMul(a, b))([first, second]) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const columnSums = second.sum([0, 2]); // every row of the first meets all five matrices
    expect(ofFirst.shape).toEqual([3, 1, 2, 4]);
    expectClose(ofFirst.slice([0, 0, 0, 0], [1, 1, 1, 4]).reshape([4]), columnSums, 1e-5);
    expect(ofSecond.shape).toEqual([5, 4, 2]);
    expectClose(ofSecond.slice([0, 0, 0], [1, 4, 1]).reshape([4]), first.sum([0, 1, 2]), 1e-5);
  });

  test("of a product without repetition stays as it was, and leaves no tensor", () => {
    const [first, second] = [normal([2, 3, 4], 1), normal([2, 4, 5], 2)];
    expect(newTensors(() => tf.grads((a, b) => tf.matMul(a, b))([first, second]))).toBe(2);
  });
});
