/** The picture of one decoding step: the scores of all source tokens, and the weights that softmax makes of them. */
import { phrase } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { checkGiven, checkLabels, checkLength, checkNumbers, type Titled } from "./plot-input";
import { inExpression, labelWidth, seriesColours, specHead, tokenLabel } from "./plot-style";

export interface AttentionStepOptions extends Titled {
  readonly source: readonly string[];
  /** e, one a source token. */
  readonly scores: readonly number[];
  /** α = softmax(e), one a source token, each in [0, 1]. */
  readonly weights: readonly number[];
}

/**
 * Draws scores above weights, over the same source tokens.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} lengths that do not fit, a score that is not finite, a weight outside [0, 1]
 *
 * Taught in notebook 06.
 */
export function attentionStepPlot(options: AttentionStepOptions): TopLevelSpec {
  check(options);
  const {
    source,
    scores,
    weights,
    title = phrase("Scores, and the weights that softmax makes of them"),
  } = options;
  const columnWidth = Math.min(30, 660 / source.length);
  const isWide = source.some((token) => labelWidth(tokenLabel(token), 12) > columnWidth);
  const labelAngle = isWide ? -90 : 0;
  const labelExpr = `${inExpression(source.map(tokenLabel))}[datum.value]`;
  const rowOf = (values: readonly number[], name: string, colour: string, isLast: boolean) => ({
    width: columnWidth * source.length,
    height: 70,
    mark: { type: "bar" as const, color: colour },
    data: { values: values.map((value, s) => ({ source: s, token: tokenLabel(source[s]!), value })) },
    encoding: {
      x: {
        field: "source",
        type: "ordinal" as const,
        title: isLast ? phrase("source token") : null,
        axis: { labelExpr, labelAngle, labelOverlap: false, labels: isLast, ticks: isLast },
      },
      y: { field: "value", type: "quantitative" as const, title: name, axis: { tickCount: 3 } },
      tooltip: [
        { field: "token", title: phrase("source token") },
        { field: "value", title: name, format: ".3f" },
      ],
    },
  });
  return {
    ...specHead(
      title,
      `${title} ${source.map((text, s) => `${tokenLabel(text)} ${weights[s]!.toFixed(2)}`).join("; ")}`,
    ),
    vconcat: [
      rowOf(scores, phrase("score e"), seriesColours[1], false),
      rowOf(weights, phrase("weight α"), seriesColours[0], true),
    ],
  };
}

function check(options: AttentionStepOptions): void {
  const plot = "attentionStepPlot";
  const { source, scores, weights } = checkGiven(plot, "options", options);
  checkLabels(plot, "source", source);
  checkLength(plot, "scores", scores, source.length);
  checkLength(plot, "weights", weights, source.length);
  checkNumbers(plot, "scores", scores);
  checkNumbers(plot, "weights", weights, 0, 1 + 1e-5);
}
