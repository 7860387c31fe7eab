import { describe, expect, test } from "vitest";
import { curveFamily } from "../../../lib/plot/curve-family";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const given = {
  title: "A power vanishes",
  knob: { title: "factor", values: [0.5, 0.6, 0.7] },
  start: 0.6,
  x: [0, 1, 2],
  y: [0.5, 0.6, 0.7].map((factor) => [1, factor, factor ** 2]),
  xTitle: "distance",
  yTitle: "what is left",
  yScale: "log" as const,
};
const plot = curveFamily(given);

describe("curveFamily", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/curve-family.vl.json");
  });

  test("compiles without a warning, and its picture shows the curve where the slider starts", () => {
    expect(compileWarnings(plot)).toEqual([]);
    expect(renderSvg(plot)).toContain(">factor 0.6: 0.36 at 2<");
  });

  test("its slider has the steps of the values", () => {
    expect(plot.params![0]).toMatchObject({ value: 0.6, bind: { min: 0.5, max: 0.7, step: 0.1 } });
  });

  test("refuses values that do not rise by the same step", () => {
    const uneven = () => curveFamily({ ...given, knob: { title: "factor", values: [0.5, 0.6, 0.8] } });
    expect(uneven).toThrow("knob.values should be two or more, rising by the same step, got 0.5, 0.6, 0.8");
  });

  test("refuses to start at none of its values", () => {
    expect(() => curveFamily({ ...given, start: 1 })).toThrow("start should be one of 0.5, 0.6, 0.7, got 1");
  });

  test("refuses a curve that is shorter than x", () => {
    const short = () => curveFamily({ ...given, y: [[1], [1], [1]] });
    expect(short).toThrow("curveFamily: y[0] should have length 3, got 1");
  });
});
