import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { checkSize } from "../../lib/argument";
import {
  collectParameters,
  countParameters,
  disposeParameters,
  uniformParameter,
  zeroParameter,
} from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { newTensors, numbers } from "./tensors";

const random = () => randomGenerator(1);

describe("uniformParameter", () => {
  test("starts within ±limit, spread out", () => {
    const values = numbers(uniformParameter([50, 20], 0.1, random()));
    expect(Math.max(...values)).toBeLessThanOrEqual(0.1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.1);
    expect(Math.max(...values)).toBeGreaterThan(0.09);
    expect(Math.min(...values)).toBeLessThan(-0.09);
  });

  test("the same source of random numbers gives the same parameter", () => {
    expect(numbers(uniformParameter([3], 1, random()))).toEqual(numbers(uniformParameter([3], 1, random())));
  });

  test("leaves one tensor, the parameter", () => {
    expect(newTensors(() => uniformParameter([3, 2], 1, random()))).toBe(1);
  });

  test("refuses a limit that is not a number > 0, and an axis that is no whole number ≥ 1", () => {
    expect(() => uniformParameter([1], 0, random())).toThrow(
      "uniformParameter: limit should be a number > 0, got 0",
    );
    expect(() => uniformParameter([1], NaN, random())).toThrow("got NaN");
    expect(() => uniformParameter([1], Infinity, random())).toThrow("got Infinity");
    expect(() => uniformParameter([2, 0], 1, random())).toThrow(
      "uniformParameter: shape[1] should be a whole number ≥ 1, got 0",
    );
  });
});

describe("zeroParameter", () => {
  test("starts at 0 everywhere", () => {
    expect(numbers(zeroParameter([2, 2]))).toEqual([0, 0, 0, 0]);
  });

  test("refuses an axis that is no whole number ≥ 1", () => {
    expect(() => zeroParameter([1.5])).toThrow(
      "zeroParameter: shape[0] should be a whole number ≥ 1, got 1.5",
    );
  });
});

describe("collectParameters", () => {
  test("puts the part's name in front of each parameter's, and skips a part that is not there", () => {
    const bias = zeroParameter([1]);
    const inner = { parameters: collectParameters({ output: { parameters: { bias } } }) };
    const all = collectParameters({ decoder: inner, encoder: undefined });
    expect(all).toEqual({ "decoder.output.bias": bias });
  });
});

describe("countParameters", () => {
  test("counts every number of every parameter", () => {
    const model = { parameters: { weight: zeroParameter([3, 4]), bias: zeroParameter([4]) } };
    expect(countParameters(model)).toBe(16);
  });
});

describe("disposeParameters", () => {
  test("frees every parameter", () => {
    const before = tf.memory().numTensors;
    disposeParameters({ parameters: { weight: zeroParameter([3, 4]), bias: zeroParameter([4]) } });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("checkSize", () => {
  test("names the function, the argument and the value", () => {
    expect(() => checkSize("Lstm", "hiddenSize", -1)).toThrow(
      new RangeError("Lstm: hiddenSize should be a whole number ≥ 1, got -1"),
    );
  });

  test("accepts whole numbers ≥ 1", () => {
    expect(() => checkSize("Lstm", "hiddenSize", 1)).not.toThrow();
  });
});
