import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { attend, causalMask, combineMasks, scaledDotProductAttention } from "../../lib/attention";
import { scaledDotScore } from "../../lib/attention-scores";
import { expectClose, expectGradient, maskOf, newTensors, normal, numbers, summed } from "./tensors";

describe("scaledDotProductAttention", () => {
  const unitKeys = tf.tensor3d([[[1, 0], [0, 1]]]); // prettier-ignore
  const values = tf.tensor3d([[[0], [1]]]);

  test("a query along the second key looks there e times as much as at the first", () => {
    const { weights } = scaledDotProductAttention(tf.tensor3d([[[0, Math.SQRT2]]]), unitKeys, values);
    const [toFirst, toSecond] = numbers(weights);
    expect(toSecond! / toFirst!).toBeCloseTo(Math.E, 5);
  });

  test("is attend with the scaled dot score", () => {
    const [queries, keys] = [normal<tf.Rank.R3>([2, 3, 4], 1), normal<tf.Rank.R3>([2, 5, 4], 2)];
    const [given, mask] = [normal<tf.Rank.R3>([2, 5, 2], 3), maskOf([5, 2])];
    const pairs = combineMasks({ padding: mask }).tile([1, 3, 1]) as tf.Tensor3D;
    const expected = attend(scaledDotScore(queries, keys), given, mask);
    const actual = scaledDotProductAttention(queries, keys, given, { mask: pairs });
    expectClose(actual.output, expected.context, 1e-6);
    expectClose(actual.weights, expected.weights, 1e-6);
  });

  test("takes masks as combineMasks makes them, with axes of length 1", () => {
    const [queries, keys] = [normal<tf.Rank.R3>([2, 3, 4], 1), normal<tf.Rank.R3>([2, 3, 4], 2)];
    const run = (mask?: tf.Tensor3D, causal = false) =>
      scaledDotProductAttention(queries, keys, keys, { mask, causal });
    const [padding, causal] = [maskOf([3, 2]), causalMask(3)];
    const shared = combineMasks({ padding });
    const whole = shared.tile<tf.Tensor3D>([1, 3, 1]);
    expectClose(run(shared).output, run(whole).output, 0);
    expectClose(run(shared, true).weights, run(combineMasks({ padding, causal })).weights, 0);
    expectClose(run(combineMasks({ causal })).weights, run(undefined, true).weights, 0);
  });

  test("a mask that is neither as long nor of length 1 is refused", () => {
    const x = normal<tf.Rank.R3>([2, 3, 4], 1);
    const run = (...shape: [number, number, number]) =>
      scaledDotProductAttention(x, x, x, { mask: tf.ones<tf.Rank.R3>(shape, "int32") });
    expect(() => run(2, 2, 3)).toThrow(
      'scaledDotProductAttention: axis "query" is 3 in queries, but 2 in mask',
    );
    expect(() => run(3, 1, 3)).toThrow('axis "batch" is 2 in queries, but 3 in mask');
    expect(() => run(2, 3, 1)).toThrow('axis "key" is 3 in keys, but 1 in mask');
  });

  test("causal: what comes later does not change what was said before", () => {
    const x = normal<tf.Rank.R3>([1, 4, 3], 1);
    const changed = tf.concat([x.slice([0, 0, 0], [1, 3, 3]), tf.ones([1, 1, 3])], 1) as tf.Tensor3D;
    const past = (y: tf.Tensor3D) =>
      scaledDotProductAttention(y, y, y, { causal: true }).output.slice([0, 0, 0], [1, 3, 3]);
    expectClose(past(changed), past(x), 0);
  });

  test("causal with more keys than queries: the last query stands at the last key", () => {
    const [x, causal] = [normal<tf.Rank.R3>([1, 4, 3], 1), { causal: true }];
    const last = x.slice([0, 3, 0], [1, 1, 3]);
    const whole = scaledDotProductAttention(x, x, x, causal).output.slice([0, 3, 0], [1, 1, 3]);
    expectClose(scaledDotProductAttention(last, x, x, causal).output, whole, 1e-6);
  });

  test("without positions it does not see the order: permuted inputs give permuted outputs", () => {
    const x = normal<tf.Rank.R3>([1, 4, 3], 1);
    const backwards = x.reverse(1) as tf.Tensor3D;
    const { output } = scaledDotProductAttention(backwards, backwards, backwards);
    expectClose(output.reverse(1), scaledDotProductAttention(x, x, x).output, 1e-6);
  });

  test("a query that may look nowhere gets exactly 0, and no gradient passes", () => {
    const x = normal<tf.Rank.R3>([1, 2, 3], 1);
    const mask = tf.tensor3d([[[0, 0], [1, 1]]], undefined, "int32"); // prettier-ignore
    const { output } = scaledDotProductAttention(x, x, x, { mask });
    expect(numbers(output).slice(0, 3)).toEqual([0, 0, 0]);
    const look = (q: tf.Tensor) => scaledDotProductAttention(q as tf.Tensor3D, x, x, { mask }).output;
    const toQueries = tf.grad(look)(normal<tf.Rank.R3>([1, 2, 3], 2));
    expect(numbers(toQueries).slice(0, 3)).toEqual([0, 0, 0]);
    expect(numbers(toQueries).every(Number.isFinite)).toBe(true);
  });

  test("has the slopes that small steps show", () => {
    const [queries, keys] = [normal<tf.Rank.R3>([1, 3, 2], 1), normal<tf.Rank.R3>([1, 3, 2], 2)];
    const three = tf.tensor3d([[[1], [2], [4]]]);
    const run = (q: tf.Tensor3D, k: tf.Tensor3D) =>
      summed(Object.values(scaledDotProductAttention(q, k, three, { causal: true })));
    expectGradient((q: tf.Tensor3D) => run(q, keys), queries);
    expectGradient((k: tf.Tensor3D) => run(queries, k), keys);
  });

  test("leaves two tensors, and names what does not fit", () => {
    const [queries, wide] = [tf.ones<tf.Rank.R3>([1, 1, 2]), tf.ones<tf.Rank.R3>([1, 1, 3])];
    expect(newTensors(() => scaledDotProductAttention(queries, unitKeys, values))).toBe(2);
    expect(() => scaledDotProductAttention(wide, unitKeys, values)).toThrow(
      'scaledDotProductAttention: axis "dKey" is 3 in queries, but 2 in keys',
    );
    expect(() => scaledDotProductAttention(queries, unitKeys, tf.ones([1, 3, 1]))).toThrow(
      'scaledDotProductAttention: axis "key" is 2 in keys, but 3 in values',
    );
    expect(() => scaledDotProductAttention(unitKeys, queries, queries, { causal: true })).toThrow(
      "scaledDotProductAttention: causal needs a key for each query, got 2 queries and 1 keys",
    );
    expect(() =>
      scaledDotProductAttention(queries, unitKeys, values, { mask: tf.ones([1, 1, 3], "int32") }),
    ).toThrow('scaledDotProductAttention: axis "key" is 2 in keys, but 3 in mask');
  });
});
