/** A few numbers side by side, such as exact match for each attention score, beside a trivial baseline. */
import type { TopLevelSpec } from "vega-lite";
import { checkDistinct, checkFilled, checkGiven, checkLength, checkNumbers, type Titled } from "./plot-input";
import { type Layer, seriesColours, specHead, styleScale, tooltipTitle } from "./plot-style";

export interface ComparisonRow {
  /** What is compared: "dot", "general", … */
  readonly name: string;
  readonly value: number;
  /** Which of several numbers of the same thing: "teacher-forced", "free-running". */
  readonly series?: string;
}

export interface ComparisonPlotOptions extends Titled {
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
  const { rows, valueTitle, title = valueTitle, format = ".3~g" } = options;
  const series = [...new Set(rows.map((row) => row.series ?? ""))];
  return {
    ...specHead(title, inWords(title, rows)),
    width: 460,
    height: { step: 22 },
    data: { values: rows.map((row) => ({ ...row, series: row.series ?? "" })) },
    encoding: barEncoding(options, series),
    layer: [{ name: "bars", mark: { type: "bar", aria: false } }, numbers(format)],
  };
}

const nameAxis = { ticks: false, domain: false, labelLimit: 260 };

function barEncoding({ rows, valueTitle, format, domain }: ComparisonPlotOptions, series: string[]): object {
  const names = [...new Set(rows.map(({ name }) => name))];
  const isGrouped = series.length > 1;
  return {
    y: { field: "name", type: "nominal", sort: names, title: null, axis: nameAxis },
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
      scale: styleScale(series, seriesColours),
      legend: isGrouped ? { title: null } : null,
    },
    tooltip: [
      { field: "name" },
      ...(isGrouped ? [{ field: "series" }] : []),
      { field: "value", type: "quantitative", title: tooltipTitle(valueTitle), ...(format && { format }) },
    ],
  };
}

/** The text has the page's colour, not its bar's. */
const numbers = (format: string): Layer => ({
  name: "numbers",
  mark: { type: "text", align: "left", dx: 4, aria: false },
  encoding: { text: { field: "value", type: "quantitative", format }, color: { value: "currentColor" } },
});

function inWords(title: string, rows: readonly ComparisonRow[]): string {
  const parts = rows.map(({ name, series, value }) => {
    const label = series === undefined ? name : `${name}, ${series}`;
    return `${label}: ${Number(value.toPrecision(4))}`;
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
