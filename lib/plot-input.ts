/** Checks of what a plot is given: an error names the plot, the argument, what was expected and what came. */

/** The argument of a plot is missing, empty, of the wrong length, or holds what no plot can show. */
export class PlotError extends RangeError {
  override readonly name = "PlotError";
}

const show = (value: unknown): string =>
  typeof value === "number" || value === undefined ? String(value) : (JSON.stringify(value) ?? typeof value);

/** @throws {PlotError} not a list, or an empty one */
export function checkFilled(plot: string, argument: string, items: readonly unknown[]): void {
  if (!Array.isArray(items) || items.length === 0) {
    throw new PlotError(`${plot}: ${argument} should be a list with at least one item, got ${show(items)}`);
  }
}

/** @throws {PlotError} another length than `expected` */
export function checkLength(
  plot: string,
  argument: string,
  items: readonly unknown[],
  expected: number,
): void {
  if (!Array.isArray(items) || items.length !== expected) {
    const length = Array.isArray(items) ? items.length : show(items);
    throw new PlotError(`${plot}: ${argument} should have length ${expected}, got ${length}`);
  }
}

/** @throws {PlotError} a number outside [low, high], NaN included */
export function checkNumbers(
  plot: string,
  argument: string,
  numbers: readonly number[],
  low = -Number.MAX_VALUE,
  high = Number.MAX_VALUE,
): void {
  const wrong = numbers.findIndex((number) => !(number >= low && number <= high));
  if (wrong === -1) return;
  const limits: Record<number, string> = {
    [-Number.MAX_VALUE]: "a finite number",
    [Number.MIN_VALUE]: "a positive number",
  };
  const range = limits[low] ?? `a number from ${low} to ${high}`;
  throw new PlotError(`${plot}: ${argument}[${wrong}] should be ${range}, got ${show(numbers[wrong])}`);
}

/** @throws {PlotError} not `rows` lists of `columns` numbers in [low, high] */
export function checkGrid(
  plot: string,
  argument: string,
  grid: readonly (readonly number[])[],
  size: { rows: number; columns: number; low?: number; high?: number },
): void {
  checkLength(plot, argument, grid, size.rows);
  grid.forEach((row, index) => {
    checkLength(plot, `${argument}[${index}]`, row, size.columns);
    checkNumbers(plot, `${argument}[${index}]`, row, size.low, size.high);
  });
}
