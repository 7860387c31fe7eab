import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { LearnedPositions, sinusoidalEncoding } from "../../lib/positional-encoding";
import { randomGenerator } from "../../lib/random";
import { expectClose, newTensors, numbers } from "./tensors";

describe("sinusoidalEncoding", () => {
  test("position 0 is 0 1 0 1 …", () => {
    expect(numbers(sinusoidalEncoding(1, 6))).toEqual([0, 1, 0, 1, 0, 1]);
  });

  test("position 1 of width 4 turns by 1 and by 1/100", () => {
    const second = sinusoidalEncoding(2, 4).slice([1, 0]);
    expectClose(second, tf.tensor2d([[Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01)]]), 1e-7);
  });

  test("a shift by k positions is the same rotation everywhere", () => {
    const encoding = sinusoidalEncoding(20, 2);
    const rotation = tf.tensor2d([[Math.cos(3), -Math.sin(3)], [Math.sin(3), Math.cos(3)]]); // prettier-ignore
    expectClose(encoding.slice([0, 0], [17, 2]).matMul(rotation), encoding.slice([3, 0], [17, 2]), 1e-5);
  });

  test("every position has the same length, √(dModel / 2)", () => {
    expectClose(sinusoidalEncoding(50, 8).square().sum(1), tf.fill([50], 4), 1e-5);
  });

  test("an odd width ends with a sine", () => {
    expect(sinusoidalEncoding(3, 5).shape).toEqual([3, 5]);
    expect(numbers(sinusoidalEncoding(1, 3))).toEqual([0, 1, 0]);
  });

  test("leaves one tensor, and refuses sizes that are no whole number ≥ 1", () => {
    expect(newTensors(() => sinusoidalEncoding(3, 4))).toBe(1);
    expect(() => sinusoidalEncoding(0, 4)).toThrow(
      "sinusoidalEncoding: time should be a whole number ≥ 1, got 0",
    );
    expect(() => sinusoidalEncoding(3, NaN)).toThrow(
      "sinusoidalEncoding: dModel should be a whole number ≥ 1, got NaN",
    );
  });
});

describe("LearnedPositions", () => {
  const positions = new LearnedPositions({ maxTime: 5, dModel: 3 }, randomGenerator(1));

  test("gives the rows of its table from the start position on", () => {
    const table = positions.parameters["table"]!;
    expectClose(positions.apply(2, 3), table.slice([3, 0], [2, 3]), 0);
    expectClose(positions.apply(5), table, 0);
  });

  test("leaves one tensor", () => {
    expect(newTensors(() => positions.apply(2))).toBe(1);
  });

  test("refuses a position that it does not know, and broken sizes", () => {
    expect(() => positions.apply(6)).toThrow("LearnedPositions.apply: there are 5 positions, got 6 tokens");
    expect(() => positions.apply(2, 4)).toThrow("got 6 tokens");
    expect(() => positions.apply(0)).toThrow(
      "LearnedPositions.apply: time should be a whole number ≥ 1, got 0",
    );
    expect(() => new LearnedPositions({ maxTime: 0, dModel: 3 }, randomGenerator(1))).toThrow(
      "LearnedPositions: maxTime should be a whole number ≥ 1, got 0",
    );
  });
});
