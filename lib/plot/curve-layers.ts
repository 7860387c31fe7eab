/** What the line plots share: their frame, lines with bands, and a crosshair that reads all of them at once. */
import type { TopLevelSpec } from "vega-lite";
import { largest, smallest } from "../extremes";
import {
  inExpression,
  labelWidth,
  type Layer,
  seriesColours,
  seriesDashes,
  specHead,
  styleScale,
  titleLines,
  tooltipTitle,
} from "./plot-style";

/** The names of the fields that a line plot draws; every row has also a field `series` with its name. */
export interface CurveFields {
  readonly x: string;
  readonly xTitle: string;
  readonly y: string;
  readonly yTitle: string;
  /** How the tooltip writes y, as a d3 format such as ".3f". */
  readonly format: string;
}

const plotWidth = 560;
const symbolWidth = 60; // of a legend's entry, with the space around it

/** As many entries of the legend a row as fit under the plot. */
function legendColumns(names: readonly string[]): number {
  const widest = largest(names.map((name) => labelWidth(name, 12)));
  return Math.max(1, Math.floor(plotWidth / (widest + symbolWidth)));
}

/** The legend of several series; a single one needs none. */
function legendOf(names: readonly string[]): object | null {
  const symbol = { symbolStrokeWidth: 2.5, symbolFillColor: "transparent", symbolOpacity: 1 };
  return names.length > 1
    ? { title: null, symbolType: "stroke", symbolSize: 500, ...symbol, columns: legendColumns(names) }
    : null;
}

/** Colour and dashes by series, with one legend for both. */
export function seriesEncoding(names: readonly string[], legend: object | null) {
  const series = { field: "series", type: "nominal" as const };
  return {
    color: { ...series, scale: styleScale(names, seriesColours), legend },
    strokeDash: { ...series, scale: styleScale(names, seriesDashes), legend },
  };
}

/** Lines through the points, each with its band from `low` to `high` where the rows have one; dots where they say so. */
export function lineLayers(names: readonly string[], { y }: CurveFields): Layer[] {
  const series = seriesEncoding(names, legendOf(names));
  const value = { field: y, type: "quantitative" as const };
  const line: Layer = {
    name: "lines",
    mark: { type: "line", strokeWidth: 2, aria: false },
    encoding: { ...series, y: value },
  };
  const dots: Layer = {
    name: "dots",
    transform: [{ filter: "datum.dot" }],
    mark: { type: "point", filled: true, opacity: 1, size: 36, aria: false },
    encoding: { color: series.color, y: value },
  };
  const band: Layer = {
    name: "bands",
    transform: [{ filter: "isValid(datum.low)" }],
    mark: { type: "area", opacity: 0.18, aria: false },
    encoding: { color: series.color, y: { field: "low", type: "quantitative" }, y2: { field: "high" } },
  };
  return [band, line, dots];
}

/** A level to hold the curves against, with what it is at its right end. */
export function baselineLayers(text: string, { y }: CurveFields, value: number): Layer[] {
  const data = { values: [{ [y]: value }] };
  const encoding = { x: null as never, y: { field: y, type: "quantitative" as const } };
  return [
    { data, mark: { type: "rule", strokeDash: [3, 3], opacity: 0.7, aria: false }, encoding },
    {
      data,
      mark: { type: "text", align: "right", baseline: "bottom", dy: -2, x: "width", text, aria: false },
      encoding,
    },
  ];
}

/** A vertical line at the nearest x, with the value of every series there. */
export function crosshair(names: readonly string[], { x, xTitle, y, format }: CurveFields): Layer {
  const key = (index: number): string => `series${index}`; // a name may hold dots and brackets, a field name not
  const read = (index: number): string =>
    `isValid(datum.${key(index)}) ? format(datum.${key(index)}, ${inExpression(format)}) : '–'`;
  return {
    name: "crosshair",
    transform: [
      { calculate: `'series' + indexof(${inExpression(names)}, datum.series)`, as: "key" },
      { pivot: "key", value: y, groupby: [x] },
      ...names.map((_, index) => ({ calculate: read(index), as: `${key(index)}Text` })),
    ],
    params: [
      {
        name: "hover",
        select: { type: "point", fields: [x], nearest: true, on: "pointermove", clear: "pointerout" },
      },
    ],
    mark: { type: "rule", strokeWidth: 1, aria: false },
    encoding: {
      opacity: { condition: { param: "hover", empty: false, value: 0.6 }, value: 0 },
      tooltip: [
        { field: x, type: "quantitative", title: tooltipTitle(xTitle) },
        ...names.map((name, index) => ({ field: `${key(index)}Text`, title: tooltipTitle(name) })),
      ],
    },
  };
}

export interface CurveFrame {
  readonly title: string;
  /** What a screen reader says instead of the picture. */
  readonly description: string;
  readonly height: number;
  /** One row a point. */
  readonly values: Readonly<Record<string, unknown>>[];
  readonly fields: CurveFields;
  /** Axis and scale of x. */
  readonly x: { readonly axis?: object; readonly scale: object };
  /** Axis and scale of y. */
  readonly y: { readonly axis?: object; readonly scale: object };
  readonly layer: Layer[];
}

/** Few whole numbers get a tick each: no half steps, no half letters. */
function wholeTicks(values: readonly unknown[]): { tickCount?: number } {
  if (!values.every(Number.isInteger)) return {};
  const places = values as number[];
  const span = largest(places) - smallest(places);
  return span > 0 && span < 14 ? { tickCount: span } : {};
}

/** A whole line plot: quantities on both axes, and the layers over the same points. */
export function curveFrame(frame: CurveFrame): TopLevelSpec {
  const { title, description, height, values, fields, x, y, layer } = frame;
  const axis = { ...x.axis, ...wholeTicks(values.map((row) => row[fields.x])) };
  return {
    ...specHead(title, description),
    width: plotWidth,
    height,
    data: { values },
    encoding: {
      x: { field: fields.x, type: "quantitative", title: fields.xTitle, ...x, axis },
      y: { type: "quantitative", title: titleLines(fields.yTitle, 36), ...y },
    },
    layer,
  };
}
