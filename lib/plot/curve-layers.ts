/** What all plots of lines share: one line a series, with its name at its end, and a crosshair that reads all of them. */
import type { TopLevelSpec } from "vega-lite";
import { largest } from "../extremes";
import { endLabelLayers, fitsBeside, labelRoom, type LabelledEnd } from "./end-labels";
import { numberAxis, type NumberAxis, placesOn } from "./number-axis";
import { baselineColour } from "./named-rows";
import {
  inExpression,
  labelWidth,
  type Layer,
  pictureWidth,
  seriesColours,
  seriesDashes,
  specHead,
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

/** A level to hold the curves against. */
export interface Level {
  readonly name: string;
  readonly value: number;
}

export interface CurveFrame {
  readonly title: string;
  /** What a screen reader says instead of the picture. */
  readonly description: string;
  readonly height: number;
  /** In the order of their colours. */
  readonly names: readonly string[];
  /** One row a point; dots where they have `dot`, a band where they have `low` and `high`. */
  readonly values: readonly Readonly<Record<string, unknown>>[];
  readonly fields: CurveFields;
  readonly x: NumberAxis;
  readonly y: NumberAxis;
  readonly baselines?: readonly Level[];
  /** Names of lines that only give the background: grey. */
  readonly past?: readonly string[];
  /** A crosshair; true unless said otherwise. */
  readonly hover?: boolean;
}

const axisRoom = 76; // what y's labels and title take at most
const mostNamed = 6; // more names at the ends of lines would be a list without order
const symbolWidth = 60; // of a legend's entry, with the space around it

/** A whole line plot: quantities on both axes, and the layers over the same points. */
export function curveFrame(frame: CurveFrame): TopLevelSpec {
  const { title, description, height, names, values, fields, x, y, baselines = [], hover = true } = frame;
  const ends = labelledEnds(frame);
  const room = labelRoom(ends.map(({ name }) => name));
  const width = pictureWidth - axisRoom - room;
  const [xs, ys] = [numbersOf(values, [fields.x]), numbersOf(values, [fields.y, "low", "high"])];
  const yAxis = numberAxis(y, [...ys, ...baselines.map(({ value }) => value)], 6);
  const isNamed = names.length === 1 || ends.length > baselines.length;
  const legend = isNamed ? null : legendOf(names, width);
  const places = { fields, height, ...placesOn(yAxis.scale, height) };
  return {
    ...specHead(title, description),
    width,
    height,
    data: { values: [...values] },
    encoding: {
      x: { field: fields.x, type: "quantitative", title: fields.xTitle, ...numberAxis(x, xs, 9) },
      y: { type: "quantitative", title: titleLines(fields.yTitle, 36), ...yAxis },
    },
    layer: [
      ...baselines.map(({ value }) => levelLayer(fields, value)),
      ...lineLayers(frame, legend),
      ...(ends.length > 0 ? endLabelLayers(ends, places) : []),
      ...(hover ? [crosshair(names, fields)] : []),
    ],
  };
}

const numbersOf = (rows: CurveFrame["values"], fields: readonly string[]): number[] =>
  rows.flatMap((row) => fields.flatMap((field) => (field in row ? [row[field] as number] : [])));

/** A single line needs no name, a level does; of too many lines, the legend above tells. */
function labelledEnds({ names, values, fields, height, past, baselines = [] }: CurveFrame): LabelledEnd[] {
  const levels = baselines.map(({ name, value }) => ({ name, colour: "currentColor", y: value }));
  if (names.length === 1) return levels;
  const lines = names.map((name, i) => {
    const points = values.filter(({ series }) => series === name);
    const x = largest(numbersOf(points, [fields.x]));
    const y = points.find((point) => point[fields.x] === x)![fields.y] as number;
    return { name, colour: colourOf(past)(name, i), x, y };
  });
  const all = [...lines, ...levels];
  const hasRoom = names.length <= mostNamed && fitsBeside(all.map(({ name }) => name), height); // prettier-ignore
  return hasRoom ? all : levels;
}

/** The legend of several series, with as many entries a row as fit. */
export function legendOf(names: readonly string[], width: number): object {
  const widest = largest(names.map((name) => labelWidth(name, 12)));
  const columns = Math.max(1, Math.floor(width / (widest + symbolWidth)));
  const symbol = { symbolStrokeWidth: 2.5, symbolFillColor: "transparent", symbolOpacity: 1 };
  return { title: null, orient: "top", symbolType: "stroke", symbolSize: 500, ...symbol, columns };
}

const colourOf =
  (past: readonly string[] = []) =>
  (name: string, index: number): string =>
    past.includes(name) ? baselineColour : seriesColours[index % seriesColours.length]!;

/** Where the colours begin again, the dashes begin one further. */
const dashesAt = (_: string, index: number): number[] =>
  seriesDashes[(index + Math.floor(index / seriesColours.length)) % seriesDashes.length]!;

/** Colour and dashes by series, with one legend for both. */
export function seriesEncoding(
  names: readonly string[],
  legend: object | null,
  past: readonly string[] = [],
) {
  const series = { field: "series", type: "nominal" as const };
  return {
    color: { ...series, scale: { domain: [...names], range: names.map(colourOf(past)) }, legend },
    strokeDash: { ...series, scale: { domain: [...names], range: names.map(dashesAt) }, legend },
  };
}

/** Lines through the points, each with its band from `low` to `high` where the rows have one; dots where they say so. */
function lineLayers({ names, fields: { y }, past }: CurveFrame, legend: object | null): Layer[] {
  const series = seriesEncoding(names, legend, past);
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

const levelLayer = ({ y }: CurveFields, value: number): Layer => ({
  data: { values: [{ [y]: value }] },
  mark: { type: "rule", strokeDash: [3, 3], opacity: 0.7, aria: false },
  encoding: { x: null as never, y: { field: y, type: "quantitative" } },
});

/** A vertical line at the nearest x, with the value of every series there. */
function crosshair(names: readonly string[], { x, xTitle, y, format }: CurveFields): Layer {
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
