/** A calculation with small matrices, left to right: every number in its cell, signs between them. */
import type { TopLevelSpec } from "vega-lite";
import { diagram, wordLayer, type Word } from "./diagram";
import { checkFilled, checkGrid } from "./plot-input";
import { gridColour, type Layer, signedRamp, tokenLabel } from "./plot-style";

export interface DrawnMatrix {
  /** "Q", "α", … */
  readonly name: string;
  /** The numbers, row by row; any range. */
  readonly values: readonly (readonly number[])[];
  /** What stands before it: "·", "=", "softmax". */
  readonly sign?: string;
  /** What each row belongs to. */
  readonly rows?: readonly string[];
  /** What each column belongs to. */
  readonly columns?: readonly string[];
}

export interface MatrixDiagramOptions {
  readonly matrices: readonly DrawnMatrix[];
  /** The finding, as a sentence. */
  readonly title?: string;
}

const cellWidth = 36;
const cellHeight = 30;
const headHeight = 64; // names, shapes and column labels
const gap = 12;
const letterWidth = 7.5;

/**
 * Draws matrices side by side, each with its name and shape above it.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no matrices, a matrix without numbers or with rows of different length, a number that is not finite
 *
 * Taught in notebook 07.
 */
export function matrixDiagram(options: MatrixDiagramOptions): TopLevelSpec {
  check(options);
  const { matrices, title = "A calculation with matrices" } = options;
  const places = placesOf(matrices);
  const tallest = Math.max(...matrices.map(({ values }) => values.length));
  return diagram({
    title,
    description: inWords(title, matrices),
    width: Math.ceil(places.at(-1)!.right + 2),
    height: headHeight + tallest * cellHeight + 6,
    layer: [
      cellLayer(matrices, places, tallest),
      wordLayer(
        "words",
        matrices.flatMap((matrix, i) => words(matrix, places[i]!, tallest)),
      ),
    ],
  });
}

interface Place {
  readonly signX: number;
  readonly left: number;
  readonly right: number;
}

function placesOf(matrices: readonly DrawnMatrix[]): Place[] {
  let x = 0;
  return matrices.map(({ values, sign = "", rows = [] }) => {
    const signWidth = sign === "" ? 0 : sign.length * letterWidth + gap;
    const labelWidth =
      rows.length === 0 ? 0 : 8 + Math.max(...rows.map((row) => tokenLabel(row).length)) * 12;
    const signX = x + signWidth / 2;
    const left = x + signWidth + labelWidth;
    const right = left + values[0]!.length * cellWidth;
    x = right + gap / 2;
    return { signX, left, right };
  });
}

/** Matrices stand on one middle line. */
const topOf = ({ values }: DrawnMatrix, tallest: number): number =>
  headHeight + ((tallest - values.length) * cellHeight) / 2;

function cellLayer(matrices: readonly DrawnMatrix[], places: readonly Place[], tallest: number): Layer {
  const cells = matrices.flatMap((matrix, i) =>
    matrix.values.flatMap((row, r) => {
      const largest = Math.max(...matrix.values.flat().map(Math.abs), 1e-9);
      const y = topOf(matrix, tallest) + r * cellHeight;
      return row.map((value, c) => {
        const x = places[i]!.left + c * cellWidth;
        const colour = value / largest;
        return { x, right: x + cellWidth, y, bottom: y + cellHeight, colour, value: shortNumber(value), of: matrix.name };
      });
    }),
  ); // prettier-ignore
  return {
    name: "cells",
    data: { values: cells },
    mark: { type: "rect", stroke: gridColour, aria: false },
    encoding: {
      x2: { field: "right" },
      y2: { field: "bottom" },
      color: {
        field: "colour",
        type: "quantitative",
        scale: { domain: [-1, 1], range: signedRamp },
        legend: null,
      },
      tooltip: [
        { field: "of", title: "matrix" },
        { field: "value", title: "number" },
      ],
    },
  };
}

function words(matrix: DrawnMatrix, place: Place, tallest: number): Word[] {
  const { name, values, sign = "", rows = [], columns = [] } = matrix;
  const start = topOf(matrix, tallest);
  const centre = (place.left + place.right) / 2;
  const columnX = (c: number): number => place.left + (c + 0.5) * cellWidth;
  const rowY = (r: number): number => start + (r + 0.5) * cellHeight;
  return [
    { x: centre, y: start - (columns.length > 0 ? 46 : 30), text: name, isBold: true, fontSize: 13 },
    {
      x: centre,
      y: start - (columns.length > 0 ? 30 : 14),
      text: `[${values.length}, ${values[0]!.length}]`,
      fontSize: 11,
    },
    ...(sign === "" ? [] : [{ x: place.signX, y: headHeight + (tallest * cellHeight) / 2, text: sign }]),
    ...rows.map((row, r): Word => ({ x: place.left - 5, y: rowY(r), text: tokenLabel(row), align: "right" })),
    ...columns.map((column, c): Word => ({ x: columnX(c), y: start - 10, text: tokenLabel(column) })),
    ...values.flatMap((row, r) =>
      row.map((value, c): Word => ({ x: columnX(c), y: rowY(r), text: shortNumber(value), fontSize: 11 })),
    ),
  ];
}

/** Two decimals, and none for a whole number. */
const shortNumber = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(2).replace("-", "−");

function inWords(title: string, matrices: readonly DrawnMatrix[]): string {
  const each = matrices.map(({ name, sign = "", values }) => {
    const numbers = values.map((row) => `[${row.map(shortNumber).join(", ")}]`).join(", ");
    return `${sign} ${name} = [${numbers}]`.trim();
  });
  return `${title}. ${each.join("; ")}.`;
}

function check({ matrices }: MatrixDiagramOptions): void {
  const plot = "matrixDiagram";
  checkFilled(plot, "matrices", matrices);
  matrices.forEach(({ values }, i) => {
    checkFilled(plot, `matrices[${i}].values`, values);
    checkFilled(plot, `matrices[${i}].values[0]`, values[0]!);
    checkGrid(plot, `matrices[${i}].values`, values, { rows: values.length, columns: values[0]!.length });
  });
}
