import { expect, test } from "vitest";
import { tf } from "../../../lib/tf";

const messageOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was thrown";
};

test.each([
  [
    "MatMul: TensorFlow cannot do this with [2, 3] float32 and [4, 5] float32.\n" +
      "A matrix product needs as many columns on the left as rows on the right: the first has 3 columns, the second has 4 rows.",
    () => tf.matMul(tf.ones([2, 3]), tf.ones([4, 5])),
  ],
  [
    "MatMul: TensorFlow cannot do this with [2, 3] float32 and [3, 5] float32.\n" +
      "A matrix product needs as many columns on the left as rows on the right: the first has 3 columns, the second, transposed, has 5 rows.",
    () => tf.matMul(tf.ones([2, 3]), tf.ones([3, 5]), false, true),
  ],
  [
    "BatchMatMul: TensorFlow cannot do this with [2, 3, 4] float32 and [3, 4, 5] float32.\n" +
      "The axes before the last two must be the same in both, or 1.",
    () => tf.matMul(tf.ones([2, 3, 4]), tf.ones([3, 4, 5])),
  ],
])("a product of tensors that do not fit says which, and what would fit: %s", (message, call) => {
  expect(messageOf(call)).toContain(message);
  expect(messageOf(call)).not.toContain("TF_Status");
});

test("what TensorFlow itself says stands below, without a status number", () => {
  expect(messageOf(() => tf.matMul(tf.ones([2, 3]), tf.ones([4, 5])))).toContain(
    "\nTensorFlow's own words: Matrix size-incompatible",
  );
});

test("a look-up outside the table names its tensors", () => {
  const message = messageOf(() => tf.gather(tf.ones([3, 2]), tf.tensor1d([7], "int32")).dataSync());
  expect(message).toContain("Gather: TensorFlow cannot do this with [3, 2] float32 and [1] int32");
});

test("an error that is not TensorFlow's stays as it is", () => {
  expect(messageOf(() => tf.matMul(tf.ones([2, 3]), "matrix" as never))).not.toContain(
    "TensorFlow cannot do this",
  );
});
