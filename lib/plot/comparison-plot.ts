/** A few numbers side by side, such as exact match for each attention score, beside a trivial baseline. */
import { phrase, shownName } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { checkDistinct, checkFilled, checkGiven, checkLength, checkNumbers, type Titled } from "./plot-input";
import {
  baselineColour,
  isBaselineName,
  type MaybeBaseline,
  type MaybeHighlight,
  nameAxis,
  roleOf,
  widthBesideNames,
} from "./named-rows";
import { type Layer, seriesColours, specHead, tooltipTitle } from "./plot-style";

export interface ComparisonRow extends MaybeBaseline {
  /** What is compared: "dot", "general", … */
  readonly name: string;
  readonly value: number;
  /** Which of several numbers of the same thing: "teacher-forced", "free-running". */
  readonly series?: string;
}

export interface ComparisonPlotOptions extends Titled, MaybeHighlight {
  readonly rows: readonly ComparisonRow[];
  /** What the values are, with their unit. */
  readonly valueTitle: string;
  /** How values are written, as a d3 format: ".1%", ".2f", ",d" … */
  readonly format?: string;
  /** Where the axis ends; omit to end it at the data. */
  readonly domain?: readonly [number, number];
}

/**
 * Draws one bar a row, with its number at the end; rows of the same name stand together.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no rows, two of one name and series, a value that is not finite
 *
 * Taught in notebook 06.
 */
export function comparisonPlot(options: ComparisonPlotOptions): TopLevelSpec {
  check(options);
  const { rows, valueTitle, title = valueTitle, format = ".3~g", highlight } = options;
  const series = [...new Set(rows.map((row) => row.series ?? ""))];
  return {
    ...specHead(title, inWords(title, rows)),
    width: widthBesideNames(
      rows.map(({ name }) => name),
      70,
    ), // for the numbers at the bars' ends
    height: { step: 22 },
    data: { values: rows.map((row) => ({ ...row, series: row.series ?? "", ...roleOf(row, highlight) })) },
    encoding: barEncoding(options, series),
    layer: [{ name: "bars", mark: { type: "bar", aria: false } }, numbers(format)],
  };
}

function barEncoding(options: ComparisonPlotOptions, series: string[]): object {
  const { rows, valueTitle, format, domain, highlight } = options;
  const names = [...new Set(rows.map(({ name }) => name))];
  const isGrouped = series.length > 1;
  return {
    y: { field: "name", type: "nominal", sort: names, title: null, axis: nameAxis(names, highlight) },
    x: {
      field: "value",
      type: "quantitative",
      title: valueTitle,
      scale: domain ? { domain } : { zero: true },
      axis: { tickCount: 5, ...(format?.endsWith("%") && { format: ".0%" }) },
    },
    ...(isGrouped && { yOffset: { field: "series", sort: series } }),
    color: {
      field: "series",
      type: "nominal",
      scale: { domain: series, range: series.map(seriesColour) },
      legend: isGrouped ? { title: null, orient: "top" } : null,
      condition: { test: "datum.isBaseline", value: baselineColour },
    },
    opacity: { condition: { test: "datum.isOther", value: 0.4 }, value: 1 },
    tooltip: [
      { field: "name", title: phrase("name") },
      ...(isGrouped ? [{ field: "series", title: phrase("series") }] : []),
      { field: "value", type: "quantitative", title: tooltipTitle(valueTitle), ...(format && { format }) },
    ],
  };
}

const seriesColour = (name: string, index: number): string =>
  isBaselineName(name) ? baselineColour : seriesColours[index % seriesColours.length]!;

/** The text has the page's colour, not its bar's. */
const numbers = (format: string): Layer => ({
  name: "numbers",
  mark: { type: "text", align: "left", dx: 4, aria: false },
  encoding: {
    text: { field: "value", type: "quantitative", format },
    color: { value: "currentColor" },
    opacity: { value: 1 },
  },
});

function inWords(title: string, rows: readonly ComparisonRow[]): string {
  const parts = rows.map(({ name, series, value }) => {
    const label = series === undefined ? name : `${name}, ${series}`;
    return `${shownName(label)}: ${Number(value.toPrecision(4))}`;
  });
  return `${title}. ${parts.join("; ")}.`;
}

function check(options: ComparisonPlotOptions): void {
  const plot = "comparisonPlot";
  const { rows, domain } = checkGiven(plot, "options", options);
  checkFilled(plot, "rows", rows);
  rows.forEach((row, index) => checkGiven(plot, `rows[${index}]`, row));
  if (domain !== undefined) {
    checkLength(plot, "domain", domain, 2);
    checkNumbers(plot, "domain", domain);
  }
  const labels = rows.map(({ name, series }) => (series === undefined ? name : `${name}, ${series}`));
  const keys = rows.map(({ name, series = "" }) => JSON.stringify([name, series])); // either may hold a comma
  checkDistinct(plot, "the rows", labels, keys);
  const values = rows.map(({ value }) => value);
  checkNumbers(plot, "values", values);
}
