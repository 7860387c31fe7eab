/** Any measured number against any other: seconds against size, a gradient's length against distance. */
import type { TopLevelSpec } from "vega-lite";
import { crosshair, curveFrame, lineLayers } from "./curve-layers";
import { checkDistinct, checkFilled, checkGiven, checkLength, checkNumbers } from "./plot-input";
import { type Layer, logAxis } from "./plot-style";

export interface Curve {
  readonly name: string;
  readonly x: readonly number[];
  /** One a number of `x`. */
  readonly y: readonly number[];
}

export interface CurvePlotOptions {
  readonly series: readonly Curve[];
  /** What x is, with its unit: "distance (time steps)". */
  readonly xTitle: string;
  readonly yTitle: string;
  /** The finding, as a sentence. */
  readonly title?: string;
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
  const { series, xTitle, yTitle, title = `${yTitle} against ${xTitle}`, format = ".3~g" } = options;
  const { xScale = "linear", yScale = "linear", yDomain, baselines = [] } = options;
  const names = series.map(({ name }) => name);
  const fields = { x: "x", xTitle, y: "y", yTitle, format };
  return curveFrame({
    title,
    description: inWords(title, series),
    height: 250,
    values: series.flatMap(rows),
    fields,
    x: {
      axis: xScale === "log" ? logAxis : {},
      scale: xScale === "log" ? { type: "log" } : { zero: false, nice: false },
    },
    y: {
      axis: { ...(yScale === "log" && logAxis), ...(format.endsWith("%") && { format: ".0%" }) },
      scale: {
        ...(yScale === "log" ? { type: "log" } : { zero: true }),
        ...(yDomain && { domain: [...yDomain] }),
      },
    },
    layer: [...baselines.flatMap(baselineLayers), ...lineLayers(names, fields), crosshair(names, fields)],
  });
}

function rows({ name, x, y }: Curve): Record<string, unknown>[] {
  return x.map((place, i) => ({
    series: name,
    x: place,
    y: Number(y[i]!.toPrecision(5)),
    ...(x.length <= fewPoints && { dot: true }),
  }));
}

function baselineLayers({ name, value }: { name: string; value: number }): Layer[] {
  const data = { values: [{ y: value }] };
  const y = { field: "y", type: "quantitative" as const };
  const text = {
    type: "text" as const,
    align: "right" as const,
    baseline: "bottom" as const,
    dy: -2,
    x: "width" as const,
  };
  return [
    {
      data,
      mark: { type: "rule", strokeDash: [3, 3], opacity: 0.7, aria: false },
      encoding: { x: null as never, y },
    },
    { data, mark: { ...text, text: name, aria: false }, encoding: { x: null as never, y } },
  ];
}

function inWords(title: string, series: readonly Curve[]): string {
  const number = (value: number): string => String(Number(value.toPrecision(3)));
  const ends = series.map(({ name, x, y }) => {
    const last = x.length - 1;
    return `${name}: ${number(y[0]!)} at ${number(x[0]!)}, ${number(y[last]!)} at ${number(x[last]!)}`;
  });
  return `${title}. ${ends.join("; ")}.`;
}

function check(options: CurvePlotOptions): void {
  const plot = "curvePlot";
  const { series, xScale, yScale, baselines = [] } = checkGiven(plot, "options", options);
  checkFilled(plot, "series", series);
  const lowest = (scale?: string): number | undefined => (scale === "log" ? Number.MIN_VALUE : undefined);
  series.forEach((one, i) => {
    const { x, y } = checkGiven(plot, `series[${i}]`, one);
    checkFilled(plot, `series[${i}].x`, x);
    checkNumbers(plot, `series[${i}].x`, x, lowest(xScale));
    checkDistinct(plot, `series[${i}].x`, x);
    checkLength(plot, `series[${i}].y`, y, x.length);
    checkNumbers(plot, `series[${i}].y`, y, lowest(yScale));
  });
  checkDistinct(
    plot,
    "the names of series",
    series.map(({ name }) => name),
  );
  const values = baselines.map(({ value }) => value);
  checkNumbers(plot, "baselines", values, lowest(yScale));
}
