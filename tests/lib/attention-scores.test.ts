import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import {
  concatScore,
  dotScore,
  generalScore,
  locationScore,
  scaledDotScore,
  type ConcatWeights,
} from "../../lib/attention-scores";
import { expectPyTorch, noParameters, referenceCases } from "./reference";
import { expectClose, expectGradient, newTensors, normal, numbers, summed } from "./tensors";

const query = tf.tensor2d([[1, 2]]);
const keys = tf.tensor3d([
  [
    [3, 4],
    [-2, 1],
  ],
]);

const concatWeights: ConcatWeights = {
  queryWeight: tf.tensor2d([[1], [0]]),
  keyWeight: tf.tensor2d([[0], [1]]),
  vector: tf.tensor1d([2]),
};

interface Given extends ConcatWeights {
  readonly query: tf.Tensor3D;
  readonly keys: tf.Tensor3D;
  readonly weight: tf.Tensor2D;
}
const byName: Record<string, (given: Given) => tf.Tensor3D> = {
  dot: ({ query, keys }) => dotScore(query, keys),
  scaledDot: ({ query, keys }) => scaledDotScore(query, keys),
  general: ({ query, keys, weight }) => generalScore(query, keys, weight),
  concat: ({ query, keys, ...weights }) => concatScore(query, keys, weights),
  location: ({ query, weight }) => locationScore(query, weight),
};

describe("every score", () => {
  test.each(referenceCases("attention-scores"))(
    "gives PyTorch's values and gradients: $name",
    (reference) => {
      const score = byName[reference.options["score"]!]!;
      expectPyTorch(reference, noParameters, (given: Given) => ({ scores: score(given) }));
    },
  );

  test.each(referenceCases("attention-scores"))(
    "one query is the same as a target of length 1: $name",
    (reference) => {
      const score = byName[reference.options["score"]!]!;
      const given = Object.fromEntries(
        Object.entries(reference.inputs).map(([name, { shape }], seed) => [
          name,
          normal(shape as [number], seed),
        ]),
      ) as unknown as Given;
      const [batch, target, hidden] = given.query.shape;
      const last = given.query.slice([0, target - 1, 0], [batch, 1, hidden]).squeeze([1]);
      const several = score(given);
      const single: tf.Tensor = score({ ...given, query: last as unknown as tf.Tensor3D });
      expectClose(
        single.expandDims(1),
        several.slice([0, target - 1, 0], [batch, 1, several.shape[2]]),
        1e-5,
      );
    },
  );
});

describe("dotScore", () => {
  test("is the sum of products", () => {
    expect(dotScore(query, keys).arraySync()).toEqual([[11, 0]]);
  });

  test("leaves one tensor", () => {
    expect(newTensors(() => dotScore(query, keys))).toBe(1);
    const queries = tf.ones<tf.Rank.R3>([1, 2, 2]);
    expect(newTensors(() => dotScore(queries, keys))).toBe(1);
  });

  test("names the axis if query and keys differ in width or batch", () => {
    expect(() => dotScore(tf.ones<tf.Rank.R2>([1, 3]), keys)).toThrow(
      'dotScore: axis "hidden" is 3 in query, but 2 in keys',
    );
    expect(() => dotScore(tf.ones<tf.Rank.R3>([2, 1, 2]), keys)).toThrow(
      'dotScore: axis "batch" is 2 in query, but 1 in keys',
    );
    expect(() => dotScore(tf.ones([2]) as never, keys)).toThrow(
      "dotScore: query should have 2 axes [batch, hidden], got 1 [2]",
    );
    expect(() => dotScore(query, tf.ones([1, 2]) as never)).toThrow(
      "dotScore: keys should have 3 axes [batch, source, hidden], got 2 [1, 2]",
    );
  });
});

describe("scaledDotScore", () => {
  test("is the dot score, divided by the root of the width", () => {
    const scores = numbers(scaledDotScore(query, keys));
    expect(scores[0]).toBeCloseTo(11 / Math.SQRT2, 5);
    expect(scores[1]).toBeCloseTo(0, 5);
  });

  test("keeps a variance of 1 whatever the width, where the dot score's grows with it", () => {
    const queries = normal<tf.Rank.R3>([1, 100, 256], 1);
    const many = normal<tf.Rank.R3>([1, 100, 256], 2);
    const variance = (scores: tf.Tensor) => tf.moments(scores).variance.dataSync()[0];
    expect(variance(scaledDotScore(queries, many))).toBeCloseTo(1, 1);
    expect(variance(dotScore(queries, many))! / 256).toBeCloseTo(1, 1);
  });

  test("leaves one tensor", () => {
    expect(newTensors(() => scaledDotScore(query, keys))).toBe(1);
  });
});

describe("generalScore", () => {
  test("with the unit matrix is the dot score", () => {
    expect(generalScore(query, keys, tf.eye(2)).arraySync()).toEqual([[11, 0]]);
  });

  test("puts its matrix between query and key", () => {
    const onlySecondOfKey = tf.tensor2d([
      [0, 1],
      [0, 0],
    ]);
    expect(generalScore(query, keys, onlySecondOfKey).arraySync()).toEqual([[4, 1]]);
  });

  test("leaves one tensor, and names the axis that does not fit", () => {
    const weight = tf.eye(2);
    expect(newTensors(() => generalScore(query, keys, weight))).toBe(1);
    expect(() => generalScore(query, keys, tf.ones([3, 2]))).toThrow(
      'generalScore: axis "hidden" is 2 in query, but 3 in weight',
    );
    expect(() => generalScore(query, keys, tf.ones([2, 3]))).toThrow(
      'generalScore: axis "keyHidden" is 2 in keys, but 3 in weight',
    );
  });
});

describe("concatScore", () => {
  test("is tanh(q W_q + k W_k) vᵀ", () => {
    const scores = numbers(concatScore(query, keys, concatWeights));
    expect(scores[0]).toBeCloseTo(2 * Math.tanh(1 + 4), 5);
    expect(scores[1]).toBeCloseTo(2 * Math.tanh(1 + 1), 5);
  });

  test("with a deeper network is tanh(tanh(q W_q + k W_k) W_2) vᵀ", () => {
    const deeper = [tf.tensor2d([[0.5]])];
    const scores = numbers(concatScore(query, keys, { ...concatWeights, deeper }));
    expect(scores[0]).toBeCloseTo(2 * Math.tanh(0.5 * Math.tanh(1 + 4)), 5);
    expect(() => concatScore(query, keys, { ...concatWeights, deeper: [tf.ones([1, 2])] })).toThrow(
      'concatScore: axis "scoreHidden" is 1 in queryWeight, but 2 in deeper[0]',
    );
  });

  test("has the slopes that small steps show", () => {
    const vector = normal<tf.Rank.R1>([1], 1);
    expectGradient(
      (v: tf.Tensor1D) => summed([concatScore(query, keys, { ...concatWeights, vector: v })]),
      vector,
    );
    expectGradient(
      (queryWeight: tf.Tensor2D) => summed([concatScore(query, keys, { ...concatWeights, queryWeight })]),
      normal([2, 1], 2),
    );
  });

  test("leaves one tensor, and names the axis that does not fit", () => {
    expect(newTensors(() => concatScore(query, keys, concatWeights))).toBe(1);
    expect(() => concatScore(query, keys, { ...concatWeights, vector: tf.ones([2]) })).toThrow(
      'concatScore: axis "scoreHidden" is 1 in queryWeight, but 2 in vector',
    );
    expect(() => concatScore(query, keys, { ...concatWeights, keyWeight: tf.ones([3, 1]) })).toThrow(
      'concatScore: axis "keyHidden" is 2 in keys, but 3 in keyWeight',
    );
  });
});

describe("locationScore", () => {
  test("does not look at the keys: one column of the matrix a position", () => {
    const weight = tf.tensor2d([
      [1, 0, 5],
      [0, 1, 0],
    ]);
    expect(locationScore(query, weight).arraySync()).toEqual([[1, 2, 5]]);
  });

  test("leaves one tensor, and names the axis that does not fit", () => {
    const weight = tf.ones<tf.Rank.R2>([2, 3]);
    expect(newTensors(() => locationScore(query, weight))).toBe(1);
    expect(() => locationScore(query, tf.ones([3, 3]))).toThrow(
      'locationScore: axis "hidden" is 2 in query, but 3 in weight',
    );
  });
});
