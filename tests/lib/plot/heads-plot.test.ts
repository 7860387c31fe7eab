import { describe, expect, test } from "vitest";
import { headsPlot } from "../../../lib/plot/heads-plot";
import { futureColour, paddingColour } from "../../../lib/plot/plot-style";
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

  test("compiles without a warning and draws all layers and heads, the first of them enlarged with its tokens", () => {
    expect(compileWarnings(plot)).toEqual([]);
    const svg = renderSvg(plot);
    for (const name of ["layer 1", "layer 2", "head 1", "head 2", "layer 1, head 1"])
      expect(svg).toContain(`>${name}<`);
    expect(svg.split(" frame_marks").length - 1).toBe(4);
    expect(svg.split(">간다<").length - 1).toBe(2); // as query and as key
  });

  test("has one legend, of the enlarged map", () => {
    expect(renderSvg(plot).split(">attention weight<").length - 1).toBe(1);
  });

  test("lets long words that follow one another stand on lines of their own, and turns none", () => {
    const words = ["the", "country", "of", "unlikely", "neighbours", "is", "transferring", "sockets"];
    const sentence = [...words, ...words];
    const svg = renderSvg(headsPlot({ queries: sentence, keys: sentence, weights: [[sentence.map(() => sentence.map(() => 0))]] })); // prettier-ignore
    expect(svg).not.toContain("rotate(270)");
    expect(svg).toContain(">transferring</tspan>");
  });

  test("never turns Korean: where a column is narrow, its letters stand on each other", () => {
    const long = Array.from({ length: 40 }, (_, i) => `${i}먹었습니다`);
    const svg = renderSvg(headsPlot({ queries: long, keys: long, weights: [[long.map(() => long.map(() => 0))]] })); // prettier-ignore
    expect(svg).not.toContain("rotate(270)");
    expect(svg).toContain(">습</tspan>");
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

  test("marks padding and the future in colours that the line below the title names", () => {
    expect(compileWarnings(masked)).toEqual([]);
    const svg = renderSvg(masked);
    expect(svg).toContain(">grey: padding · pink: the future, which a query may not look at<");
    expect(svg).toContain(`fill="${paddingColour}"`);
    const causal = headsPlot({ queries: words, keys: words, weights: [[straight]], causal: true });
    expect(renderSvg(causal)).toContain(`fill="${futureColour}"`);
  });

  test("shows padding once, however long it is", () => {
    const padded = ["나는", "<pad>", "<pad>", "<pad>"];
    const map = padded.map(() => [1, 0, 0, 0]);
    const spec = headsPlot({ queries: padded, keys: padded, weights: [[map]], keyMask: [1, 0, 0, 0] });
    expect(spec.description).toContain("2 × 2 maps");
    expect(renderSvg(spec).split(">&lt;pad&gt;<").length - 1).toBe(2); // once as query, once as key
  });

  test("refuses a mask that does not fit the keys", () => {
    expect(() => headsPlot({ queries: words, keys: words, weights: [[straight]], keyMask: [1] })).toThrow(
      "headsPlot: keyMask should have length 2, got 1",
    );
  });
});
