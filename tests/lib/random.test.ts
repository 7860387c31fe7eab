import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomGenerator } from "../../lib/random";

const draws = <Value>(count: number, draw: () => Value): Value[] =>
  Array.from({ length: count }, () => draw());
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("randomGenerator", () => {
  test("the same seed gives the same numbers", () => {
    const [a, b] = [randomGenerator("dates/train"), randomGenerator("dates/train")];
    expect(draws(20, a.uniform)).toEqual(draws(20, b.uniform));
  });

  test("another seed gives other numbers", () => {
    expect(randomGenerator(1).uniform()).not.toBe(randomGenerator(2).uniform());
  });

  test("gives the numbers that it gave when the course's results were measured", () => {
    const random = randomGenerator(42);
    expect([random.uniform(), random.integer(100), random.seed()]).toEqual([
      0.6848634963389486, 54, 1815897824,
    ]);
  });

  test("uniform numbers lie in [0, 1) around one half", () => {
    const values = draws(10_000, randomGenerator(1).uniform);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
  });

  test("normal numbers have mean 0 and standard deviation 1", () => {
    const values = draws(10_000, randomGenerator(1).normal);
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((value) => value * value))).toBeCloseTo(1, 1);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  test("integer gives every number below its limit, and no other", () => {
    const random = randomGenerator(1);
    expect([...new Set(draws(200, () => random.integer(4)))].sort()).toEqual([0, 1, 2, 3]);
  });

  test("a shuffle keeps every item and leaves the given list alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const shuffled = randomGenerator(seed).shuffle(items);
        expect(items).toEqual(before);
        expect([...shuffled].sort()).toEqual([...items].sort());
      }),
    );
  });

  test("every order of three items is as likely as the others", () => {
    const random = randomGenerator(1);
    const orders = draws(6_000, () => random.shuffle(["a", "b", "c"]).join(""));
    const counts = [...new Set(orders)].map((kind) => orders.filter((order) => order === kind).length);
    expect(counts).toHaveLength(6);
    expect(Math.min(...counts)).toBeGreaterThan(900);
  });

  test("pick gives one of the items", () => {
    const random = randomGenerator(1);
    expect(new Set(draws(50, () => random.pick(["a", "b"])))).toEqual(new Set(["a", "b"]));
  });

  test("a seed is never 0, which TensorFlow.js takes for no seed", () => {
    const random = randomGenerator(1);
    expect(draws(1_000, random.seed).every((seed) => Number.isInteger(seed) && seed > 0)).toBe(true);
  });

  test("refuses a seed that is not finite", () => {
    expect(() => randomGenerator(NaN)).toThrow(
      "randomGenerator: seed should be a finite number or a text, got NaN",
    );
    expect(() => randomGenerator(Infinity)).toThrow("got Infinity");
  });

  test("refuses a limit that is no whole number ≥ 1, and to pick from nothing", () => {
    const random = randomGenerator(1);
    expect(() => random.integer(0)).toThrow(
      "randomGenerator.integer: limit should be a whole number ≥ 1, got 0",
    );
    expect(() => random.integer(2.5)).toThrow("got 2.5");
    expect(() => random.pick([])).toThrow("randomGenerator.pick: expected at least one item, got none");
  });
});
