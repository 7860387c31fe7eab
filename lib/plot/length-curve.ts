/** Quality against length: where does a model stop coping with long sequences? */
import { percentage, phrase, shownName } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { curveFrame } from "./curve-layers";
import { checkGiven, checkSeries, type Titled } from "./plot-input";

export interface LengthSeries {
  /** The model: "no attention", "dot", … */
  readonly name: string;
  /** Source lengths in tokens. */
  readonly lengths: readonly number[];
  /** Share of sequences that are right to the last token, in [0, 1], one a length. */
  readonly exactMatch: readonly number[];
}

export interface LengthCurveOptions extends Titled {
  readonly series: readonly LengthSeries[];
  readonly xTitle?: string;
}

/**
 * Draws exact match against source length, one line a model, with a crosshair that reads all of them.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no series, a name or a place twice, lengths and values of different length, an exact match outside [0, 1]
 *
 * Taught in notebook 04.
 * @source Bahdanau, Cho & Bengio 2015, figure 2: the same curve, with BLEU. https://arxiv.org/abs/1409.0473
 */
export function lengthCurve(options: LengthCurveOptions): TopLevelSpec {
  check(options);
  const {
    series,
    title = phrase("Exact match against source length"),
    xTitle = phrase("source length (tokens)"),
  } = options;
  const fields = {
    x: "length",
    xTitle,
    y: "exactMatch",
    yTitle: phrase("exact match, free-running"),
    format: ".1%",
  };
  return curveFrame({
    title,
    description: inWords(title, series),
    height: 260,
    names: series.map(({ name }) => name),
    values: series.flatMap(rows),
    fields,
    x: { grid: false, nice: false },
    y: { domain: [0, 1], format: ".0%" },
  });
}

function rows({ name, lengths, exactMatch }: LengthSeries): Record<string, unknown>[] {
  return lengths.map((length, i) => ({
    series: name,
    length,
    exactMatch: Number(exactMatch[i]!.toFixed(4)),
  }));
}

function inWords(title: string, series: readonly LengthSeries[]): string {
  const ends = series.map(({ name, lengths, exactMatch }) => {
    const last = lengths.length - 1;
    return phrase(
      "{0}: {1} at length {2}, {3} at {4}",
      shownName(name),
      percentage(exactMatch[0]!, 0),
      lengths[0],
      percentage(exactMatch[last]!, 0),
      lengths[last],
    );
  });
  return `${title}. ${ends.join("; ")}.`;
}

function check(options: LengthCurveOptions): void {
  const { series } = checkGiven("lengthCurve", "options", options);
  checkSeries("lengthCurve", series, "lengths", ({ exactMatch }) => ({ exactMatch }), { low: 0, high: 1 });
}
