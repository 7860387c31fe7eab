/** The two ways in which a head's attention map is drawn: enlarged, with its tokens; and small, among all others. */
import { phrase } from "../jupyter/language.cjs";
import { weightColour, weightMark } from "./alignment-layers";
import { largest } from "../extremes";
import { futureColour, gridColour, labelWidth, type Layer, paddingColour, pictureWidth, stagger, tokenLabel } from "./plot-style"; // prettier-ignore

/** What a kind of cell is where one may not look. */
export type Forbidden = "padding" | "future";

const largestCell = { width: 60, height: 26 };
const largestThumb = { width: 150, height: 110 };
const layerName = 50; // pixels

/** Labels of keys below a map, upright: a token a column, or on two or three lines in turn, or letter under letter. */
export function keyAxis(keys: readonly string[], width: number): object {
  const cell = width / keys.length;
  const labelFontSize = Math.max(8, Math.min(12, cell));
  const axis = {
    title: null,
    labelOverlap: false,
    labelFontSize,
    ticks: false,
    domain: false,
    labelPadding: 4,
  };
  const widths = keys.map((key) => labelWidth(tokenLabel(key), labelFontSize));
  const numLines = [1, 2, 3].find((lines) => stagger(widths, lines, cell));
  if (numLines !== undefined) return { ...axis, labelExpr: onLines(numLines), labelAngle: 0 };
  const isKorean = keys.some((key) => /\p{Script=Hangul}/u.test(key));
  return isKorean
    ? { ...axis, labelExpr: stacked, labelAngle: 0 }
    : { ...axis, labelExpr: token, labelAngle: -90 };
}

const token = "keyTokens[datum.value]";
const stacked = `split(truncate(${token}, 8), '')`;

/** A line without a letter is not drawn, and what is below it moves up: U+200B is one that takes no room. */
const onLines = (numLines: number): string =>
  numLines === 1
    ? token
    : `split(slice('\u200b\\n\u200b\\n', 0, 2 * (datum.value % ${numLines})) + ${token}, '\\n')`;

/** One row a query, unrolled by the page. */
const cellsOf = (isMasked: boolean) => [
  { calculate: "sequence(length(keyTokens))", as: "keys" },
  isMasked
    ? { flatten: ["weights", "forbidden", "keys"], as: ["weight", "forbidden", "key"] }
    : { flatten: ["weights", "keys"], as: ["weight", "key"] },
  { calculate: "queryTokens[datum.query]", as: "queryToken" },
  { calculate: "keyTokens[datum.key]", as: "keyToken" },
];

/** The map of the head that is chosen, as large as the picture allows. */
export function enlargedMap(
  queries: readonly string[],
  keys: readonly string[],
  forbidden: readonly Forbidden[],
) {
  const widest = largest(queries.map((query) => labelWidth(tokenLabel(query), 12)));
  const width = Math.floor(Math.min(pictureWidth - widest - 20, largestCell.width * keys.length));
  const queryAxis = { labelOverlap: false, labelFontSize: 12, ticks: false, domain: false, labelPadding: 4 };
  return {
    title: {
      text: { expr: `'${phrase("layer ")}' + chosen.layer + ', ${phrase("head ")}' + chosen.head` },
      fontSize: 12,
    },
    width,
    height: Math.min(width / keys.length, largestCell.height) * queries.length,
    transform: [{ filter: { param: "chosen" } }, ...cellsOf(forbidden.length > 0)],
    encoding: {
      x: { field: "key", type: "ordinal" as const, axis: keyAxis(keys, width) },
      y: {
        field: "query",
        type: "ordinal" as const,
        axis: { ...queryAxis, title: null, labelExpr: "queryTokens[datum.value]" },
      },
      tooltip: [
        { field: "queryToken", title: phrase("query") },
        { field: "keyToken", title: phrase("key") },
        { field: "weight", type: "quantitative" as const, format: ".3f", title: phrase("weight") },
      ],
    },
    layer: [
      { name: "weights", mark: weightMark, encoding: { color: weightColour } },
      ...forbidden.map((kind) => forbiddenCells(kind)),
    ],
  };
}

/** Cells where one may not look, in a colour that the line below the title names. */
const forbiddenCells = (kind: Forbidden): Layer => ({
  name: kind,
  transform: [{ filter: `datum.forbidden == '${kind}'` }],
  mark: { type: "rect", color: kind === "padding" ? paddingColour : futureColour, aria: false },
});

/** All heads: a row a layer, a column a head; a click, or the lists above, chooses the one that is enlarged. */
export function thumbnails(
  numLayers: number,
  numHeads: number,
  queries: readonly string[],
  keys: readonly string[],
) {
  const across = Math.min(largestThumb.width, (pictureWidth - layerName) / numHeads - 20);
  const cell = Math.min(across / keys.length, largestThumb.height / queries.length);
  const header = { title: null, labelFontSize: 12, labelPadding: 4 };
  return {
    facet: {
      row: { field: "layer", type: "ordinal" as const, header: { ...header, labelExpr: `'${phrase("layer ")}' + datum.value`, labelAngle: 0, labelAlign: "left" as const } }, // prettier-ignore
      column: {
        field: "head",
        type: "ordinal" as const,
        header: { ...header, labelExpr: `'${phrase("head ")}' + datum.value` },
      },
    },
    spacing: 8,
    spec: {
      width: cell * keys.length,
      height: cell * queries.length,
      layer: [smallCells, frame(numLayers, numHeads)],
    },
  };
}

/** Without what would not be seen: a page of many heads stays light. */
const smallCells: Layer = {
  name: "small",
  transform: [...cellsOf(false), { filter: "datum.weight > 0.02" }],
  mark: { type: "rect", aria: false },
  encoding: {
    x: { field: "key", type: "ordinal", axis: null, scale: { domain: { expr: "sequence(length(keyTokens))" } as never } }, // prettier-ignore
    y: { field: "query", type: "ordinal", axis: null, scale: { domain: { expr: "sequence(length(queryTokens))" } as never } }, // prettier-ignore
    color: { ...weightColour, legend: null },
  },
};

const count = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);

/** Around each map, and over all of it, as what a click hits. */
function frame(numLayers: number, numHeads: number): Layer {
  const isChosen = { param: "chosen", empty: false };
  return {
    name: "frame",
    transform: [{ filter: "datum.query == 0" }],
    params: [
      {
        name: "chosen",
        select: { type: "point", fields: ["head", "layer"], on: "click", clear: false, toggle: false },
        value: [{ layer: 1, head: 1 }],
        bind: {
          layer: { input: "select", options: count(numLayers), name: phrase("layer ") },
          head: { input: "select", options: count(numHeads), name: phrase("head ") },
        },
      },
    ],
    mark: { type: "rect", fill: "transparent", cursor: "pointer", aria: false, x: 0, x2: "width", y: 0, y2: "height" } as never, // prettier-ignore
    encoding: {
      stroke: { condition: { ...isChosen, value: "currentColor" }, value: gridColour },
      strokeWidth: { condition: { ...isChosen, value: 2 }, value: 1 },
    },
  };
}
