/** Many attention maps at once: every head of a layer side by side, and a picker for the layer. */
import type { TopLevelSpec } from "vega-lite";
import { forbiddenLayer, weightColour, weightMark } from "./alignment-layers";
import {
  checkFilled,
  checkGiven,
  checkGrid,
  checkLabels,
  checkLength,
  PlotError,
  type Titled,
} from "./plot-input";
import { labelWidth, specHead, tokenLabel } from "./plot-style";

export interface HeadsPlotOptions extends Titled {
  /** Tokens that look. */
  readonly queries: readonly string[];
  /** Tokens that are looked at. */
  readonly keys: readonly string[];
  /** Attention weights, each in [0, 1].  [layer, head, query, key] */
  readonly weights: readonly (readonly (readonly (readonly number[])[])[])[];
  /** 1 = a real token, 0 = padding.  [key] */
  readonly keyMask?: readonly number[];
  /** Whether a query may not look at keys after its own place: marks them as forbidden. */
  readonly causal?: boolean;
}

const mapWidth = 260; // two maps, their labels and a menu fit a page of the book

/**
 * Draws every head's map of one layer, with a picker for the layer and one for a single head.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no layer, layers with different numbers of heads, weights that do not fit the tokens
 *
 * Taught in notebook 08.
 * @source Vaswani et al. 2017, "Attention Is All You Need", figures 3 to 5. https://arxiv.org/abs/1706.03762
 */
export function headsPlot(options: HeadsPlotOptions): TopLevelSpec {
  check(options);
  const { queries, keys, weights, title = "What each head looks at" } = options;
  const numHeads = weights[0]!.length;
  const forbidden = forbiddenKinds(options);
  return {
    ...specHead(
      title,
      `${title}. ${weights.length} layers, ${numHeads} heads each, ${queries.length} × ${keys.length} maps.`,
    ),
    params: [
      { name: "queryTokens", value: queries.map(tokenLabel) },
      { name: "keyTokens", value: keys.map(tokenLabel) },
      { name: "layer", value: 1, bind: { input: "select", options: count(weights.length), name: "layer " } },
      { name: "head", value: 0, bind: headPicker(numHeads) },
    ],
    data: { values: rows(options) },
    transform: [
      { filter: "datum.layer == layer && (head == 0 || datum.head == head)" },
      ...intoCells(forbidden.length > 0),
    ],
    facet: { field: "head", type: "ordinal", title: null, header },
    columns: Math.min(2, numHeads),
    spec: {
      width: mapWidth,
      height: (mapWidth * queries.length) / keys.length,
      ...(forbidden.length === 0 ? heatmap(keys) : layered(heatmap(keys), forbidden)),
    },
  };
}

const header = { labelExpr: "'head ' + datum.value", labelOrient: "bottom" as const };
const count = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);

const headPicker = (numHeads: number) => ({
  input: "select" as const,
  options: [0, ...count(numHeads)],
  labels: ["all", ...count(numHeads).map(String)],
  name: "head ",
});

function forbiddenKinds({ keyMask, causal }: HeadsPlotOptions): string[] {
  return [...(keyMask?.includes(0) ? ["padding"] : []), ...(causal ? ["future"] : [])];
}

/** One row a query, unrolled by the page: a tenth of the text that a row a cell would take. */
function rows(options: HeadsPlotOptions): object[] {
  const { weights, keyMask, causal } = options;
  const isMasked = forbiddenKinds(options).length > 0;
  const kindOf = (query: number, key: number): string =>
    keyMask?.[key] === 0 ? "padding" : causal && key > query ? "future" : "";
  return weights.flatMap((heads, layer) =>
    heads.flatMap((map, head) =>
      map.map((row, query) => ({
        layer: layer + 1,
        head: head + 1,
        query,
        weights: row.map((weight) => Number(weight.toFixed(3))),
        ...(isMasked && { forbidden: row.map((_, key) => kindOf(query, key)) }),
      })),
    ),
  );
}

const intoCells = (isMasked: boolean) => [
  { calculate: "sequence(length(keyTokens))", as: "keys" },
  isMasked
    ? { flatten: ["weights", "forbidden", "keys"], as: ["weight", "forbidden", "key"] }
    : { flatten: ["weights", "keys"], as: ["weight", "key"] },
  { calculate: "queryTokens[datum.query]", as: "queryToken" },
  { calculate: "keyTokens[datum.key]", as: "keyToken" },
];

type UnitSpec = Pick<Extract<TopLevelSpec, { mark: unknown; encoding?: unknown }>, "mark" | "encoding">;

function heatmap(keys: readonly string[]): UnitSpec {
  const cell = mapWidth / keys.length;
  const labelFontSize = Math.max(6, Math.min(12, cell));
  const axis = { labelOverlap: false, labelFontSize, ticks: false, domain: false, labelPadding: 3 };
  const isWide = keys.some((key) => labelWidth(tokenLabel(key), labelFontSize) > cell);
  const keyAxis = { ...axis, title: null, orient: "top" as const, labelAngle: isWide ? -90 : 0 };
  return {
    mark: weightMark,
    encoding: {
      x: { field: "key", type: "ordinal", axis: { ...keyAxis, labelExpr: "keyTokens[datum.value]" } },
      y: {
        field: "query",
        type: "ordinal",
        axis: { ...axis, title: null, labelExpr: "queryTokens[datum.value]" },
      },
      color: weightColour,
      tooltip: [
        { field: "queryToken", title: "query" },
        { field: "keyToken", title: "key" },
        { field: "weight", type: "quantitative", format: ".3f" },
      ],
    },
  };
}

/** Padding and the future in colours of their own, over the weights. */
function layered({ mark, encoding }: UnitSpec, kinds: string[]) {
  const { color, ...places } = encoding!;
  return {
    encoding: places,
    layer: [{ name: "weights", mark, encoding: { color } }, forbiddenLayer(kinds)],
    resolve: { scale: { color: "independent" as const } },
  };
}

function check(options: HeadsPlotOptions): void {
  const plot = "headsPlot";
  const { queries, keys, weights, keyMask } = checkGiven(plot, "options", options);
  checkLabels(plot, "queries", queries);
  checkLabels(plot, "keys", keys);
  if (keyMask) checkLength(plot, "keyMask", keyMask, keys.length);
  checkFilled(plot, "weights", weights);
  weights.forEach((heads, layer) => {
    checkFilled(plot, `weights[${layer}]`, heads);
    if (heads.length !== weights[0]!.length) {
      throw new PlotError(
        `${plot}: layer 0 has ${weights[0]!.length} heads, but layer ${layer} has ${heads.length}`,
      );
    }
    heads.forEach((map, head) => {
      const size = { rows: queries.length, columns: keys.length, low: 0, high: 1 + 1e-5 };
      checkGrid(plot, `weights[${layer}][${head}]`, map, size);
    });
  });
}
