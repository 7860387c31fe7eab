import { describe, expect, test } from "vitest";
import { tf } from "../../../lib/tf";
import { expectClose, normal } from "../tensors";

describe("a product of two matrices", () => {
  test.each([
    ["as they are", false, false],
    ["with the first turned", true, false],
    ["with the second turned", false, true],
    ["with both turned", true, true],
  ])("is that of a stack of one, and so are its gradients: %s", (_, turnsFirst, turnsSecond) => {
    const first = normal(turnsFirst ? [4, 3] : [3, 4], 1);
    const second = normal(turnsSecond ? [5, 4] : [4, 5], 2);
    const change = normal([3, 5], 3);
    const ofPlain = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, turnsFirst, turnsSecond);
    const ofStack = (a: tf.Tensor, b: tf.Tensor) =>
      tf.matMul(a.expandDims(0), b.expandDims(0), turnsFirst, turnsSecond).squeeze([0]);
    expectClose(ofPlain(first, second), ofStack(first, second), 1e-5, "product");
    const gradients = (product: typeof ofPlain) => tf.grads(product)([first, second], change);
    const [plain, stack] = [gradients(ofPlain), gradients(ofStack)];
    expectClose(plain[0]!, stack[0]!, 1e-5, "gradient of the first");
    expectClose(plain[1]!, stack[1]!, 1e-5, "gradient of the second");
  });

  test("of whole numbers is whole", () => {
    const ids = tf.tensor2d([[1, 2]], undefined, "int32");
    const product = tf.matMul(ids, ids, false, true);
    expect(product.dtype).toBe("int32");
    expect(product.dataSync()[0]).toBe(5);
  });
});
