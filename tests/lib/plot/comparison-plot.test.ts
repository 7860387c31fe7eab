import { describe, expect, test } from "vitest";
import { comparisonPlot } from "../../../lib/plot/comparison-plot";
import { baselineColour } from "../../../lib/plot/named-rows";
import { seriesColours } from "../../../lib/plot/plot-style";
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

  test("draws in grey what its row or its name calls a baseline", () => {
    const rows = [
      { name: "LSTM", value: 3 },
      { name: "words by their frequency", value: 5, isBaseline: true },
      { name: "a uniform guess", value: 7 },
    ];
    const svg = renderSvg(comparisonPlot({ valueTitle: "loss", rows }));
    expect(svg.split(`fill="${baselineColour}"`).length - 1).toBe(2);
    expect(svg.split(`fill="${seriesColours[0]}"`).length - 1).toBe(1);
  });

  test("brings out the rows that are the point: the others pale, and their names are bold", () => {
    const rows = ["dot", "concat", "none"].map((name) => ({ name, value: 1 }));
    const spec = comparisonPlot({ valueTitle: "loss", rows, highlight: ["concat"] });
    const svg = renderSvg(spec);
    expect(compileWarnings(spec)).toEqual([]);
    expect(svg.match(/[^<]*font-weight="bold"[^<]*/g)!.map((text) => text.split(">")[1])).toEqual(["concat"]);
    expect(svg.split('opacity="0.4"').length - 1).toBe(2);
  });
});
