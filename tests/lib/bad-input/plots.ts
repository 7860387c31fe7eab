/** Plots, and what a cell shows: calls that must be refused, and the words of each refusal. */
import { band, show, table } from "../../../lib/notebook";
import * as plots from "../../../lib/plots";
import { progress } from "../../../lib/jupyter/progress";
import { list, nothing, type Refusal } from "./refusal";

const tokens = ["a", "b"];
const weights = [
  [0.5, 0.5],
  [0, 1],
];
const series = [{ name: "training", steps: [1, 2], lossNats: [2, 1] }];

export const plotRefusals: Refusal[] = [
  ["alignmentPlot: options should be an object, got undefined", () => plots.alignmentPlot(nothing)],
  [
    "alignmentPlot: source should be a list with at least one item, got undefined",
    () => plots.alignmentPlot({ target: tokens, weights } as never),
  ],
  [
    "alignmentPlot: source[0] should be a text, got 1",
    () => plots.alignmentPlot({ source: list, target: tokens, weights }),
  ],
  [
    'alignmentPlot: source should be a list with at least one item, got "ab"',
    () => plots.alignmentPlot({ source: "ab" as never, target: tokens, weights }),
  ],
  [
    "alignmentPlot: weights should have length 1, got 2",
    () => plots.alignmentPlot({ source: tokens, target: ["a"], weights }),
  ],
  [
    "alignmentPlot: weights[0][0] should be a number from 0 to 1.00001, got 2",
    () =>
      plots.alignmentPlot({
        source: tokens,
        target: tokens,
        weights: [
          [2, 0],
          [0, 1],
        ],
      }),
  ],
  [
    'alignmentPlot: weights[0][0] should be a number from 0 to 1.00001, got "1"',
    () => plots.alignmentPlot({ source: ["a"], target: ["a"], weights: [["1" as never]] }),
  ],
  [
    "alignmentPlot: alignmentErrorRate should be a number from 0 to 1, got NaN",
    () => plots.alignmentPlot({ source: tokens, target: tokens, weights, alignmentErrorRate: NaN }),
  ],
  [
    "alignmentPlot: entropyNats should be a number ≥ 0, got Infinity",
    () => plots.alignmentPlot({ source: tokens, target: tokens, weights, entropyNats: Infinity }),
  ],
  [
    "alignmentPlot: gold.sure should be a list, got undefined",
    () => plots.alignmentPlot({ source: tokens, target: tokens, weights, gold: {} as never }),
  ],
  ["attentionStepPlot: options should be an object, got undefined", () => plots.attentionStepPlot(nothing)],
  [
    "attentionStepPlot: scores should have length 1, got undefined",
    () => plots.attentionStepPlot({ source: ["a"], weights: [1] } as never),
  ],
  [
    "attentionStepPlot: scores[0] should be a finite number, got NaN",
    () => plots.attentionStepPlot({ source: ["a"], scores: [NaN], weights: [1] }),
  ],
  [
    "comparisonPlot: rows should be a list with at least one item, got []",
    () => plots.comparisonPlot({ rows: [], valueTitle: "x" }),
  ],
  [
    "comparisonPlot: rows[0] should be an object, got undefined",
    () => plots.comparisonPlot({ rows: [nothing], valueTitle: "x" }),
  ],
  [
    "comparisonPlot: values[0] should be a finite number, got Infinity",
    () => plots.comparisonPlot({ rows: [{ name: "a", value: Infinity }], valueTitle: "x" }),
  ],
  [
    "comparisonPlot: domain[1] should be a finite number, got NaN",
    () => plots.comparisonPlot({ rows: [{ name: "a", value: 1 }], valueTitle: "x", domain: [0, NaN] }),
  ],
  ["gatePlot: gates should be an object, got undefined", () => plots.gatePlot({ tokens, gates: nothing })],
  ["gatePlot: gates should have at least one gate, got {}", () => plots.gatePlot({ tokens, gates: {} })],
  [
    'gatePlot: gates["input"][0][0] should be a number from -1 to 1, got 1.5',
    () => plots.gatePlot({ tokens: ["a"], gates: { input: [[1.5]] } }),
  ],
  ["headGrid: options should be an object, got undefined", () => plots.headGrid(nothing)],
  [
    "headGrid: rows[1].values should have length 2, got 1",
    () =>
      plots.headGrid({
        rows: [
          { name: "layer 1", values: [1, 0] },
          { name: "layer 2", values: [1] },
        ],
        valueTitle: "x",
        baseline: { name: "all", value: 1 },
      }),
  ],
  ["headsPlot: options should be an object, got undefined", () => plots.headsPlot(nothing)],
  [
    "headsPlot: weights should be a list with at least one item, got undefined",
    () => plots.headsPlot({ queries: tokens, keys: tokens } as never),
  ],
  [
    "headsPlot: weights[0][0] should have length 2, got 0.5",
    () => plots.headsPlot({ queries: tokens, keys: tokens, weights: weights as never }),
  ],
  [
    "lossCurve: series should be a list with at least one item, got []",
    () => plots.lossCurve({ series: [] }),
  ],
  ["lossCurve: series[0] should be an object, got undefined", () => plots.lossCurve({ series: [nothing] })],
  [
    "lossCurve: series[0].lossNats should have length 1, got undefined",
    () => plots.lossCurve({ series: [{ name: "a", steps: [1] } as never] }),
  ],
  [
    "lossCurve: series[0].lossNats[0] should be a positive number, got 0",
    () => plots.lossCurve({ series: [{ name: "a", steps: [1], lossNats: [0] }], log: true }),
  ],
  [
    "lossCurve: totalSteps should be a positive number, got NaN",
    () => plots.lossCurve({ series, totalSteps: NaN }),
  ],
  ["lossCurve: baselines should be a list, got 1", () => plots.lossCurve({ series, baselines: 1 as never })],
  ["lengthCurve: options should be an object, got undefined", () => plots.lengthCurve(nothing)],
  ["exposurePlot: options should be an object, got undefined", () => plots.exposurePlot(nothing)],
  ["placementDiagram: options should be an object, got undefined", () => plots.placementDiagram(nothing)],
  ["unrolledDiagram: options should be an object, got undefined", () => plots.unrolledDiagram(nothing)],
  ["distanceDiagram: options should be an object, got undefined", () => plots.distanceDiagram(nothing)],
  [
    "lengthCurve: series[0].exactMatch[0] should be a number from 0 to 1, got 50",
    () => plots.lengthCurve({ series: [{ name: "a", lengths: [1], exactMatch: [50] }] }),
  ],

  [
    "lossCurve: options.title should be a text, got a list of 2",
    () => plots.lossCurve({ series, title: list }),
  ],
  [
    "lossCurve: series[0].name should be a text, got 3",
    () => plots.lossCurve({ series: [{ ...series[0]!, name: 3 as never }] }),
  ],
  [
    "lossCurve: baselines[0] should be an object, got undefined",
    () => plots.lossCurve({ series, baselines: [nothing] }),
  ],
  [
    "lossCurve: series[0].band.low should have length 2, got undefined",
    () => plots.lossCurve({ series: [{ ...series[0]!, band: {} as never }] }),
  ],
  [
    "alignmentPlot: gold.sure[0] should be an object, got undefined",
    () =>
      plots.alignmentPlot({
        source: tokens,
        target: tokens,
        weights,
        gold: { sure: [nothing], possible: [] },
      }),
  ],
  ["show: spec should be an object, got undefined", () => show(nothing)],
  ["table: rows should be a list with at least one record, got undefined", () => table(nothing)],
  [
    'band: value should be a number, got "3"',
    () => band({ name: "loss", value: "3" as never, low: 0, high: 4 }),
  ],
  ["progress: total should be a number > 0, got Infinity", () => progress(Infinity, "counting")],

  ["curvePlot: options should be an object, got undefined", () => plots.curvePlot(nothing)],
  [
    "curvePlot: series[0] should be an object, got undefined",
    () => plots.curvePlot({ series: [nothing], xTitle: "x", yTitle: "y" }),
  ],
  ["curveFamily: options should be an object, got undefined", () => plots.curveFamily(nothing)],
  [
    "curveFamily: knob should be an object, got undefined",
    () => plots.curveFamily({ x: [1], y: [[1]], start: 0, xTitle: "x", yTitle: "y" } as never),
  ],
  ["nextTokenPlot: options should be an object, got undefined", () => plots.nextTokenPlot(nothing)],
  [
    "nextTokenPlot: tokens[0] should be a text, got 1",
    () => plots.nextTokenPlot({ tokens: list, logits: [1, 2] }),
  ],
  [
    "nextTokenPlot: logits[1] should be a finite number, got NaN",
    () => plots.nextTokenPlot({ tokens, logits: [1, NaN] }),
  ],
  ["surprisePlot: options should be an object, got undefined", () => plots.surprisePlot(nothing)],
  [
    "surprisePlot: texts[0].surprises should be an object, got undefined",
    () => plots.surprisePlot({ texts: [{ tokens } as never] }),
  ],
  ["recurrentDiagram: options should be an object, got undefined", () => plots.recurrentDiagram(nothing)],
  ["recurrentDiagram: steps[0] should be an object, got 1", () => plots.recurrentDiagram({ steps: list })],
  [
    "bidirectionalDiagram: options should be an object, got undefined",
    () => plots.bidirectionalDiagram(nothing),
  ],
  [
    "bidirectionalDiagram: steps should be a list with at least one item, got undefined",
    () => plots.bidirectionalDiagram({} as never),
  ],
  ["gruDiagram: options should be an object, got undefined", () => plots.gruDiagram(nothing)],
  ["gruDiagram: unit should be an object, got undefined", () => plots.gruDiagram({} as never)],
  ["cellDiagram: options should be an object, got undefined", () => plots.cellDiagram(nothing)],
  ["cellDiagram: unit should be an object, got undefined", () => plots.cellDiagram({} as never)],
  [
    "cellDiagram: unit.forgetGate should be a number from 0 to 1, got undefined",
    () => plots.cellDiagram({ unit: {} as never }),
  ],
];
