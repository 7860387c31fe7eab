import { describe, expect, test } from "vitest";
import { renderSvg } from "../../../lib/plot/svg";
import { tf } from "../../../lib/tf";
import { measureGrowth, quickGrowth, type GrowthCurve } from "../../../tools/bench/growth";
import { growthPlot } from "../../../tools/bench/growth-plot";
import { crossingsOf, growthTable, slopesOf } from "../../../tools/bench/growth-report";
import { crossing, crossingInTheory, slope } from "../../../tools/bench/growth-theory";

const base = { length: 64, width: 64, batch: 8 };
const x = [16, 32, 64, 128];
const exactly = (value: number) => ({ median: value, low: value, high: value });
/** Time as x and as x² / 64, so they cross at 64; memory as x and as 2x, so they never do. */
const curves: GrowthCurve[] = [
  { axis: "length", layer: "LSTM", x, ms: x.map(exactly), mb: x },
  {
    axis: "length",
    layer: "self-attention",
    x,
    ms: x.map((at) => exactly(at ** 2 / 64)),
    mb: x.map((at) => 2 * at),
  },
];

describe("slope", () => {
  test("is the power by which the last points grow, whatever the first ones do", () => {
    expect(slope(x, [99, 1, 4, 16])).toBeCloseTo(2);
    expect(slope([1, 2], [3, 6])).toBeCloseTo(1);
  });
});

describe("crossing", () => {
  test("lies between the points where the dearer one changes", () => {
    expect(crossing([1, 4], [1, 4], [2, 2])).toBeCloseTo(2);
  });
  test("is nowhere when one is always dearer", () => {
    expect(crossing(x, [1, 2, 3, 4], [2, 3, 4, 5])).toBeUndefined();
  });
  test("in theory an LSTM multiplies as often as self-attention at twice its width", () => {
    expect(crossingInTheory("length", "ms", base, [16, 1024])).toBeCloseTo(128, 0);
    expect(crossingInTheory("batch", "ms", base, [1, 128])).toBeUndefined();
  });
});

describe("the report", () => {
  test("names the slopes beside theory's, and where the layers cross", () => {
    const [lstm, , attention] = slopesOf(curves, base);
    expect(lstm).toMatchObject({ layer: "LSTM", measure: "ms" });
    expect(lstm!.measured).toBeCloseTo(1);
    expect(lstm!.theory).toBeCloseTo(1);
    expect(attention!.measured).toBeCloseTo(2);
    const [time, memory] = crossingsOf(curves, base);
    expect(time!.measured).toBeCloseTo(64);
    expect(memory!.measured).toBeNull();
    expect(growthTable(curves, base)).toContain("they cross at length 64 between 16 and 128");
  });
  test("draws the crossing", () => {
    const svg = renderSvg(growthPlot(curves, base), "white");
    expect(svg).toContain("cross at 64");
    expect(svg).toContain("tensors at most (MB)");
  });
});

describe("measureGrowth", () => {
  test("measures both layers along each axis and leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const measured = await measureGrowth(quickGrowth);
    expect(tf.memory().numTensors).toBe(before);
    expect(measured.map(({ axis, layer }) => `${axis} ${layer}`)).toEqual([
      "length LSTM",
      "length self-attention",
      "width LSTM",
      "width self-attention",
      "batch LSTM",
      "batch self-attention",
    ]);
    expect(measured.flatMap(({ ms }) => ms).every(({ median }) => median > 0)).toBe(true);
    expect(measured.every(({ mb }) => mb.every((value, i) => i === 0 || value > mb[i - 1]!))).toBe(true);
  });
});
