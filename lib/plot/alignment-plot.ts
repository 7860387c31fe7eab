/** The picture of attention: which source token each target token looked at, and where it should have looked. */
import { phrase } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { checkList, shown } from "../argument";
import type { Alignment, Link } from "../alignment";
import { largest } from "../extremes";
import { alignmentGrid } from "./alignment-grid";
import { cellLayers, currentStepLayers } from "./alignment-layers";
import {
  checkGiven,
  checkGrid,
  checkLabels,
  checkLength,
  checkNumber,
  checkNumbers,
  PlotError,
  type Titled,
} from "./plot-input";
import { specHead, titleLines, tokenLabel } from "./plot-style";

export interface AlignmentPlotOptions extends Titled {
  readonly source: readonly string[];
  readonly target: readonly string[];
  /** Attention weights, each in [0, 1].  [target, source] */
  readonly weights: readonly (readonly number[])[];
  /** What an annotator would draw, laid over the weights. */
  readonly gold?: Alignment;
  /** 1 = a real token, 0 = padding.  [source] */
  readonly sourceMask?: readonly number[];
  /** Self-attention that may not look ahead: marks every source after its target as forbidden. */
  readonly causal?: boolean;
  readonly entropyNats?: number;
  readonly alignmentErrorRate?: number;
  readonly sourceTitle?: string;
  readonly targetTitle?: string;
}

/**
 * Draws attention weights as a map, source tokens across, target tokens down, with a slider over the decoding steps.
 *
 * @returns a Vega-Lite 5 spec: hover for the weight; gold links are outlined (sure) or dotted (possible)
 * @throws {PlotError} lengths that do not fit, a weight outside [0, 1], a gold link outside the map
 *
 * Taught in notebook 06.
 * @source Bahdanau, Cho & Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate",
 *   figure 3. https://arxiv.org/abs/1409.0473
 */
export function alignmentPlot(options: AlignmentPlotOptions): TopLevelSpec {
  check(options);
  const { source, target, gold, title = phrase("Where each target token looks") } = options;
  const sourceTokens = source.map(tokenLabel);
  const targetTokens = target.map(tokenLabel);
  const measured = measures(options);
  const grid = alignmentGrid(sourceTokens, target.length);
  const range = { min: 0, max: target.length, step: 1 };
  const slider = { input: "range" as const, ...range, name: phrase("decoding step (0 = all) ") };
  return {
    ...specHead(title, inWords(options, sourceTokens, targetTokens)),
    title: { text: titleLines(title), ...(measured && { subtitle: measured }) },
    width: { step: grid.cellWidth },
    height: { step: grid.cellHeight },
    params: [
      { name: "sourceTokens", value: sourceTokens },
      { name: "targetTokens", value: targetTokens },
      { name: "step", value: 0, bind: slider },
      ...(gold ? [{ name: "showGold", value: true, bind: goldBox }] : []),
    ],
    data: { values: rows(options, sourceTokens) },
    layer: [...cellLayers(options, grid), ...currentStepLayers()],
    resolve: { scale: { color: "independent", shape: "independent" } },
  };
}

const goldBox = { input: "checkbox" as const, name: phrase("gold alignment ") };

/** One row a target token: weights, what forbids a cell ("" = nothing), gold links, and the strongest source. */
function rows(
  { source, target, weights, gold, sourceMask, causal }: AlignmentPlotOptions,
  labels: string[],
): object[] {
  const linkOf = (links: readonly Link[] = [], s: number, t: number): boolean =>
    links.some((link) => link.source === s && link.target === t);
  return target.map((_, t) => ({
    target: t,
    weights: weights[t]!.map((weight) => Number(weight.toFixed(4))),
    forbidden: source.map((_, s) => (sourceMask?.[s] === 0 ? "padding" : causal && s > t ? "future" : "")),
    gold: source.map((_, s) =>
      linkOf(gold?.sure, s, t) ? "sure" : linkOf(gold?.possible, s, t) ? "possible" : "",
    ),
    strongest: `→ ${strongest(weights[t]!, labels)}`,
  }));
}

function strongest(weights: readonly number[], labels: readonly string[]): string {
  const weight = largest(weights);
  return weight === 0 ? phrase("nowhere") : `${labels[weights.indexOf(weight)]} ${weight.toFixed(2)}`;
}

function measures({ entropyNats, alignmentErrorRate }: AlignmentPlotOptions): string {
  const parts: string[] = [];
  if (alignmentErrorRate !== undefined)
    parts.push(phrase("alignment error rate {0}", alignmentErrorRate.toFixed(3)));
  if (entropyNats !== undefined) parts.push(phrase("mean entropy {0} nats", entropyNats.toFixed(2)));
  return parts.join(" · ");
}

function inWords(options: AlignmentPlotOptions, sources: string[], targets: string[]): string {
  const looks = targets.map((token, t) =>
    phrase("{0} looks at {1}", token, strongest(options.weights[t]!, sources)),
  );
  const map = phrase(
    "Attention map, {0} target tokens by {1} source tokens.",
    targets.length,
    sources.length,
  );
  return [options.title, map, measures(options), looks.join("; ")].filter(Boolean).join(" ");
}

function check(options: AlignmentPlotOptions): void {
  const plot = "alignmentPlot";
  checkGiven(plot, "options", options);
  const { source, target, weights, gold, sourceMask, entropyNats, alignmentErrorRate } = options;
  checkLabels(plot, "source", source);
  checkLabels(plot, "target", target);
  // A softmax in float32 may exceed 1 by a rounding error.
  const size = { rows: target.length, columns: source.length, low: 0, high: 1 + 1e-5 };
  checkGrid(plot, "weights", weights, size);
  if (sourceMask) checkLength(plot, "sourceMask", sourceMask, source.length);
  if (sourceMask) checkNumbers(plot, "sourceMask", sourceMask, 0, 1);
  if (entropyNats !== undefined) checkNumber(plot, "entropyNats", entropyNats, 0);
  if (alignmentErrorRate !== undefined) checkNumber(plot, "alignmentErrorRate", alignmentErrorRate, 0, 1);
  if (gold) checkGold(plot, checkGiven(plot, "gold", gold), options);
}

function checkGold(plot: string, gold: Alignment, { source, target }: AlignmentPlotOptions): void {
  for (const kind of ["sure", "possible"] as const) {
    checkList(plot, `gold.${kind}`, gold[kind]);
    gold[kind].forEach((link, index) => {
      const given = checkGiven(plot, `gold.${kind}[${index}]`, link);
      if (given.source in source && given.target in target) return;
      throw new PlotError(
        `${plot}: gold.${kind}[${index}] should be inside ${source.length} source and ${target.length} target tokens, ` +
          `got source ${shown(given.source)} and target ${shown(given.target)}`,
      );
    });
  }
}
