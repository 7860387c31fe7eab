/** Loss against training steps: is it still falling, and do training and validation part? */
import type { TopLevelSpec } from "vega-lite";
import { checkList } from "../argument";
import { crosshair, curveFrame, lineLayers } from "./curve-layers";
import { checkDistinct, checkFilled, checkGiven, checkLength, checkNumber, checkNumbers } from "./plot-input";
import type { Layer } from "./plot-style";

export interface LossSeries {
  /** "training", "validation, free-running", … */
  readonly name: string;
  readonly steps: readonly number[];
  readonly lossNats: readonly number[];
  /** The lowest and highest loss at each step, over several seeds for example. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
}

export interface LossCurveOptions {
  readonly series: readonly LossSeries[];
  /** The finding, as a sentence. */
  readonly title?: string;
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
  xTitle: "training step",
  y: "loss",
  yTitle: "loss (nats a token)",
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
    title = "Loss while training",
    log = false,
    hover = true,
    totalSteps,
    baselines = [],
  } = options;
  const names = series.map(({ name }) => name);
  return curveFrame({
    title,
    description: inWords(title, series),
    height: 240,
    values: series.flatMap(rows),
    fields,
    x: { axis: { grid: false }, scale: totalSteps ? { domain: [0, totalSteps] } : { nice: false } },
    y: { scale: log ? { type: "log" } : { zero: true } },
    layer: [
      ...baselines.flatMap(baselineLayers),
      ...lineLayers(names, fields),
      ...(hover ? [crosshair(names, fields)] : []),
    ],
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

function baselineLayers({ name, lossNats }: { name: string; lossNats: number }): Layer[] {
  const data = { values: [{ loss: lossNats }] };
  const y = { field: "loss", type: "quantitative" as const };
  const text = `${name}: ${lossNats.toFixed(2)}`;
  return [
    {
      data,
      mark: { type: "rule", strokeDash: [3, 3], opacity: 0.7, aria: false },
      encoding: { x: null as never, y },
    },
    {
      data,
      mark: { type: "text", align: "right", baseline: "bottom", dy: -2, x: "width", text, aria: false },
      encoding: { x: null as never, y },
    },
  ];
}

function inWords(title: string, series: readonly LossSeries[]): string {
  const ends = series.map(({ name, steps, lossNats }) => {
    const last = lossNats[lossNats.length - 1]!;
    return `${name}: from ${lossNats[0]!.toFixed(3)} to ${last.toFixed(3)} at step ${steps[steps.length - 1]}`;
  });
  return `${title}. Loss in nats a token. ${ends.join("; ")}.`;
}

function check(options: LossCurveOptions): void {
  const plot = "lossCurve";
  const { series, log, totalSteps, baselines = [] } = checkGiven(plot, "options", options);
  checkFilled(plot, "series", series);
  const lowest = log ? Number.MIN_VALUE : undefined; // a logarithm has no room for 0
  if (totalSteps !== undefined) checkNumber(plot, "totalSteps", totalSteps, Number.MIN_VALUE);
  series.forEach((one, i) => {
    const { steps, lossNats, band } = checkGiven(plot, `series[${i}]`, one);
    checkFilled(plot, `series[${i}].steps`, steps);
    checkNumbers(plot, `series[${i}].steps`, steps);
    checkDistinct(plot, `series[${i}].steps`, steps);
    const bands = band && { "band.low": band.low, "band.high": band.high };
    for (const [name, numbers] of Object.entries({ lossNats, ...bands })) {
      checkLength(plot, `series[${i}].${name}`, numbers, steps.length);
      checkNumbers(plot, `series[${i}].${name}`, numbers, lowest);
    }
  });
  checkDistinct(
    plot,
    "the names of series",
    series.map(({ name }) => name),
  );
  checkList(plot, "baselines", baselines);
  baselines.forEach((one, i) => {
    const { lossNats } = checkGiven(plot, `baselines[${i}]`, one);
    checkNumber(plot, `baselines[${i}].lossNats`, lossNats, lowest);
  });
}
