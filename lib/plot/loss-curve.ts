/** Loss against training steps: is it still falling, and do training and validation part? */
import { phrase, shownName } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { checkList } from "../argument";
import { curveFrame } from "./curve-layers";
import { checkGiven, checkNumber, checkSeries, type Titled } from "./plot-input";

export interface LossSeries {
  /** "training", "validation, free-running", … */
  readonly name: string;
  readonly steps: readonly number[];
  readonly lossNats: readonly number[];
  /** A run that is over while another goes on: grey. */
  readonly isPast?: boolean;
  /** The lowest and highest loss at each step, over several seeds for example. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
}

export interface LossCurveOptions extends Titled {
  readonly series: readonly LossSeries[];
  /** A logarithmic axis: a straight line is then exponential decay. */
  readonly log?: boolean;
  /** A crosshair that reads all series; true unless said otherwise. */
  readonly hover?: boolean;
  /** How far the step axis reaches while training still runs; omit to end it at the last step there is. */
  readonly totalSteps?: number;
  /** What a trivial answer would cost, drawn as a line: for example uniform guessing, ln(vocabSize). */
  readonly baselines?: readonly { readonly name: string; readonly lossNats: number }[];
}

const fewPoints = 25; // with fewer, it matters where they are; a single one would not show as a line at all
const fields = {
  x: "step",
  xTitle: phrase("training step"),
  y: "loss",
  yTitle: phrase("loss (nats a token)"),
  format: ".4f",
};

/**
 * Draws one line a series, with a crosshair that reads all of them.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no series, a name or a place twice, steps and losses of different length, a loss that is not finite, a loss ≤ 0 with `log`
 *
 * Taught in notebook 03.
 */
export function lossCurve(options: LossCurveOptions): TopLevelSpec {
  check(options);
  const {
    series,
    title = phrase("Loss while training"),
    log = false,
    hover = true,
    totalSteps,
    baselines = [],
  } = options;
  return curveFrame({
    title,
    description: inWords(title, series),
    height: 240,
    names: series.map(({ name }) => name),
    values: series.flatMap(rows),
    fields,
    x: { grid: false, zero: true, nice: false, ...(totalSteps && { domain: [0, totalSteps] }) },
    y: { type: log ? "log" : "linear", zero: true },
    baselines: baselines.map(({ name, lossNats }) => ({ name: `${name}: ${lossNats.toFixed(2)}`, value: lossNats })), // prettier-ignore
    past: series.filter(({ isPast }) => isPast).map(({ name }) => name),
    hover,
  });
}

function rows({ name, steps, lossNats, band }: LossSeries): Record<string, unknown>[] {
  return steps.map((step, i) => ({
    series: name,
    step,
    loss: Number(lossNats[i]!.toPrecision(5)),
    ...(steps.length <= fewPoints && { dot: true }),
    ...(band && { low: band.low[i], high: band.high[i] }),
  }));
}

function inWords(title: string, series: readonly LossSeries[]): string {
  const ends = series.map(({ name, steps, lossNats }) => {
    const last = lossNats[lossNats.length - 1]!;
    return phrase(
      "{0}: from {1} to {2} at step {3}",
      shownName(name),
      lossNats[0]!.toFixed(3),
      last.toFixed(3),
      steps[steps.length - 1],
    );
  });
  return phrase("{0}. Loss in nats a token. {1}.", title, ends.join("; "));
}

function check(options: LossCurveOptions): void {
  const plot = "lossCurve";
  const { series, log, totalSteps, baselines = [] } = checkGiven(plot, "options", options);
  const low = log ? Number.MIN_VALUE : undefined; // a logarithm has no room for 0
  const numbersOf = ({ lossNats, band }: LossSeries) => ({
    lossNats,
    ...(band && { "band.low": band.low, "band.high": band.high }),
  });
  if (totalSteps !== undefined) checkNumber(plot, "totalSteps", totalSteps, Number.MIN_VALUE);
  checkSeries(plot, series, "steps", numbersOf, { low });
  checkList(plot, "baselines", baselines);
  baselines.forEach((one, i) => {
    const { lossNats } = checkGiven(plot, `baselines[${i}]`, one);
    checkNumber(plot, `baselines[${i}].lossNats`, lossNats, low);
  });
}
