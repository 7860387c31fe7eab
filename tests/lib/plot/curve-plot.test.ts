import { describe, expect, test } from "vitest";
import { curvePlot } from "../../../lib/plot/curve-plot";
import { pictureWidth } from "../../../lib/plot/plot-style";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const axes = { xTitle: "distance (time steps)", yTitle: "length of the gradient" };
const falling = { name: "γ = 0.5", x: [1, 10, 100], y: [1, 0.5, 1e-8] };
const plot = curvePlot({
  ...axes,
  title: "It vanishes",
  series: [falling, { name: "γ = 2", x: [1, 10], y: [1, 64] }],
  xScale: "log",
  yScale: "log",
  baselines: [{ name: "rounding", value: 1e-7 }],
});

describe("curvePlot", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/curve.vl.json");
  });

  test("compiles without a warning, names axes and baseline, and writes long powers short", () => {
    expect(compileWarnings(plot)).toEqual([]);
    const svg = renderSvg(plot);
    expect(svg).toContain(">distance (time steps)<");
    expect(svg).toContain(">rounding<");
    expect(svg).toContain(">10⁻⁸<");
  });

  test("says in words where each curve starts and ends", () => {
    expect(plot.description).toBe("It vanishes. γ = 0.5: 1 at 1, 1e-8 at 100; γ = 2: 1 at 1, 64 at 10.");
  });

  test("draws no two of eight curves alike", () => {
    const series = Array.from({ length: 8 }, (_, i) => ({ name: `curve ${i}`, x: [1, 2], y: [1, i] }));
    const svg = renderSvg(curvePlot({ ...axes, series }));
    const lines = svg.match(/<path [^>]*stroke="#[^>]*stroke-width="2"[^>]*>/g) ?? [];
    const looks = lines.map((line) => line.match(/ stroke(?:-dasharray)?="[^"]*"/g)?.join(""));
    expect(new Set(looks).size).toBe(8);
  });

  test("shows no half steps on an axis of whole numbers", () => {
    const letters = curvePlot({ ...axes, series: [{ name: "right", x: [1, 2, 3], y: [1, 0.5, 0.2] }] });
    expect(renderSvg(letters)).not.toContain(">1.5<");
    expect(renderSvg(letters)).toContain(">2<");
  });

  const named = (names: readonly string[]) =>
    curvePlot({ ...axes, series: names.map((name) => ({ ...falling, name })) });

  test("names up to six lines at their ends, broken where a name is long, and needs no legend", () => {
    const svg = renderSvg(named(["as this training started, W_h times 3 instead", "b", "c", "d", "e", "f"]));
    expect(svg).toContain("<tspan>as this training started,</tspan>");
    expect(svg).toContain(">f<");
    expect(svg).not.toContain("role-legend");
  });

  test("puts more than six names into a legend above, in rows that fit", () => {
    const spec = named(["teacher forcing", "inverse sigmoid", "exponential", "late", "linear", "½", "free"]);
    expect(specText(spec)).toContain('"columns": 4');
    expect(specText(spec)).toContain('"orient": "top"');
    expect(renderSvg(spec)).toContain(">inverse sigmoid<");
  });

  test("is as wide with long names at its lines' ends as with short ones", () => {
    const widthOf = (names: string[]) => Number(/width="(\d+)"/.exec(renderSvg(named(names)))![1]);
    expect(Math.abs(widthOf(["a", "b"]) - widthOf(["a long name of a line", "b"]))).toBeLessThan(3);
    expect(widthOf(["a", "b"])).toBeLessThanOrEqual(pictureWidth);
  });

  test("refuses 0 on a logarithmic axis", () => {
    const zero = () => curvePlot({ ...axes, yScale: "log", series: [{ ...falling, y: [1, 0, 1] }] });
    expect(zero).toThrow("curvePlot: series[0].y[1] should be a positive number, got 0");
  });

  test("refuses x and y of different length", () => {
    const short = () => curvePlot({ ...axes, series: [{ ...falling, y: [1] }] });
    expect(short).toThrow("curvePlot: series[0].y should have length 3, got 1");
  });

  test("draws a band around a curve that has one, and refuses half a list of its ends", () => {
    const banded = (high: number[]) =>
      curvePlot({
        series: [{ name: "lead", x: [1, 2], y: [0.1, 0.2], low: [0, 0.1], high }],
        xTitle: "place",
        yTitle: "lead (nats)",
      });
    expect(JSON.stringify(banded([0.2, 0.3]))).toContain('"y":0.2,"low":0.1,"high":0.3');
    expect(compileWarnings(banded([0.2, 0.3]))).toEqual([]);
    expect(() => banded([0.2])).toThrow("curvePlot: series[0].high should have length 2, got 1");
  });
});
