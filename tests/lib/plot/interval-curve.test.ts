import { describe, expect, test } from "vitest";
import { meanInterval } from "../../../lib/intervals";
import { curvePlot, intervalCurve } from "../../../lib/plots";

describe("intervalCurve", () => {
  const curve = intervalCurve("three runs, then one", [10, 20], [meanInterval([1, 2, 3]), meanInterval([4])]);

  test("has the means as its line, and the intervals as its band", () => {
    expect(curve.y).toEqual([2, 4]);
    expect(curve.low![0]).toBeCloseTo(2 - 4.3027 / Math.sqrt(3));
    expect(curve.high![0]).toBeCloseTo(2 + 4.3027 / Math.sqrt(3));
  });

  test("draws no endless band around a single run", () => {
    expect([curve.low![1], curve.high![1]]).toEqual([4, 4]);
    expect(() => curvePlot({ series: [curve], xTitle: "x", yTitle: "y" })).not.toThrow();
  });

  test("with more places than intervals is refused by the plot", () => {
    const wrong = intervalCurve("odd", [10, 20], [meanInterval([1, 2])]);
    expect(() => curvePlot({ series: [wrong], xTitle: "x", yTitle: "y" })).toThrow(
      /series\[0\]\.y should have length 2, got 1/,
    );
  });
});
