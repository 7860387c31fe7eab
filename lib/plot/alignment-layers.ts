/** The layers of an alignment map: weights, forbidden cells, gold links, and the frame of the current decoding step. */
import { phrase } from "../jupyter/language.cjs";
import type { AlignmentGrid } from "./alignment-grid";
import {
  futureColour,
  goldColour,
  gridColour,
  type Layer,
  paddingColour,
  tooltipTitle,
  weightRamp,
} from "./plot-style";

interface CellOptions {
  readonly gold?: unknown;
  readonly sourceMask?: readonly number[];
  readonly causal?: boolean;
  readonly sourceTitle?: string;
  readonly targetTitle?: string;
}

const isShown = "step == 0 || datum.target < step";
const dimmedAfterStep = { condition: { test: isShown, value: 1 }, value: 0.1 };

/** Everything with a place in the grid; one nested layer, so that the rows are unrolled into cells once. */
export function cellLayers(options: CellOptions, grid: AlignmentGrid): Layer[] {
  const layer: Layer[] = [{ name: "weights", mark: weightMark, encoding: { color: weightColour } }];
  const forbidden = [
    ...(options.sourceMask?.includes(0) ? ["padding"] : []),
    ...(options.causal ? ["future"] : []),
  ];
  if (forbidden.length > 0) layer.push(forbiddenLayer(forbidden));
  if (options.gold) layer.push(sureLayer(), possibleLayer(grid));
  return [{ transform: intoCells, encoding: gridEncoding(options, grid), layer }];
}

const intoCells = [
  { calculate: "sequence(length(sourceTokens))", as: "sources" },
  {
    flatten: ["weights", "forbidden", "gold", "sources"],
    as: ["weight", "forbidden", "link", "source"],
  },
  { calculate: "sourceTokens[datum.source]", as: "sourceToken" },
  { calculate: "targetTokens[datum.target]", as: "targetToken" },
  { calculate: "datum.link == '' ? 'no' : datum.link", as: "goldLink" },
];

/** Positions are the keys, so that a token may occur twice; labels look the token up. */
function gridEncoding(
  { gold, sourceTitle = phrase("source"), targetTitle = phrase("target") }: CellOptions,
  { fontSize, lines, isTurned }: AlignmentGrid,
): object {
  const axis = { labelOverlap: false, labelFontSize: fontSize, ticks: false, domain: false, labelPadding: 4 };
  const sourceAxis = { ...axis, ...placed(lines, isTurned, fontSize), title: sourceTitle, orient: "top" };
  return {
    x: { field: "source", type: "ordinal", axis: { ...sourceAxis, labelExpr: "sourceTokens[datum.value]" } },
    y: {
      field: "target",
      type: "ordinal",
      axis: { ...axis, title: targetTitle, labelExpr: "targetTokens[datum.value]" },
    },
    opacity: dimmedAfterStep,
    tooltip: [
      { field: "targetToken", title: tooltipTitle(targetTitle) },
      { field: "sourceToken", title: tooltipTitle(sourceTitle) },
      { field: "weight", type: "quantitative", format: ".3f", title: phrase("weight") },
      ...(gold ? [{ field: "goldLink", title: phrase("gold link") }] : []),
    ],
  };
}

/** Where source labels stand above the map, and which way. */
function placed(lines: readonly number[], isTurned: boolean, fontSize: number): object {
  if (isTurned) return { labelAngle: -90, labelAlign: "left", labelBaseline: "middle", labelLimit: 120 };
  const upright = { labelAngle: 0, labelAlign: "center", labelBaseline: "bottom", labelLimit: 120 };
  if (lines.every((line) => line === 0)) return upright;
  const padding = lines.map((line) => 4 + line * (fontSize + 3));
  return { ...upright, labelPadding: { expr: `${JSON.stringify(padding)}[datum.value]` } };
}

/** A cell of an attention map. */
export const weightMark = { type: "rect" as const, stroke: gridColour, strokeWidth: 0.5, aria: false };

/** How much of the weight a cell has. */
export const weightColour = {
  field: "weight",
  type: "quantitative" as const,
  scale: { domain: [0, 1], range: weightRamp },
  legend: { title: phrase("attention weight"), gradientLength: 130, values: [0, 0.5, 1] },
};

/** Cells where one may not look: padding, and what a causal mask hides. */
export function forbiddenLayer(kinds: string[]): Layer {
  const colours: Record<string, string> = { padding: paddingColour, future: futureColour };
  const scale = { domain: kinds, range: kinds.map((kind) => colours[kind]!) };
  return {
    name: "forbidden",
    transform: [{ filter: "datum.forbidden != ''" }],
    mark: { type: "rect", aria: false },
    encoding: {
      color: {
        field: "forbidden",
        type: "nominal",
        scale,
        legend: { title: phrase("may not look"), symbolType: "square" },
      },
    },
  };
}

const goldStroke = { stroke: goldColour, strokeWidth: 2, aria: false };

function sureLayer(): Layer {
  const inset = { width: { band: 0.86 }, height: { band: 0.86 } };
  return {
    name: "gold",
    transform: [{ filter: "datum.link == 'sure' && showGold" }],
    mark: { type: "rect", fill: "transparent", ...goldStroke, ...inset },
  };
}

/** Also holds the legend for both kinds. */
function possibleLayer({ cellHeight }: AlignmentGrid): Layer {
  const scale = { domain: ["sure", "possible"], range: ["square", "circle"] };
  const legend = { title: phrase("gold link"), symbolStrokeColor: goldColour, symbolSize: 110 };
  return {
    name: "possible",
    transform: [{ filter: "datum.link == 'possible' && showGold" }],
    mark: { type: "point", filled: false, size: (cellHeight / 4) ** 2, ...goldStroke },
    encoding: { shape: { field: "link", type: "nominal", scale, legend } },
  };
}

/** The row that is being written, framed, and what it looks at most, beside it. */
export function currentStepLayers(): Layer[] {
  const y: object = { field: "target", type: "ordinal" };
  const ifCurrent = { condition: { test: "datum.target == step - 1", value: 1 }, value: 0 };
  const frame = { type: "rect" as const, fill: null, stroke: "currentColor", strokeWidth: 1.5, aria: false };
  const label = { type: "text" as const, align: "left" as const, dx: 6, x: "width" as const, aria: false };
  return [
    { name: "frame", mark: frame, encoding: { y, opacity: ifCurrent } },
    { name: "strongest", mark: label, encoding: { y, opacity: ifCurrent, text: { field: "strongest" } } },
  ];
}
