/** What a plot draws by must differ: two equal labels would lie on each other, and a crosshair would add them up. */
import { describe, expect, test } from "vitest";
import { comparisonPlot } from "../../../lib/plot/comparison-plot";
import { curvePlot } from "../../../lib/plot/curve-plot";
import { exposurePlot } from "../../../lib/plot/exposure-plot";
import { lengthCurve } from "../../../lib/plot/length-curve";
import { lossCurve } from "../../../lib/plot/loss-curve";
import { nextTokenPlot } from "../../../lib/plot/next-token-plot";
import { renderSvg } from "../../../lib/plot/svg";

/** Plots of series, each from its series' names and places. */
const plots: [plot: string, places: string, spec: (names: string[], x: number[]) => unknown][] = [
  ["lossCurve", "steps", (names, x) => lossCurve({ series: names.map((name) => ({ name, steps: x, lossNats: x })) })], // prettier-ignore
  ["lengthCurve", "lengths", (names, x) => lengthCurve({ series: names.map((name) => ({ name, lengths: x, exactMatch: x.map(() => 1) })) })], // prettier-ignore
  ["curvePlot", "x", (names, x) => curvePlot({ xTitle: "x", yTitle: "y", series: names.map((name) => ({ name, x, y: x })) })], // prettier-ignore
  ["exposurePlot", "steps", (names, x) => { const ones = x.map(() => 1); return exposurePlot({ series: names.map((name) => ({ name, steps: x, teacherForcing: ones, forced: ones, free: ones })) }); }], // prettier-ignore
];

describe("a plot of series", () => {
  test.each(plots)("%s refuses two series of one name", (plot, _, spec) => {
    expect(() => spec(["a", "b", "a"], [1, 2])).toThrow(
      `${plot}: the names of series should differ, got "a" twice, at 0 and 2`,
    );
  });

  test.each(plots)("%s refuses one place twice", (plot, places, spec) => {
    expect(() => spec(["a"], [1, 2, 1, 2])).toThrow(
      `${plot}: series[0].${places} should differ, got 1 twice, at 0 and 2`,
    );
  });

  test.each(plots)("%s takes places in any order", (_, __, spec) => {
    expect(() => spec(["a", "b"], [3, 1, 2])).not.toThrow();
  });
});

describe("comparisonPlot", () => {
  const plot = (...rows: { name: string; series?: string }[]) =>
    comparisonPlot({ valueTitle: "share", rows: rows.map((row) => ({ ...row, value: 0.3 })) });

  test("refuses two rows of one name and series", () => {
    expect(() => plot({ name: "dot" }, { name: "dot" })).toThrow(
      'comparisonPlot: the rows should differ, got "dot" twice, at 0 and 1',
    );
    const free = { name: "dot", series: "free" };
    expect(() => plot(free, { name: "dot" }, free)).toThrow('got "dot, free" twice, at 0 and 2');
  });

  test("takes one name in several series, whatever commas they hold", () => {
    expect(() =>
      plot({ name: "a, b" }, { name: "a", series: "b" }, { name: "a", series: "c" }),
    ).not.toThrow();
  });
});

describe("nextTokenPlot", () => {
  test("draws a bar of its own for each token, even if two look the same", () => {
    const svg = renderSvg(
      nextTokenPlot({
        tokens: [" ", "␣", "the", "the"],
        logits: [3, 2, 1, 0].map((power) => power * Math.LN2),
      }),
    );
    expect(svg.split(">␣<").length - 1).toBe(2);
    expect(svg.split(">the<").length - 1).toBe(2);
    expect(["53.3%", "26.7%", "13.3%", "6.7%"].filter((share) => !svg.includes(`>${share}<`))).toEqual([]);
  });

  test("refuses a number of bars that is none", () => {
    expect(() => nextTokenPlot({ tokens: ["a"], logits: [0], numBars: NaN })).toThrow(
      "nextTokenPlot: numBars should be a number ≥ 1, got NaN",
    );
  });
});
