import { describe, expect, test } from "vitest";
import { alignmentPlot, type AlignmentPlotOptions } from "../../../lib/plot/alignment-plot";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const koreanDate: AlignmentPlotOptions = {
  source: ["1", "월", " ", "1", "일", "<pad>"],
  target: ["0", "1", "-"],
  weights: [
    [0.9, 0.1, 0, 0, 0, 0],
    [0.1, 0.2, 0, 0.7, 0, 0],
    [0, 0.25, 0.25, 0.25, 0.25, 0],
  ],
  gold: {
    sure: [
      { source: 0, target: 0 },
      { source: 3, target: 1 },
    ],
    possible: [{ source: 1, target: 0 }],
  },
  sourceMask: [1, 1, 1, 1, 1, 0],
  title: "Each digit looks at its own digit",
  entropyNats: 0.8321,
  alignmentErrorRate: 0.04,
};

describe("alignmentPlot", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(alignmentPlot(koreanDate))).toMatchFileSnapshot("specs/alignment.vl.json");
  });

  test("compiles without a warning", () => {
    expect(compileWarnings(alignmentPlot(koreanDate))).toEqual([]);
  });

  test("shows Korean tokens and a visible space as labels", () => {
    const labels = textsOf(renderSvg(alignmentPlot(koreanDate)));
    expect(labels).toEqual(expect.arrayContaining(["월", "일", "␣", "<pad>"]));
  });

  test("keeps both of two equal tokens", () => {
    const labels = textsOf(
      renderSvg(alignmentPlot({ source: ["a", "a"], target: ["b"], weights: [[0.5, 0.5]] })),
    );
    expect(labels.filter((label) => label === "a")).toHaveLength(2);
  });

  test("says the finding, the error rate and the entropy above the map", () => {
    const { title } = alignmentPlot(koreanDate);
    expect(title).toEqual({
      text: ["Each digit looks at its own digit"],
      subtitle: "alignment error rate 0.040 · mean entropy 0.83 nats",
    });
  });

  test("tells a screen reader where each token looks", () => {
    expect(alignmentPlot(koreanDate).description).toContain(
      "0 looks at 1 0.90; 1 looks at 1 0.70; - looks at 월 0.25",
    );
  });

  test("marks what a causal mask forbids in its own colour", () => {
    const weights = [
      [1, 0],
      [0.5, 0.5],
    ];
    const words = ["나는", "간다"];
    const labels = textsOf(renderSvg(alignmentPlot({ source: words, target: words, weights, causal: true })));
    expect(labels).toContain("future");
  });

  test("fits forty source tokens beside the lab's file browser", () => {
    const source = Array.from({ length: 40 }, () => "년");
    const plot = alignmentPlot({ source, target: ["a"], weights: [source.map(() => 1 / 40)] });
    expect(Number(/width="(\d+)"/.exec(renderSvg(plot))![1])).toBeLessThan(830);
  });

  test.each([
    ["<eos> after letters, a line higher", [..."2024년3월15일", "<eos>"], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ["padding beside padding, on lines in turn", [..."3월15일", "<pad>", "<pad>"], [0, 0, 0, 0, 0, 1, 2]],
    ["few words, on one line", ["나는", "밥을", "먹었어요", "<eos>"], [0, 0, 0, 0]],
    ["long words, on lines in turn", Array.from("가나다라마바사아자차카타", (first) => `${first}었습니다`), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]], // prettier-ignore
  ])("keeps labels upright: %s", (_what, source, lines) => {
    const svg = renderSvg(
      alignmentPlot({ source, target: ["a"], weights: [source.map(() => 1 / source.length)] }),
    );
    const places = [
      ...svg.matchAll(/<text[^>]*translate\(([-\d.]+),([-\d.]+)\)([^>]*)>([^<]+)<\/text>/g),
    ].map(([, , y, rest, text]) => ({
      y: Number(y),
      rest,
      text: text!.replace("&lt;", "<").replace("&gt;", ">"),
    }));
    const labels = places.filter(({ text }) => source.includes(text)).slice(0, source.length);
    expect(labels.map(({ text }) => text)).toEqual(source);
    expect(labels.filter(({ rest }) => rest!.includes("rotate"))).toEqual([]);
    const lowest = Math.max(...labels.map(({ y }) => y));
    expect(labels.map(({ y }) => Math.round((lowest - y) / 16))).toEqual(lines);
  });

  test("refuses weights that do not fit the target", () => {
    const tooFew = () => alignmentPlot({ source: ["a"], target: ["b", "c"], weights: [[1]] });
    expect(tooFew).toThrow("alignmentPlot: weights should have length 2, got 1");
  });

  test("refuses a row of weights that does not fit the source, and names the row", () => {
    const tooLong = () => alignmentPlot({ source: ["a"], target: ["b"], weights: [[0.5, 0.5]] });
    expect(tooLong).toThrow("alignmentPlot: weights[0] should have length 1, got 2");
  });

  test("refuses a weight that is not a share", () => {
    const notShare = (weight: number) => () =>
      alignmentPlot({ source: ["a"], target: ["b"], weights: [[weight]] });
    expect(notShare(Number.NaN)).toThrow(
      "alignmentPlot: weights[0][0] should be a number from 0 to 1.00001, got NaN",
    );
    expect(notShare(-0.1)).toThrow("got -0.1");
  });

  test("refuses a gold link outside the map", () => {
    const gold = { sure: [{ source: 3, target: 0 }], possible: [] };
    expect(() => alignmentPlot({ source: ["a"], target: ["b"], weights: [[1]], gold })).toThrow(
      "alignmentPlot: gold.sure[0] should be inside 1 source and 1 target tokens, got source 3 and target 0",
    );
  });

  test("refuses an empty source", () => {
    const empty = () => alignmentPlot({ source: [], target: ["b"], weights: [[]] });
    expect(empty).toThrow("alignmentPlot: source should be a list with at least one item, got []");
  });
});

const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

function textsOf(svg: string): string[] {
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);
  return texts.map((text) => text.replace(/&\w+;/g, (entity) => entities[entity]!));
}
