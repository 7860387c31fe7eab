/** One curve for each setting of a knob; a slider turns it. */
import { phrase } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { shown } from "../argument";
import { checkFilled, checkGiven, checkGrid, checkNumbers, PlotError, type Titled } from "./plot-input";
import { numberAxis } from "./number-axis";
import { inExpression, type Layer, pictureWidth, seriesColours, specHead, tooltipTitle } from "./plot-style";

export interface CurveFamilyOptions extends Titled {
  /** What the slider sets, and its values: at least two, rising by the same step. */
  readonly knob: { readonly title: string; readonly values: readonly number[] };
  /** Where the slider stands at first; one of its values. */
  readonly start: number;
  readonly x: readonly number[];
  /** One curve a setting  [knob, x] */
  readonly y: readonly (readonly number[])[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yScale?: "linear" | "log";
}

const isChosen = "abs(datum.knob - knob) < 1e-6";

/**
 * Draws all curves faintly, and the one that the slider chooses strongly, with its last value beside it.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} fewer than two settings or uneven ones, a start that is none of them, a curve whose length is not
 *   that of x, a number that is not finite, or not positive on a logarithmic axis
 *
 * Taught in notebook 01.
 */
export function curveFamily(options: CurveFamilyOptions): TopLevelSpec {
  check(options);
  const { knob, start, xTitle, yTitle, yScale = "linear" } = options;
  const { title = phrase("{0} against {1}", yTitle, xTitle) } = options;
  const step = Number((knob.values[1]! - knob.values[0]!).toPrecision(6));
  const range = { min: knob.values[0]!, max: knob.values[knob.values.length - 1]!, step };
  return {
    ...specHead(title, inWords(title, options)),
    params: [{ name: "knob", value: start, bind: { input: "range", name: `${knob.title}: `, ...range } }],
    width: pictureWidth - 70, // for y's labels and title
    height: 260,
    data: { values: knob.values.flatMap((value, k) => rows(value, options.x, options.y[k]!)) },
    encoding: {
      x: { ...quantity("x", xTitle), ...numberAxis({ grid: false, nice: false, zero: true }, options.x, 9) },
      y: { ...quantity("y", yTitle), ...numberAxis({ type: yScale, zero: true }, options.y.flat(), 6) },
    },
    layer: [allCurves, chosenCurve, ...lastValue(options), hoverPoints(options)],
  };
}

const quantity = (field: string, title: string) => ({ field, title, type: "quantitative" as const });

function rows(knob: number, x: readonly number[], y: readonly number[]): object[] {
  return x.map((place, i) => ({ knob, x: place, y: Number(y[i]!.toPrecision(4)) }));
}

const allCurves: Layer = {
  name: "all",
  mark: { type: "line", strokeWidth: 1, opacity: 0.25, color: "currentColor", aria: false },
  encoding: { detail: { field: "knob" } },
};

const chosenCurve: Layer = {
  name: "chosen",
  transform: [{ filter: isChosen }],
  mark: { type: "line", strokeWidth: 3, color: seriesColours[0], aria: false },
};

/** What the chosen curve comes to, in the corner where no curve is. */
function lastValue({ x, knob }: CurveFamilyOptions): Layer[] {
  const last = x[x.length - 1]!;
  const text = `${inExpression(`${knob.title} `)} + format(datum.knob, '~g') + ': ' + format(datum.y, '.2~g') + '${phrase(" at {0}", last)}'`;
  return [
    {
      name: "last",
      transform: [{ filter: `${isChosen} && datum.x === ${last}` }, { calculate: text, as: "text" }],
      mark: {
        type: "text",
        align: "right",
        baseline: "bottom",
        x: "width",
        y: 0,
        dy: -2,
        fontWeight: 600,
        aria: false,
      },
      encoding: {
        x: null as never,
        y: null as never,
        text: { field: "text" },
        color: { value: seriesColours[0] },
      },
    },
  ];
}

/** Points too faint to see, wide enough to hit. */
const hoverPoints = ({ knob, xTitle, yTitle }: CurveFamilyOptions): Layer => ({
  name: "points",
  transform: [{ filter: isChosen }],
  mark: { type: "point", filled: true, size: 90, opacity: 0, aria: false },
  encoding: {
    tooltip: [
      { field: "knob", type: "quantitative", title: tooltipTitle(knob.title) },
      { field: "x", type: "quantitative", title: tooltipTitle(xTitle) },
      { field: "y", type: "quantitative", title: tooltipTitle(yTitle), format: ".3~g" },
    ],
  },
});

function inWords(title: string, { knob, x, y }: CurveFamilyOptions): string {
  const last = x.length - 1;
  const ends = knob.values.map((value, k) => `${value}: ${Number(y[k]![last]!.toPrecision(2))}`);
  return phrase("{0}. At {1}, for each {2}: {3}.", title, x[last], knob.title, ends.join("; "));
}

function check(options: CurveFamilyOptions): void {
  const plot = "curveFamily";
  const { knob, start, x, y, yScale } = checkGiven(plot, "options", options);
  checkGiven(plot, "knob", knob);
  checkFilled(plot, "x", x);
  checkNumbers(plot, "x", x);
  checkFilled(plot, "knob.values", knob.values);
  const { values } = knob;
  const step = values[1]! - values[0]!;
  const isEven = values.every((value, k) => Math.abs(value - values[0]! - k * step) < 1e-6);
  if (values.length < 2 || !(step > 0) || !isEven) {
    throw new PlotError(
      `${plot}: knob.values should be two or more, rising by the same step, got ${values.join(", ")}`,
    );
  }
  if (!values.includes(start)) {
    throw new PlotError(`${plot}: start should be one of ${values.join(", ")}, got ${shown(start)}`);
  }
  const low = yScale === "log" ? Number.MIN_VALUE : undefined;
  checkGrid(plot, "y", y, { rows: values.length, columns: x.length, ...(low && { low }) });
}
