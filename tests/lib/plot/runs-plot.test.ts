import { describe, expect, test } from "vitest";
import { runsPlot } from "../../../lib/plot/runs-plot";
import { baselineColour } from "../../../lib/plot/named-rows";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const plot = runsPlot({
  title: "Linear beats late by 20 points (95 %: 16 to 24)",
  valueTitle: "free-running tokens right",
  format: ".1%",
  baselines: [{ name: "guessing", value: 0.1 }],
  rows: [
    { name: "linear", recorded: [0.66, 0.64, 0.68, 0.65, 0.67], yours: 0.66 },
    { name: "late switch", recorded: [0.43, 0.47, 0.4, 0.44, 0.48] },
  ],
});

describe("runsPlot", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/runs.vl.json");
  });

  test("compiles without a warning; its legend names your run only where there is one", () => {
    expect(compileWarnings(plot)).toEqual([]);
    expect(renderSvg(plot)).toContain("your run");
    const without = runsPlot({ valueTitle: "loss", rows: [{ name: "LSTM", recorded: [1, 2] }] });
    expect(compileWarnings(without)).toEqual([]);
    expect(renderSvg(without)).not.toContain("your run");
  });

  test("keeps a row's name clear of a mark that stands at the axis", () => {
    const picture = renderSvg(runsPlot({ valueTitle: "share", rows: [{ name: "narrow", recorded: [0, 0.4], yours: 0 }] })); // prettier-ignore
    const [, endOfName] = /translate\((-[\d.]+),[\d.]+\)"[^>]*>narrow</.exec(picture)!;
    const halfDiamond = Math.sqrt(150 / 2);
    expect(Number(endOfName)).toBeLessThan(-halfDiamond);
  });

  test("says mean and interval in words", () => {
    expect(plot.description).toContain("linear: 5 runs, mean 0.660 (95 %: 0.640 to 0.680), yours 0.66");
  });

  test("writes the names of two baselines that are near each other on two lines", () => {
    const baselines = [
      { name: "the nearest", value: 1.4 },
      { name: "the nearest message", value: 1.5 },
    ];
    const rows = [{ name: "LSTM", recorded: [1, 2] }];
    const svg = renderSvg(runsPlot({ valueTitle: "loss", rows, baselines }));
    const [one, other] = baselines.map(({ name }) =>
      Number(new RegExp(`translate\\([^,]+,(-?[\\d.]+)\\)"[^>]*>${name}<`).exec(svg)![1]),
    );
    expect(one! - other!).toBe(14);
  });

  test("draws one run without an interval", () => {
    const one = runsPlot({ valueTitle: "loss", rows: [{ name: "LSTM", recorded: [1.5] }] });
    expect(compileWarnings(one)).toEqual([]);
    expect(specText(one)).not.toContain('"low": null');
  });

  test("draws what every object has as a name", () => {
    const odd = runsPlot({
      valueTitle: "constructor",
      rows: [{ name: "toString", recorded: [1, 2], yours: 1 }],
    });
    expect(renderSvg(odd)).toContain("toString");
  });

  test("refuses a row without runs, and a value that is not a number", () => {
    const row = (recorded: number[]) => () =>
      runsPlot({ valueTitle: "loss", rows: [{ name: "LSTM", recorded }] });
    expect(row([])).toThrow("runsPlot: rows[0].recorded should be a list with at least one item, got []");
    expect(row([NaN])).toThrow("runsPlot: rows[0].recorded[0] should be a finite number, got NaN");
  });

  test("draws the runs of a baseline in grey", () => {
    const row = { name: "no attention", recorded: [1, 2], isBaseline: true };
    const svg = renderSvg(runsPlot({ valueTitle: "loss", rows: [row, { name: "dot", recorded: [1, 2] }] }));
    expect(svg.split(`fill="${baselineColour}"`).length - 1).toBe(2);
  });
});
