/** Many attention maps at once: every head of a layer side by side, and a picker for the layer. */
import { phrase } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { weightColour, weightMark } from "./alignment-layers";
import { largest } from "../extremes";
import {
  checkFilled,
  checkGiven,
  checkGrid,
  checkLabels,
  checkLength,
  PlotError,
  type Titled,
} from "./plot-input";
import { futureColour, labelWidth, type Layer, paddingColour, pictureWidth, specHead, titleLines, tokenLabel } from "./plot-style"; // prettier-ignore

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
  const { queries, keys, weights, keyMask } = cropped(options);
  const { causal, title = phrase("What each head looks at") } = options;
  const numHeads = weights[0]!.length;
  const forbidden = forbiddenKinds(options);
  return {
    ...specHead(
      title,
      phrase(
        "{0}. {1} layers, {2} heads each, {3} × {4} maps.",
        title,
        weights.length,
        numHeads,
        queries.length,
        keys.length,
      ),
    ),
    title: { text: titleLines(title), ...(forbidden.length > 0 && { subtitle: keyOf(forbidden) }) },
    params: [
      { name: "queryTokens", value: queries.map(tokenLabel) },
      { name: "keyTokens", value: keys.map(tokenLabel) },
      {
        name: "layer",
        value: 1,
        bind: { input: "select", options: count(weights.length), name: phrase("layer ") },
      },
      { name: "head", value: 0, bind: headPicker(numHeads) },
    ],
    data: { values: rows({ queries, keys, weights, keyMask, causal }) },
    transform: [
      { filter: "datum.layer == layer && (head == 0 || datum.head == head)" },
      ...intoCells(forbidden.length > 0),
    ],
    facet: { field: "head", type: "ordinal", title: null, header },
    columns: Math.min(2, numHeads),
    spacing: 16,
    spec: heatmap(queries, keys, forbidden),
    resolve: { axis: { x: "independent", y: "independent" } }, // so every map has its labels
  };
}

const header = {
  labelExpr: `'${phrase("head ")}' + datum.value`,
  labelAnchor: "start" as const,
};

/** What the two colours are that are no weights; beside the maps a legend of their own would come once a map. */
function keyOf(kinds: readonly string[]): string {
  const named = {
    padding: phrase("grey: padding"),
    future: phrase("pink: the future, which a query may not look at"),
  };
  return kinds.map((kind) => named[kind as keyof typeof named]).join(" · ");
}

/** Without padding but for its first place, which stands for all. */
function cropped({ queries, keys, weights, keyMask }: HeadsPlotOptions) {
  if (!keyMask?.includes(0)) return { queries, keys, weights, keyMask };
  const isKept = (tokens: readonly string[]) => {
    const pad = keys[keyMask.indexOf(0)]!;
    return (place: number): boolean =>
      tokens === keys || tokens.join() === keys.join()
        ? keyMask[place] !== 0 || place === keyMask.indexOf(0)
        : tokens[place] !== pad || place === tokens.indexOf(pad);
  };
  const keep = <Item>(items: readonly Item[], test: (place: number) => boolean): Item[] =>
    items.filter((_, place) => test(place));
  const [keptQuery, keptKey] = [isKept(queries), isKept(keys)];
  const crop = (map: readonly (readonly number[])[]) => keep(map, keptQuery).map((row) => keep(row, keptKey));
  return {
    queries: keep(queries, keptQuery),
    keys: keep(keys, keptKey),
    weights: weights.map((heads) => heads.map(crop)),
    keyMask: keep(keyMask, keptKey),
  };
}

/** What forbids to look. */
interface Masks {
  readonly keyMask?: readonly number[] | undefined;
  readonly causal?: boolean | undefined;
}

const count = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);

const headPicker = (numHeads: number) => ({
  input: "select" as const,
  options: [0, ...count(numHeads)],
  labels: ["all", ...count(numHeads).map(String)],
  name: phrase("head "),
});

function forbiddenKinds({ keyMask, causal }: Masks): string[] {
  return [...(keyMask?.includes(0) ? ["padding"] : []), ...(causal ? ["future"] : [])];
}

/** One row a query, unrolled by the page: a tenth of the text that a row a cell would take. */
function rows(options: Masks & Pick<HeadsPlotOptions, "queries" | "keys" | "weights">): object[] {
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

const mostLetters = 8; // of a label whose letters stand on each other

/** One map, its keys below it: Korean that is wider than its column stands letter under letter, upright. */
function heatmap(queries: readonly string[], keys: readonly string[], forbidden: readonly string[]) {
  const widest = largest(queries.map((query) => labelWidth(tokenLabel(query), 12)));
  const width = Math.min((pictureWidth - 90) / 2 - widest - 10, 44 * keys.length); // beside the legend of weights
  const cell = width / keys.length;
  const labelFontSize = Math.max(6, Math.min(12, cell));
  const axis = { labelOverlap: false, labelFontSize, ticks: false, domain: false, labelPadding: 3 };
  const isWide = keys.some((key) => labelWidth(tokenLabel(key), labelFontSize) > cell);
  const isKorean = keys.some((key) => /\p{Script=Hangul}/u.test(key));
  const stacked = `split(truncate(keyTokens[datum.value], ${mostLetters}), '')`;
  const labelExpr = isWide && isKorean ? stacked : "keyTokens[datum.value]";
  const keyAxis = { ...axis, title: null, labelExpr, labelAngle: isWide && !isKorean ? -90 : 0 };
  return {
    width,
    height: Math.min(cell, 26) * queries.length,
    encoding: {
      x: { field: "key", type: "ordinal" as const, axis: keyAxis },
      y: {
        field: "query",
        type: "ordinal" as const,
        axis: { ...axis, title: null, labelExpr: "queryTokens[datum.value]" },
      },
      tooltip: [
        { field: "queryToken", title: phrase("query") },
        { field: "keyToken", title: phrase("key") },
        { field: "weight", type: "quantitative" as const, format: ".3f" },
      ],
    },
    layer: [
      { name: "weights", mark: weightMark, encoding: { color: weightColour } },
      ...forbidden.map((kind) => forbiddenCells(kind)),
    ],
  };
}

/** Cells where one may not look, in a colour that the line below the title names. */
const forbiddenCells = (kind: string): Layer => ({
  name: kind,
  transform: [{ filter: `datum.forbidden == '${kind}'` }],
  mark: { type: "rect", color: kind === "padding" ? paddingColour : futureColour, aria: false },
});

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
