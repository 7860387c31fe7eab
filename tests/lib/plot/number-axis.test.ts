import { describe, expect, test } from "vitest";
import { numberAxis, placesOn } from "../../../lib/plot/number-axis";

describe("numberAxis", () => {
  const log = (...values: number[]) => numberAxis({ type: "log" }, values, 6);
  const labelsOf = (...values: number[]) => (log(...values).axis as { labelExpr?: string }).labelExpr;

  test("writes all ticks of a logarithmic axis as decimals, with commas", () => {
    const labelExpr = labelsOf(1e-4, 1e6);
    expect(labelExpr).toContain('["0.0001","0.001","0.01","0.1","1","10","100","1,000","10,000"');
    expect(labelExpr).toContain('"1,000,000"');
  });

  test("writes all ticks as powers where decimals would be long", () => {
    const labelExpr = labelsOf(1e-8, 1);
    expect(labelExpr).toContain('["10⁻⁸","10⁻⁷"');
    expect(labelExpr).toContain('"10⁰"]');
  });

  test("has a tick at 1, 2 and 5 where the values span less than three powers of ten", () => {
    expect(log(0.6, 12)).toMatchObject({ scale: { domain: [0.5, 20] }, axis: { values: [0.5, 1, 2, 5, 10, 20] } }); // prettier-ignore
  });

  test("goes on to the next round number, from 0 if asked to", () => {
    expect(numberAxis({ zero: true }, [0.3, 2.48], 6).scale.domain).toEqual([0, 2.6]);
    expect(numberAxis({ nice: false }, [0.3, 2.48], 6).scale.domain).toEqual([0.3, 2.48]);
  });

  test("has room for a single value", () => {
    expect(numberAxis({ zero: true }, [0, 0], 6).scale.domain).toEqual([0, 1]);
  });
});

describe("placesOn", () => {
  test("finds the pixel of a value and back, on both kinds of axes", () => {
    const log = placesOn({ type: "log", domain: [1, 100], nice: false }, 200);
    expect([log.pixelOf(10), log.valueAt(100)]).toEqual([100, 10]);
    const linear = placesOn({ type: "linear", domain: [1, 3], nice: false }, 200);
    expect([linear.pixelOf(2), linear.valueAt(50)]).toEqual([100, 1.5]);
  });
});
