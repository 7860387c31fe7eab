import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { rotate, rotationAt } from "../../lib/rotary-positions";
import { expectClose, newTensors, normal } from "./tensors";

const vectors = normal<tf.Rank.R4>([1, 1, 1, 4], 1);
/** The one vector, standing at `place`  [1, 1, 1, 4] */
const at = (place: number, given: tf.Tensor4D = vectors): tf.Tensor4D => {
  const { cosines, sines } = rotationAt(place + 1, 4);
  return rotate(given, {
    cosines: cosines.slice([place, 0], [1, 2]),
    sines: sines.slice([place, 0], [1, 2]),
  });
};

describe("rotate", () => {
  test("place 0 turns nothing, and no place changes a length", () => {
    expectClose(at(0), vectors, 0);
    expectClose(at(9).norm(), vectors.norm(), 1e-6);
  });

  test("place 2 of width 4 turns the first pair by 2 and the second by 2/100", () => {
    const turned = at(2, tf.tensor4d([1, 0, 0, 1], [1, 1, 1, 4])); // pairs: (1, 0) and (0, 1)
    const right = [Math.cos(2), -Math.sin(0.02), Math.sin(2), Math.cos(0.02)];
    expectClose(turned, tf.tensor4d(right, [1, 1, 1, 4]), 1e-6);
  });

  test("a query's product with a key depends only on how far apart they stand", () => {
    const key = normal<tf.Rank.R4>([1, 1, 1, 4], 2);
    const product = (t: number, s: number) => at(t).mul(at(s, key)).sum();
    expectClose(product(7, 4), product(33, 30), 1e-5);
    expect(Math.abs(product(7, 4).sub(product(7, 5)).dataSync()[0]!)).toBeGreaterThan(1e-3);
  });

  test("after a past of three keys the first place is 3", () => {
    const whole = rotationAt(5, 4);
    const rest = rotationAt(2, 4, tf.ones([1, 1, 3, 4]));
    expectClose(rest.cosines, whole.cosines.slice([3, 0]), 1e-6);
    expectClose(rest.sines, whole.sines.slice([3, 0]), 1e-6);
  });

  test("leaves its tensors, and refuses odd widths and other lengths", () => {
    expect(newTensors(() => rotationAt(3, 4))).toBe(2);
    expect(newTensors(() => rotate(vectors, rotationAt(1, 4)))).toBe(3); // with cosines and sines
    expect(() => rotationAt(3, 5)).toThrow("rotationAt: rotary positions need heads of an even width, got 5");
    expect(() => rotate(vectors, rotationAt(2, 4))).toThrow(
      'rotate: axis "time" is 1 in vectors, but 2 in cosines',
    );
  });
});
