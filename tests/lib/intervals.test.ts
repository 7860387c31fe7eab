import { describe, expect, test } from "vitest";
import { differenceInterval, intervalText, meanInterval } from "../../lib/intervals";
import reference from "../reference/intervals.json";

describe("meanInterval", () => {
  test("of 1 and 3: mean 2, and a standard error of 1 times Student's 12.7", () => {
    const { mean, low, high, count } = meanInterval([1, 3]);
    expect([mean, count]).toEqual([2, 2]);
    expect([low, high]).toEqual([expect.closeTo(-10.706, 3), expect.closeTo(14.706, 3)]);
  });

  test.each(Object.entries(reference.intervals))("of %s is scipy's", (_name, { values, mean, low, high }) => {
    const interval = meanInterval(values);
    expect(interval.mean).toBeCloseTo(mean, 10);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test.each(Object.entries(reference.quantiles))(
    "uses scipy's quantile for %s degrees",
    (degrees, quantile) => {
      const count = Number(degrees) + 1;
      const values = Array.from({ length: count }, (_, i) => (i % 2) + (i === count - 1 ? 0.5 : 0));
      const { mean, high } = meanInterval(values);
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
      expect((high - mean) / Math.sqrt(variance / count)).toBeCloseTo(quantile, 3);
    },
  );

  test("of one value knows nothing", () => {
    expect(meanInterval([0.7])).toEqual({ mean: 0.7, low: -Infinity, high: Infinity, count: 1 });
  });

  test("refuses nothing, and what is not finite", () => {
    expect(() => meanInterval([])).toThrow("meanInterval: values should hold at least one number, got []");
    expect(() => meanInterval([1, NaN])).toThrow(
      "meanInterval: values[1] should be a finite number, got NaN",
    );
  });
});

describe("differenceInterval", () => {
  test("is narrow where pairs rise and fall together", () => {
    const [a, b] = [[0.61, 0.71, 0.51], [0.6, 0.7, 0.5]]; // prettier-ignore
    const { mean, low, high } = differenceInterval(a!, b!);
    expect([mean, low, high]).toEqual([0.01, 0.01, 0.01].map((value) => expect.closeTo(value, 10)));
  });

  test("refuses values that are no pairs", () => {
    expect(() => differenceInterval([1, 2], [1])).toThrow(
      "differenceInterval: a and b should be pairs, got 2 and 1 values",
    );
  });
});

describe("intervalText", () => {
  test("says mean, unit and both ends", () => {
    const interval = { mean: 0.031, low: -0.02, high: 0.082, count: 5 };
    const format = { scale: 100, unit: " points" };
    expect(intervalText(interval, format)).toBe("3.1 points (95 %: −2.0 to 8.2)");
  });

  test("says that one run leaves everything open", () => {
    expect(intervalText(meanInterval([2]))).toBe("2.0 (95 %: −∞ to ∞)");
  });
});
