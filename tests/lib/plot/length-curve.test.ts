import { describe, expect, test } from "vitest";
import { lengthCurve } from "../../../lib/plot/length-curve";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const plot = lengthCurve({
  title: "Without attention, long dates fail",
  series: [
    { name: "no attention", lengths: [8, 16, 32], exactMatch: [0.9, 0.5, 0] },
    { name: "dot", lengths: [8, 16, 32], exactMatch: [1, 1, 0.99] },
  ],
});

describe("lengthCurve", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/length-curve.vl.json");
  });

  test("compiles without a warning and draws both models", () => {
    expect(compileWarnings(plot)).toEqual([]);
    expect(renderSvg(plot)).toContain(">no attention<");
  });

  test("says both ends of each curve in words", () => {
    expect(plot.description).toContain("no attention: 90 % at length 8, 0 % at 32");
  });

  test("refuses an exact match outside 0 to 1", () => {
    const percent = () => lengthCurve({ series: [{ name: "dot", lengths: [8], exactMatch: [99] }] });
    expect(percent).toThrow("lengthCurve: series[0].exactMatch[0] should be a number from 0 to 1, got 99");
  });
});
