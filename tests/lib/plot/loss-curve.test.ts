import { describe, expect, test } from "vitest";
import { lossCurve, type LossCurveOptions } from "../../../lib/plot/loss-curve";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const twoSeries: LossCurveOptions = {
  title: "Training and validation fall together",
  series: [
    { name: "training", steps: [1, 2, 3, 4], lossNats: [2, 1, 0.5, 0.25] },
    {
      name: "validation, free-running",
      steps: [2, 4],
      lossNats: [1.2, 0.5],
      band: { low: [1, 0.4], high: [1.5, 0.6] },
    },
  ],
  baselines: [{ name: "uniform guess", lossNats: 2.4849 }],
};

describe("lossCurve", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(lossCurve(twoSeries))).toMatchFileSnapshot("specs/loss-curve.vl.json");
  });

  test("is described without a full stop behind a title that asks", () => {
    const { description } = lossCurve({ ...twoSeries, title: "Which loss falls last?" });
    expect(description).toMatch(/^Which loss falls last\? /);
  });

  test("compiles without a warning", () => {
    expect(compileWarnings(lossCurve(twoSeries))).toEqual([]);
  });

  test("compiles without a warning on a logarithmic axis", () => {
    expect(compileWarnings(lossCurve({ ...twoSeries, log: true }))).toEqual([]);
  });

  test("names the unit, the series and the baseline with its value", () => {
    const svg = renderSvg(lossCurve(twoSeries));
    expect(svg).toContain(">loss (nats a token)<");
    expect(svg).toContain(">validation, free-running<");
    expect(svg).toContain(">uniform guess: 2.48<");
  });

  test("leaves the crosshair out if asked to", () => {
    expect(JSON.stringify(lossCurve({ ...twoSeries, hover: false }))).not.toContain("crosshair");
  });

  test("refuses losses that do not fit their steps", () => {
    const series = [{ name: "training", steps: [1, 2], lossNats: [1] }];
    expect(() => lossCurve({ series })).toThrow("lossCurve: series[0].lossNats should have length 2, got 1");
  });

  test("refuses a loss that is not a number", () => {
    const series = [{ name: "training", steps: [1], lossNats: [Number.NaN] }];
    expect(() => lossCurve({ series })).toThrow(
      "lossCurve: series[0].lossNats[0] should be a finite number, got NaN",
    );
  });

  test("refuses a loss of 0 on a logarithmic axis", () => {
    const series = [{ name: "training", steps: [1], lossNats: [0] }];
    expect(() => lossCurve({ series, log: true })).toThrow("should be a positive number, got 0");
  });

  test("refuses to draw nothing", () => {
    expect(() => lossCurve({ series: [] })).toThrow(
      "lossCurve: series should be a list with at least one item, got []",
    );
  });
});
