/** Several runs of one experiment: a dot a run, their mean with its interval, and the reader's own run among them. */
import { phrase, shownName } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { intervalText, meanInterval } from "../intervals";
import { checkDistinct, checkFilled, checkGiven, checkNumbers, type Titled } from "./plot-input";
import { baselineColour, type MaybeBaseline, type MaybeHighlight, nameAxis, roleOf, widthBesideNames } from "./named-rows"; // prettier-ignore
import { goldColour, type Layer, seriesColours, specHead, titleLines, tooltipTitle } from "./plot-style";

export interface RunsRow extends MaybeBaseline {
  /** What was run: "late switch", "LSTM". */
  readonly name: string;
  /** One number a recorded run. */
  readonly recorded: readonly number[];
  /** What the reader's own run came to; omit where a lesson does not run it. */
  readonly yours?: number;
}

export interface RunsPlotOptions extends Titled, MaybeHighlight {
  readonly rows: readonly RunsRow[];
  /** What the values are, with their unit. */
  readonly valueTitle: string;
  /** How values are written, as a d3 format: ".1%", ".2f" … */
  readonly format?: string;
  /** Where the axis ends; omit to end it at the data. */
  readonly domain?: readonly [number, number];
  /** Levels to hold the runs against, drawn as lines: a guess, no difference. */
  readonly baselines?: readonly { readonly name: string; readonly value: number }[];
}

const kinds = [
  phrase("a recorded run"),
  phrase("mean of the recorded runs, 95 % interval"),
  phrase("your run"),
];

/** A bar that stands, as the mark of a mean does, for the legend. */
const upright = "M-0.3,-1H0.3V1H-0.3Z";

/**
 * Draws one row of dots for each thing that was run, with the mean of the recorded runs and its 95 % interval.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no rows, one without recorded runs, two of one name, a value that is not finite
 *
 * Taught in notebook 01.
 */
export function runsPlot(options: RunsPlotOptions): TopLevelSpec {
  check(options);
  const {
    rows,
    valueTitle,
    title = valueTitle,
    format = ".3~g",
    domain,
    baselines = [],
    highlight,
  } = options;
  const names = rows.map(({ name }) => name);
  const hasYours = rows.some(({ yours }) => yours !== undefined);
  return {
    ...specHead(title, inWords(title, rows)),
    ...(baselines.length > 0 && {
      title: { text: titleLines(title), offset: 8 + lineHeight * baselines.length },
    }), // their names stand below it
    width: widthBesideNames(names, 30 + markRadius),
    height: { step: 30 },
    data: { values: rows.flatMap((row) => points(row, roleOf(row, highlight))) },
    encoding: {
      y: {
        field: "name",
        type: "nominal",
        sort: names,
        title: null,
        axis: { ...nameAxis(names, highlight), labelPadding: markRadius, grid: true },
      },
      x: {
        field: "value",
        type: "quantitative",
        title: valueTitle,
        scale: domain ? { domain: [...domain] } : { zero: false, nice: true },
        axis: { tickCount: 5, ...(format.endsWith("%") && { format: ".0%" }) },
      },
    },
    layer: [...baselines.flatMap(baselineLayers), ...runLayers(valueTitle, format, hasYours)],
  };
}

function points({ name, recorded, yours }: RunsRow, role: object): Record<string, unknown>[] {
  const { mean, low, high } = meanInterval(recorded);
  const ends = Number.isFinite(low) ? { low: rounded(low), high: rounded(high) } : {};
  return [
    ...recorded.map((value) => ({ name, kind: kinds[0], value: rounded(value), ...role })),
    { name, kind: kinds[1], value: rounded(mean), ...ends },
    ...(yours === undefined ? [] : [{ name, kind: kinds[2], value: rounded(yours) }]),
  ];
}

const rounded = (value: number): number => Number(value.toPrecision(5));

const greyBaseline = { test: "datum.isBaseline", value: baselineColour };
const paleOther = { condition: { test: "datum.isOther", value: 0.25 }, value: 0.55 };

function runLayers(valueTitle: string, format: string, hasYours: boolean): Layer[] {
  const shownKinds = hasYours ? kinds : kinds.slice(0, 2);
  const legend = { title: null, orient: "bottom" as const, symbolOpacity: 1, symbolSize: 110 };
  const styles = {
    color: {
      field: "kind",
      type: "nominal" as const,
      scale: {
        domain: shownKinds,
        range: [seriesColours[0], "currentColor", goldColour].slice(0, shownKinds.length),
      },
      legend,
    },
    shape: {
      field: "kind",
      type: "nominal" as const,
      scale: { domain: shownKinds, range: ["circle", upright, "diamond"].slice(0, shownKinds.length) },
      legend,
    },
  };
  const dots = { ...styles, color: { ...styles.color, condition: greyBaseline }, opacity: paleOther };
  const value = { field: "value", type: "quantitative" as const, title: tooltipTitle(valueTitle), format };
  const tooltip = [{ field: "name", title: phrase("name") }, { field: "kind", title: phrase("what") }, value];
  const only = (kind: string) => [{ filter: { field: "kind", equal: kind } }];
  return [
    {
      name: "runs",
      transform: only(kinds[0]!),
      mark: { type: "point", filled: true, size: 60, aria: false },
      encoding: { ...dots, tooltip },
    },
    {
      name: "intervals",
      transform: [...only(kinds[1]!), { filter: "isValid(datum.low)" }],
      mark: { type: "rule", strokeWidth: 2, clip: true, aria: false }, // an interval of shares may pass 100 %
      encoding: {
        x: { field: "low", type: "quantitative" },
        x2: { field: "high" },
        color: { value: "currentColor" },
        tooltip: [
          { field: "name", title: phrase("name") },
          value,
          { field: "low", type: "quantitative" as const, format, title: phrase("low") },
          { field: "high", type: "quantitative" as const, format, title: phrase("high") },
        ],
      },
    },
    {
      name: "means",
      transform: only(kinds[1]!),
      mark: { type: "tick", thickness: 3, size: 16, aria: false },
      encoding: { color: { value: "currentColor" }, tooltip },
    },
    {
      name: "yours",
      transform: only(kinds[2]!),
      mark: { type: "point", filled: true, size: 150, opacity: 1, aria: false },
      encoding: { ...styles, tooltip },
    },
  ];
}

const markRadius = 10; // a mark at the axis' end does not lie on a row's name
const lineHeight = 14; // of a baseline's name

/** A line, with its name on top, where no run is; two names that are near each other stand on two lines. */
function baselineLayers({ name, value }: { name: string; value: number }, index: number): Layer[] {
  const data = { values: [{ value }] };
  const top = { align: "center" as const, baseline: "bottom" as const, dy: -4 - lineHeight * index, y: 0 };
  return [
    {
      data,
      mark: { type: "rule", strokeDash: [3, 3], opacity: 0.7, aria: false },
      encoding: { y: null as never },
    },
    {
      data,
      mark: { type: "text", text: shownName(name), aria: false, ...top },
      encoding: { y: null as never },
    },
  ];
}

function inWords(title: string, rows: readonly RunsRow[]): string {
  const parts = rows.map(({ name, recorded, yours }) => {
    const mean = meanInterval(recorded);
    const runs = phrase("{0} runs, mean {1}", recorded.length, intervalText(mean, { decimals: 3 }));
    return `${shownName(name)}: ${runs}${yours === undefined ? "" : phrase(", yours {0}", Number(yours.toPrecision(3)))}`;
  });
  return `${title}. ${parts.join("; ")}.`;
}

function check(options: RunsPlotOptions): void {
  const plot = "runsPlot";
  const { rows, baselines = [] } = checkGiven(plot, "options", options);
  checkFilled(plot, "rows", rows);
  rows.forEach((row, index) => {
    const { recorded, yours } = checkGiven(plot, `rows[${index}]`, row);
    checkFilled(plot, `rows[${index}].recorded`, recorded);
    checkNumbers(plot, `rows[${index}].recorded`, recorded);
    if (yours !== undefined) checkNumbers(plot, `rows[${index}].yours`, [yours]);
  });
  checkDistinct(plot, "the names of rows", rows.map(({ name }) => name)); // prettier-ignore
  checkNumbers(plot, "baselines", baselines.map(({ value }) => value)); // prettier-ignore
}
