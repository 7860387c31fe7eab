import { describe, expect, test } from "vitest";
import { tf } from "../../../lib/tf";
import { expectClose, newTensors, normal } from "../tensors";

/** The gradients of both ways to compute the same agree. */
function expectSameGradients(
  inputs: tf.Tensor[],
  ours: (...inputs: tf.Tensor[]) => tf.Tensor,
  other: (...inputs: tf.Tensor[]) => tf.Tensor,
): void {
  const change = normal(ours(...inputs).shape, 9);
  const [got, wanted] = [ours, other].map((run) => tf.grads(run)(inputs, change));
  expect(got!.map(({ shape }) => shape)).toEqual(inputs.map(({ shape }) => shape));
  got!.forEach((gradient, index) => expectClose(gradient, wanted![index]!, 1e-5, `of input ${index}`));
}

describe("the gradient of tf.einsum", () => {
  const [first, second] = [normal([2, 3, 4], 1), normal([4, 5], 2)];

  test("is that of a matrix product", () => {
    expectSameGradients(
      [first, second],
      (a, b) => tf.einsum("btm,mh->bth", a, b),
      (a, b) => tf.matMul(a, b),
    );
  });

  test("is that of a sum, where an axis stands in one term only", () => {
    expectSameGradients(
      [first, second],
      (a, b) => tf.einsum("btm,mh->b", a, b),
      (a, b) => tf.matMul(a, b).sum([1, 2]),
    );
  });

  test("is that of a transpose, for one input", () => {
    expectSameGradients(
      [second],
      (a) => tf.einsum("ab->ba", a),
      (a) => a.transpose(),
    );
  });

  test("is refused in words where a term has three dots or a name twice", () => {
    const square = normal([3, 3], 1);
    expect(() => tf.grad((x) => tf.einsum("...i->...", x))(square)).toThrow(
      'no gradient of tf.einsum with "..."',
    );
    expect(() => tf.grad((x) => tf.einsum("ii->i", x))(square)).toThrow("a name twice in one term");
  });

  test("leaves no tensor", () => {
    expect(newTensors(() => tf.grads((a, b) => tf.einsum("btm,mh->bh", a, b))([first, second]))).toBe(2);
  });
});

test("the gradient of tf.gatherND adds up what was taken twice", () => {
  const indices = tf.tensor2d([[0, 1], [2, 0], [0, 1]], [3, 2], "int32"); // prettier-ignore
  const gradient = tf.grad((x) => tf.gatherND(x, indices))(normal([3, 2], 1), tf.tensor1d([1, 10, 100]));
  expect(gradient.arraySync()).toEqual([[0, 101], [0, 0], [10, 0]]); // prettier-ignore
});

test("the gradient of tf.unstack is that of a slice, where it gives one tensor too", () => {
  const unstacked = (x: tf.Tensor): tf.Tensor => tf.addN(tf.unstack(x, 1).map((one) => one.square()));
  expectSameGradients([normal([2, 1, 3], 1)], unstacked, (x) => x.square().sum(1));
  expectSameGradients([normal([2, 4, 3], 1)], unstacked, (x) => x.square().sum(1));
});

test("a choice has no slope: what comes of the largest place gives a gradient to all but the choice", () => {
  const table = normal([4, 3], 1);
  const isMine = tf.tensor1d([1, 0], "bool");
  const reads = (x: tf.Tensor, choice: tf.Tensor): tf.Tensor =>
    tf.gather(x, tf.where(isMine, choice.cast("int32"), tf.tensor1d([3, 3], "int32")));
  const [gradient] = tf.grads((x) => reads(x, x.slice([0, 0], [2, 3]).argMax(1)))([table]);
  const chosen = table.slice([0, 0], [2, 3]).argMax(1);
  expectClose(gradient!, tf.grad((x) => reads(x, chosen))(table), 1e-6, "of the table");
  const [least] = tf.grads((x) => reads(x, x.slice([0, 0], [2, 3]).argMin(1)))([table]);
  expect(least!.shape).toEqual([4, 3]);
});
