/** The paired bootstrap against what can be worked out exactly. */
import { describe, expect, test } from "vitest";
import { pairedBootstrap } from "../../lib/bootstrap";
import { meanInterval } from "../../lib/intervals";
import { randomGenerator } from "../../lib/random";

const meanOf =
  (values: readonly number[]) =>
  (indices: readonly number[]): number =>
    indices.reduce((sum, index) => sum + values[index]!, 0) / indices.length;
const boot = (values: readonly number[], draws?: number) =>
  pairedBootstrap(values.length, meanOf(values), {
    random: randomGenerator("bootstrap"),
    ...(draws && { draws }),
  });

describe("pairedBootstrap", () => {
  test("of four sentences, one of them won, is the binomial distribution's: from 0 to 3 of 4", () => {
    expect(boot([0, 1, 0, 0], 10_000)).toEqual({ mean: 0.25, low: 0, high: 0.75, count: 4 });
  });

  test("of a mean of many examples is Student's interval, but for chance", () => {
    const random = randomGenerator("examples");
    const values = Array.from({ length: 400 }, () => random.normal() + 0.1);
    const [{ mean, low, high }, student] = [boot(values, 4000), meanInterval(values)];
    expect(mean).toBeCloseTo(student.mean, 10);
    expect((high - low) / (student.high - student.low)).toBeGreaterThan(0.93);
    expect((high - low) / (student.high - student.low)).toBeLessThan(1.07);
  });

  test("of two systems that are equal on every example has no width", () => {
    expect(boot([0, 0, 0, 0, 0])).toMatchObject({ mean: 0, low: 0, high: 0 });
  });

  test("is the same under the same seed", () => {
    expect(boot([1, 0, -1, 2])).toEqual(boot([1, 0, -1, 2]));
  });

  test.each<[number, () => number, number, string]>([
    [0, () => 0, 10, "pairedBootstrap: numExamples should be"],
    [3, () => 0, 0, "pairedBootstrap: draws should be"],
    [3, () => NaN, 10, "pairedBootstrap: a difference should be finite, got NaN"],
  ])("refuses %s examples, %s, %s draws", (numExamples, difference, draws, message) => {
    expect(() => pairedBootstrap(numExamples, difference, { random: randomGenerator(1), draws })).toThrow(
      message,
    );
  });
});
