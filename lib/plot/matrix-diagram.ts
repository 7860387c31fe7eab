/** A calculation with small matrices, left to right: every number in its cell, signs between them. */
import { phrase, shownName } from "../jupyter/language.cjs";
import { cell, decimals, text, type Diagram, type Shape } from "./diagram";
import {
  checkFilled,
  checkGiven,
  checkGrid,
  checkLabels,
  checkLength,
  checkText,
  type Titled,
} from "./plot-input";
import { labelWidth, tokenLabel } from "./plot-style";

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

export interface MatrixDiagramOptions extends Titled {
  readonly matrices: readonly DrawnMatrix[];
}

const [cellWidth, cellHeight] = [36, 30];
const gap = 12;

/**
 * Draws matrices side by side, each with its name and shape above it.
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no matrices, a matrix without numbers or with rows of different length, a number that is not finite
 *
 * Taught in notebook 07.
 */
export function matrixDiagram(options: MatrixDiagramOptions): Diagram {
  check(options);
  const { matrices, title = phrase("A calculation with matrices") } = options;
  const shapes: Shape[] = [];
  let x = 0;
  for (const matrix of matrices) {
    const drawn = matrixShapes(matrix, x);
    shapes.push(...drawn);
    x = Math.max(...drawn.map(({ room }) => room.right)) + gap / 2;
  }
  return { title, description: inWords(matrices), shapes };
}

/** From `start` to the right: the sign, the names of the rows, the cells. All matrices stand on one middle line, y = 0. */
function matrixShapes(
  { name, values, sign = "", rows = [], columns = [] }: DrawnMatrix,
  start: number,
): Shape[] {
  const signWidth = sign === "" ? 0 : labelWidth(sign, 12) + gap;
  const rowWidth =
    rows.length === 0 ? 0 : 8 + Math.max(...rows.map((row) => labelWidth(tokenLabel(row), 12)));
  const left = start + signWidth + rowWidth;
  const top = (-values.length * cellHeight) / 2;
  const centre = left + (values[0]!.length * cellWidth) / 2;
  const columnX = (c: number): number => left + (c + 0.5) * cellWidth;
  const rowY = (r: number): number => top + (r + 0.5) * cellHeight;
  const nameY = top - (columns.length > 0 ? 46 : 30);
  const largest = Math.max(...values.flat().map(Math.abs), 1e-9);
  const cellAt = (value: number, r: number, c: number): Shape =>
    cell({ x: columnX(c), y: rowY(r), width: cellWidth, height: cellHeight }, value / largest, {
      tip: `${shownName(name)}: ${shortNumber(value)}`,
      label: shortNumber(value),
    });
  return [
    text(start + signWidth / 2, 0, sign),
    text(centre, nameY, shownName(name), { isBold: true, size: 13 }),
    text(centre, nameY + 16, `[${values.length}, ${values[0]!.length}]`, { size: 11 }),
    ...rows.map((row, r) => text(left - 5, rowY(r), tokenLabel(row), { align: "end" })),
    ...columns.map((column, c) => text(columnX(c), top - 10, tokenLabel(column), { widest: cellWidth - 2 })),
    ...values.flatMap((row, r) => row.map((value, c) => cellAt(value, r, c))),
  ];
}

/** Two decimals, and none for a whole number. */
const shortNumber = (value: number): string => decimals(value, Number.isInteger(value) ? 0 : 2);

function inWords(matrices: readonly DrawnMatrix[]): string {
  const each = matrices.map(({ name, sign = "", values }) => {
    const numbers = values.map((row) => `[${row.map(shortNumber).join(", ")}]`).join(", ");
    return `${sign} ${shownName(name)} = [${numbers}]`.trim();
  });
  return `${each.join("; ")}.`;
}

function check(options: MatrixDiagramOptions): void {
  const plot = "matrixDiagram";
  const { matrices } = checkGiven(plot, "options", options);
  checkFilled(plot, "matrices", matrices);
  matrices.forEach((matrix, i) => {
    const { name, values, sign = "", rows, columns } = checkGiven(plot, `matrices[${i}]`, matrix);
    checkText(plot, `matrices[${i}].name`, name);
    checkText(plot, `matrices[${i}].sign`, sign);
    checkFilled(plot, `matrices[${i}].values`, values);
    checkFilled(plot, `matrices[${i}].values[0]`, values[0]!);
    const size = { rows: values.length, columns: values[0]!.length };
    checkGrid(plot, `matrices[${i}].values`, values, size);
    for (const [axis, labels] of Object.entries({ rows, columns })) {
      if (labels === undefined) continue;
      checkLabels(plot, `matrices[${i}].${axis}`, labels);
      checkLength(plot, `matrices[${i}].${axis}`, labels, size[axis as "rows" | "columns"]);
    }
  });
}
