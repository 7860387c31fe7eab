/** Any measured number against any other: seconds against size, a gradient's length against distance. */
import { phrase, shownName } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { curveFrame } from "./curve-layers";
import { checkGiven, checkNumbers, checkSeries, type Titled } from "./plot-input";

export interface Curve {
  readonly name: string;
  readonly x: readonly number[];
  /** One a number of `x`. */
  readonly y: readonly number[];
  /** Where the band around the curve begins and ends, such as the 95 % interval of each mean; one a number of `x`. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
}

export interface CurvePlotOptions extends Titled {
  readonly series: readonly Curve[];
  /** What x is, with its unit: "distance (time steps)". */
  readonly xTitle: string;
  readonly yTitle: string;
  /** "log" spreads powers of ten evenly; "linear" unless said otherwise. */
  readonly xScale?: "linear" | "log";
  readonly yScale?: "linear" | "log";
  /** Where the y axis ends; omit to end it at the data. */
  readonly yDomain?: readonly [number, number];
  /** How values are written, as a d3 format: ".1%", ".2e"; three significant digits unless said otherwise. */
  readonly format?: string;
  /** Levels to hold the curves against, drawn as lines: a guess, a threshold. */
  readonly baselines?: readonly { readonly name: string; readonly value: number }[];
}

const fewPoints = 30; // with fewer, it matters where they are

/**
 * Draws one line a series, with a crosshair that reads all of them.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no series, a name or a place twice, x and y of different length, a number that is not finite, or not positive on a
 *   logarithmic axis
 *
 * Taught in notebook 00.
 */
export function curvePlot(options: CurvePlotOptions): TopLevelSpec {
  check(options);
  const {
    series,
    xTitle,
    yTitle,
    title = phrase("{0} against {1}", yTitle, xTitle),
    format = ".3~g",
  } = options;
  const { xScale = "linear", yScale = "linear", yDomain, baselines = [] } = options;
  const fields = { x: "x", xTitle, y: "y", yTitle, format };
  return curveFrame({
    title,
    description: inWords(title, series),
    height: 260,
    names: series.map(({ name }) => name),
    values: series.flatMap(rows),
    fields,
    x: { type: xScale, nice: false },
    y: {
      type: yScale,
      zero: true,
      ...(yDomain && { domain: yDomain }),
      ...(format.endsWith("%") && { format: ".0%" }),
    },
    baselines,
  });
}

function rows({ name, x, y, low, high }: Curve): Record<string, unknown>[] {
  return x.map((place, i) => ({
    series: name,
    x: place,
    y: fiveDigits(y[i]!),
    ...(low && high && { low: fiveDigits(low[i]!), high: fiveDigits(high[i]!) }),
    ...(x.length <= fewPoints && { dot: true }),
  }));
}

const fiveDigits = (value: number): number => Number(value.toPrecision(5));

function inWords(title: string, series: readonly Curve[]): string {
  const number = (value: number): string => String(Number(value.toPrecision(3)));
  const ends = series.map(({ name, x, y }) => {
    const last = x.length - 1;
    return phrase(
      "{0}: {1} at {2}, {3} at {4}",
      shownName(name),
      number(y[0]!),
      number(x[0]!),
      number(y[last]!),
      number(x[last]!),
    );
  });
  return `${title}. ${ends.join("; ")}.`;
}

function check(options: CurvePlotOptions): void {
  const plot = "curvePlot";
  const { series, xScale, yScale, baselines = [] } = checkGiven(plot, "options", options);
  const lowest = (scale?: string): number | undefined => (scale === "log" ? Number.MIN_VALUE : undefined);
  const limits = { low: lowest(yScale), lowPlace: lowest(xScale) };
  checkSeries(
    plot,
    series,
    "x",
    ({ y, low, high }) => ({ y, ...(low && { low }), ...(high && { high }) }),
    limits,
  );
  const values = baselines.map(({ value }) => value);
  checkNumbers(plot, "baselines", values, limits.low);
}
