import { describe, expect, test } from "vitest";
import { comparisonPlot } from "../../../lib/plot/comparison-plot";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const plot = comparisonPlot({
  title: "Every score beats no attention",
  valueTitle: "exact match",
  format: ".1%",
  domain: [0, 1],
  rows: [
    { name: "no attention", series: "teacher-forced", value: 0.61 },
    { name: "no attention", series: "free-running", value: 0.28 },
    { name: "dot", series: "teacher-forced", value: 0.999 },
    { name: "dot", series: "free-running", value: 0.995 },
  ],
});

describe("comparisonPlot", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/comparison.vl.json");
  });

  test("compiles without a warning and writes each number at its bar", () => {
    expect(compileWarnings(plot)).toEqual([]);
    expect(renderSvg(plot)).toContain(">28.0%<");
  });

  test("has no legend for a single series", () => {
    const single = comparisonPlot({
      valueTitle: "parameters",
      rows: [{ name: "dot", value: 53_248 }],
      format: ",d",
    });
    expect(compileWarnings(single)).toEqual([]);
    expect(renderSvg(single)).not.toContain("role-legend");
  });

  test("refuses a value that is not a number", () => {
    const notNumber = () =>
      comparisonPlot({ valueTitle: "loss", rows: [{ name: "dot", value: Number.NaN }] });
    expect(notNumber).toThrow("comparisonPlot: values[0] should be a finite number, got NaN");
  });
});
