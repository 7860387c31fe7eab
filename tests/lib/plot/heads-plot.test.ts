import { describe, expect, test } from "vitest";
import { headsPlot } from "../../../lib/plot/heads-plot";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const words = ["나는", "간다"];
const straight = [
  [1, 0],
  [0, 1],
];
const flat = [
  [0.5, 0.5],
  [0.5, 0.5],
];
const plot = headsPlot({ queries: words, keys: words, weights: [[straight, flat], [flat, flat]] }); // prettier-ignore

describe("headsPlot", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/heads.vl.json");
  });

  test("compiles without a warning and draws each head of the first layer with its tokens", () => {
    expect(compileWarnings(plot)).toEqual([]);
    const svg = renderSvg(plot);
    expect(svg).toContain(">head 1<");
    expect(svg).toContain(">head 2<");
    expect(svg).toContain(">간다<");
  });

  test("refuses layers with different numbers of heads", () => {
    const uneven = () => headsPlot({ queries: words, keys: words, weights: [[straight, flat], [flat]] });
    expect(uneven).toThrow("headsPlot: layer 0 has 2 heads, but layer 1 has 1");
  });

  test("refuses a map that does not fit its tokens, and names layer and head", () => {
    const short = () => headsPlot({ queries: words, keys: words, weights: [[straight, [[1, 0]]]] });
    expect(short).toThrow("headsPlot: weights[0][1] should have length 2, got 1");
  });
});

describe("headsPlot under masks", () => {
  const masked = headsPlot({
    queries: words,
    keys: words,
    weights: [[straight]],
    keyMask: [1, 0],
    causal: true,
  });

  test("marks padding and the future in colours of their own", () => {
    expect(compileWarnings(masked)).toEqual([]);
    const svg = renderSvg(masked);
    expect(svg).toContain(">padding<");
    expect(svg).toContain(">future<");
    expect(specText(masked)).toContain('"padding"');
  });

  test("refuses a mask that does not fit the keys", () => {
    expect(() => headsPlot({ queries: words, keys: words, weights: [[straight]], keyMask: [1] })).toThrow(
      "headsPlot: keyMask should have length 2, got 1",
    );
  });
});
