import { describe, expect, test } from "vitest";
import { curvePlot } from "../../../lib/plot/curve-plot";
import { headsPlot } from "../../../lib/plot/heads-plot";
import { pictureWidth } from "../../../lib/plot/plot-style";
import { renderSvg } from "../../../lib/plot/svg";
import { fitPlot } from "../../../tools/book/client/fit-plot";

const words = "a title that is far longer than the screen of a phone is wide";
const axes = { title: words, xTitle: "x", yTitle: "y" };
const spec = curvePlot({ ...axes, series: [{ name: "a", x: [1, 2], y: [1, 2] }] });

describe("fitPlot", () => {
  test("leaves a plot alone that has room", () => {
    expect(fitPlot(spec, pictureWidth)).toBe(spec);
  });

  test("takes from the lines what the screen lacks, and breaks the title", () => {
    const fitted = fitPlot(spec, pictureWidth - 300) as { width: number; title: string[] };
    expect(fitted.width).toBe((spec as { width: number }).width - 300);
    expect(fitPlot(spec, 318).title).toEqual(["a title that is far longer than the", "screen of a phone is wide"]); // prettier-ignore
  });

  test("keeps enough of a plot to read, however narrow the screen", () => {
    expect(fitPlot(spec, 200)).toMatchObject({ width: 200 });
  });

  test("makes heads' maps narrower, with the labels that the narrow map has room for", () => {
    const words = Array.from({ length: 14 }, () => "sockets");
    const map = words.map(() => words.map(() => 0));
    const maps = headsPlot({ queries: words, keys: words, weights: [[map, map, map, map]] });
    const fitted = fitPlot(maps, 300);
    const { vconcat } = maps as { vconcat: { width: number }[] };
    expect(fitted).toMatchObject({ vconcat: [{}, { width: vconcat[1]!.width - (pictureWidth - 300) }] });
    expect(renderSvg(maps)).not.toContain("rotate(270)");
    expect(renderSvg(fitted)).toContain("rotate(270)");
  });
});
