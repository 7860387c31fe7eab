import { expect, test } from "vitest";
import { tf } from "../../lib/tf";

test("TensorFlow's own kernels do the work, not the slow JavaScript ones", () => {
  expect(tf.getBackend()).toBe("tensorflow");
  expect(tf.matMul(tf.ones([1, 2]), tf.ones([2, 1])).dataSync()[0]).toBe(2);
});
