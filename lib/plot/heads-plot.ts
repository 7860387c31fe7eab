/** Many attention maps at once: every head of every layer, small, and the one that is chosen, enlarged. */
import { phrase } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { enlargedMap, type Forbidden, thumbnails } from "./head-map";
import {
  checkFilled,
  checkGiven,
  checkGrid,
  checkLabels,
  checkLength,
  PlotError,
  type Titled,
} from "./plot-input";
import { specHead, titleLines, tokenLabel } from "./plot-style";

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
 * Draws the maps of all layers and heads as a grid, and below it the one that a click or the lists choose, with its tokens.
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
  const [numLayers, numHeads] = [weights.length, weights[0]!.length];
  const forbidden = forbiddenKinds(options);
  return {
    ...specHead(
      title,
      phrase(
        "{0}. {1} layers, {2} heads each, {3} × {4} maps.",
        title,
        numLayers,
        numHeads,
        queries.length,
        keys.length,
      ),
    ),
    title: { text: titleLines(title), ...(forbidden.length > 0 && { subtitle: keyOf(forbidden) }) },
    params: [
      { name: "queryTokens", value: queries.map(tokenLabel) },
      { name: "keyTokens", value: keys.map(tokenLabel) },
    ],
    data: { values: rows({ queries, keys, weights, keyMask, causal }) },
    vconcat: [thumbnails(numLayers, numHeads, queries, keys), enlargedMap(queries, keys, forbidden)],
    resolve: { scale: { color: "independent" } },
  };
}

/** What the two colours are that are no weights. */
function keyOf(kinds: readonly Forbidden[]): string {
  const named = {
    padding: phrase("grey: padding"),
    future: phrase("pink: the future, which a query may not look at"),
  };
  return kinds.map((kind) => named[kind]).join(" · ");
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

function forbiddenKinds({ keyMask, causal }: Masks): Forbidden[] {
  return [...(keyMask?.includes(0) ? ["padding" as const] : []), ...(causal ? ["future" as const] : [])];
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
