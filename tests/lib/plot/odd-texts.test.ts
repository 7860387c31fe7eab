/** Every plot shows any text as it is: names that objects have, quotes, line ends, two labels that look the same. */
import { describe, expect, test } from "vitest";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { alignmentPlot } from "../../../lib/plot/alignment-plot";
import { attentionStepPlot } from "../../../lib/plot/attention-step-plot";
import { comparisonPlot } from "../../../lib/plot/comparison-plot";
import { curveFamily } from "../../../lib/plot/curve-family";
import { curvePlot } from "../../../lib/plot/curve-plot";
import { exposurePlot } from "../../../lib/plot/exposure-plot";
import { gatePlot } from "../../../lib/plot/gate-plot";
import { headGrid } from "../../../lib/plot/head-grid";
import { headsPlot } from "../../../lib/plot/heads-plot";
import { lengthCurve } from "../../../lib/plot/length-curve";
import { lossCurve } from "../../../lib/plot/loss-curve";
import { nextTokenPlot } from "../../../lib/plot/next-token-plot";
import { tokenLabel } from "../../../lib/plot/plot-style";
import { surprisePlot } from "../../../lib/plot/surprise-plot";
import { renderSvg } from "../../../lib/plot/svg";
import { escapeHtml } from "../../../lib/jupyter/html";

const objectNames = ["constructor", "__proto__", "toString", "hasOwnProperty"];
const signs = ["it's", 'say "no"', "C:\\new", "'+datum+'", "<b>&amp;", "a.b[0]", "${x}"];
const lineEnds = ["one\ntwo", "one\r\ntwo", "one\u2028two", "one\u2029two"];
const odd = [...objectNames, ...signs, ...lineEnds];

/** The same token more than once, and different ones with one label. */
const twins = ["the", "the", " ", "␣", "\n", "↵", "", "∅"];
const tokens = [...odd, ...twins];
const each = (value: number): number[] => tokens.map(() => value);
const square = tokens.map(() => each(0.5));

const ofTokens: [plot: string, spec: () => TopLevelSpec][] = [
  ["alignmentPlot", () => alignmentPlot({ source: tokens, target: tokens, weights: square })],
  ["headsPlot", () => headsPlot({ queries: tokens, keys: tokens, weights: [[square]] })],
  ["surprisePlot", () => surprisePlot({ texts: [{ tokens, surprises: { lstm: each(1) } }] })],
  ["nextTokenPlot", () => nextTokenPlot({ tokens, logits: each(0), numBars: tokens.length })],
  ["gatePlot", () => gatePlot({ tokens, gates: { "input gate": square } })],
  ["attentionStepPlot", () => attentionStepPlot({ source: tokens, scores: each(1), weights: each(0.04) })],
];

/** Plots whose every text is the same odd one. */
const ofText: [plot: string, spec: (text: string) => TopLevelSpec][] = [
  ["lossCurve", (text) => lossCurve({ title: text, series: [{ name: text, steps: [1, 2], lossNats: [2, 1] }], baselines: [{ name: text, lossNats: 1 }] })], // prettier-ignore
  ["lengthCurve", (text) => lengthCurve({ title: text, xTitle: text, series: [{ name: text, lengths: [1, 2], exactMatch: [1, 0] }] })], // prettier-ignore
  ["curvePlot", (text) => curvePlot({ title: text, xTitle: text, yTitle: text, series: [{ name: text, x: [1, 2], y: [1, 2] }] })], // prettier-ignore
  ["exposurePlot", (text) => exposurePlot({ title: text, series: [{ name: text, steps: [1, 2], teacherForcing: [1, 0], forced: [1, 1], free: [0, 1] }] })], // prettier-ignore
  ["comparisonPlot", (text) => comparisonPlot({ title: text, valueTitle: text, rows: [{ name: text, value: 1, series: text }, { name: text, value: 2, series: `${text}2` }] })], // prettier-ignore
  ["headGrid", (text) => headGrid({ title: text, valueTitle: text, rows: [{ name: text, values: [1] }, { name: `${text}2`, values: [0] }], baseline: { name: text, value: 1 } })], // prettier-ignore
  ["curveFamily", (text) => curveFamily({ title: text, knob: { title: text, values: [1, 2] }, start: 1, x: [1, 2], y: [[1, 2], [2, 3]], xTitle: text, yTitle: text })], // prettier-ignore
  ["gatePlot", (text) => gatePlot({ title: text, tokens: ["a"], gates: { [text]: [[1]] } })],
  ["surprisePlot", (text) => surprisePlot({ title: text, texts: [{ tokens: ["a"], surprises: { [text]: [1] } }, { tokens: ["b"], surprises: { [text]: [1] } }] })], // prettier-ignore
  ["alignmentPlot", (text) => alignmentPlot({ title: text, source: ["a"], target: ["b"], weights: [[1]], sourceTitle: text, targetTitle: text })], // prettier-ignore
];

/** How often a text stands in a picture; a letter without width does not count. */
const countIn = (svg: string, text: string): number => svg.replaceAll("\u2060", "").split(`>${escapeHtml(text).replaceAll("&#39;", "'").replaceAll("&quot;", '"')}<`).length - 1; // prettier-ignore

describe("tokens that objects have as names, that hold signs, or that look the same", () => {
  test.each(ofTokens)("%s writes a label for each", (_, spec) => {
    const svg = renderSvg(spec());
    const labels = new Map<string, number>();
    tokens.map(tokenLabel).forEach((label) => labels.set(label, (labels.get(label) ?? 0) + 1));
    const missing = [...labels]
      .filter(([label, count]) => countIn(svg, label) < count)
      .map(([label]) => label);
    expect(missing).toEqual([]);
  });

  test("white space is seen wherever it would not be", () => {
    expect(["  ", "\n\n", "a\nb", " the", "\t", "\u2028"].map(tokenLabel)).toEqual(["␣␣", "↵↵", "a↵b", " the", "⇥", "↵"]); // prettier-ignore
  });
});

describe("titles and names of any text", () => {
  test.each(ofText)("%s draws them", (_, spec) => {
    odd.forEach((text) => expect(renderSvg(spec(text)), JSON.stringify(text)).toContain("<svg"));
  });

  test("a crosshair reads a series by its name, as it is", () => {
    const names = ["x", ...signs, "one\ntwo"];
    const series = names.map((name, index) => ({ name, x: [1, 2], y: [index + 1, 0] }));
    expect(tooltips(curvePlot({ series, xTitle: "x\\y\n", yTitle: "y" }))).toContainEqual({
      "x\\y\n": "1",
      ...Object.fromEntries(names.map((name, index) => [name, String(index + 1)])),
    });
  });

  test("a slider's title stands beside its curve's last value", () => {
    const knob = { title: "Adam's \\rate", values: [1, 2] };
    const svg = renderSvg(
      curveFamily({ knob, start: 1, x: [1, 2], y: [[1, 2], [2, 3]], xTitle: "x", yTitle: "y" }), // prettier-ignore
    );
    expect(svg).toContain(">Adam's \\rate 1: 2 at 2<");
  });
});

/** What a reader sees when the pointer is over a mark, for all marks. */
function tooltips(spec: TopLevelSpec): unknown[] {
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" }).run();
  const found: unknown[] = [];
  const visit = (item: { tooltip?: unknown; items?: never[] }): void => {
    if (item.tooltip !== undefined) found.push(item.tooltip);
    item.items?.forEach(visit);
  };
  visit((view.scenegraph() as unknown as { root: never }).root);
  view.finalize();
  return found;
}
