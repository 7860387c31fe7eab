/** One number a head: rows of layers, columns of heads, the darker the further from what the whole model reaches. */
import { phrase, shownName } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { largest } from "../extremes";
import { checkDistinct, checkFilled, checkGiven, checkLength, checkNumber, checkNumbers, type Titled } from "./plot-input"; // prettier-ignore
import { gridColour, inExpression, labelWidth, pictureWidth, specHead, titleLines, tooltipTitle, weightRamp } from "./plot-style"; // prettier-ignore

export interface HeadGridOptions extends Titled {
  /** One row a layer, from the first head to the last. */
  readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[];
  /** What the values are, with their unit. */
  readonly valueTitle: string;
  /** What the values are held against: the model with all heads. */
  readonly baseline: { readonly name: string; readonly value: number };
  /** How values are written, as a d3 format: ".1%", ".2f" … */
  readonly format?: string;
}

/**
 * Draws a cell for each head with its number, the darker the further it is from the baseline.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no rows, two of one name, rows of different length, a value that is not finite
 *
 * Taught in notebook 08.
 */
export function headGrid(options: HeadGridOptions): TopLevelSpec {
  check(options);
  const { rows, valueTitle, baseline, title = valueTitle, format = ".3~g" } = options;
  const values = rows.flatMap(({ name, values }) =>
    values.map((value, head) => ({ name, head: head + 1, value, far: Math.abs(value - baseline.value) })),
  );
  const names = rows.map(({ name }) => name);
  const held = inExpression(`${valueTitle}; ${baseline.name}: `);
  const written = { expr: `${held} + format(${baseline.value}, ${inExpression(format)})` };
  const room = pictureWidth - largest(names.map((name) => labelWidth(name, 12))) - 10;
  const axis = { title: null, ticks: false, domain: false, labelPadding: 6 };
  const number = { field: "value", type: "quantitative" as const, format };
  return {
    ...specHead(title, inWords(title, options)),
    title: {
      text: titleLines(title),
      subtitle: written as never, // the type knows an expression only as a title's text
    },
    width: Math.min(room, 120 * rows[0]!.values.length),
    height: { step: 30 },
    data: { values },
    encoding: {
      x: { field: "head", type: "ordinal", axis: { ...axis, orient: "top", labelExpr: `'${phrase("head ")}' + datum.value`, labelAngle: 0 } }, // prettier-ignore
      y: { field: "name", type: "nominal", sort: names, axis: { ...axis, labelLimit: 320 } },
      tooltip: [
        { field: "name", title: phrase("name") },
        { field: "head", title: phrase("head") },
        { ...number, title: tooltipTitle(valueTitle) },
      ],
    },
    layer: [
      {
        name: "cells",
        mark: { type: "rect", stroke: gridColour, aria: false },
        encoding: {
          color: {
            field: "far",
            type: "quantitative",
            scale: { range: weightRamp.slice(0, 2) },
            legend: null,
          },
        },
      },
      { name: "numbers", mark: { type: "text", aria: false }, encoding: { text: number } },
    ],
  };
}

function inWords(title: string, { rows, baseline }: HeadGridOptions): string {
  const parts = rows.map(({ name, values }) => `${shownName(name)}: ${values.map((value) => Number(value.toPrecision(4))).join(", ")}`); // prettier-ignore
  return phrase(
    "{0}. {1}: {2}; heads from the first to the last: {3}.",
    title,
    shownName(baseline.name),
    Number(baseline.value.toPrecision(4)),
    parts.join("; "),
  );
}

function check(options: HeadGridOptions): void {
  const plot = "headGrid";
  const { rows, baseline } = checkGiven(plot, "options", options);
  checkFilled(plot, "rows", rows);
  rows.forEach((row, index) => {
    const { values } = checkGiven(plot, `rows[${index}]`, row);
    checkFilled(plot, `rows[${index}].values`, values);
    checkLength(plot, `rows[${index}].values`, values, rows[0]!.values.length);
    checkNumbers(plot, `rows[${index}].values`, values);
  });
  checkDistinct(plot, "the names of rows", rows.map(({ name }) => name)); // prettier-ignore
  checkNumber(plot, "baseline.value", checkGiven(plot, "baseline", baseline).value);
}
