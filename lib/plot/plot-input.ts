/** Checks of what a plot is given: an error names the plot, the argument, what was expected and what came. */

import { shown } from "../argument";

/** The argument of a plot is missing, empty, of the wrong length, or holds what no plot can show. */
export class PlotError extends RangeError {
  override readonly name = "PlotError";
}

/** What every picture may be given. */
export interface Titled {
  /** The finding, as a sentence. */
  readonly title?: string;
}

/** @throws {PlotError} no record, or one whose title or name is no text */
export function checkGiven<Value extends object>(plot: string, argument: string, value: Value): Value {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PlotError(`${plot}: ${argument} should be an object, got ${shown(value)}`);
  }
  for (const part of ["title", "name"]) {
    const text = (value as Record<string, unknown>)[part];
    if (text === undefined || typeof text === "string") continue;
    throw new PlotError(`${plot}: ${argument}.${part} should be a text, got ${shown(text)}`);
  }
  return value;
}

/** @throws {PlotError} no text */
export function checkText(plot: string, argument: string, text: string): void {
  if (typeof text === "string") return;
  throw new PlotError(`${plot}: ${argument} should be a text, got ${shown(text)}`);
}

/** @throws {PlotError} no list of texts, or an empty one */
export function checkLabels(plot: string, argument: string, labels: readonly string[]): void {
  checkFilled(plot, argument, labels);
  labels.forEach((label, index) => checkText(plot, `${argument}[${index}]`, label));
}

/** @throws {PlotError} not a list, or an empty one */
export function checkFilled(plot: string, argument: string, items: readonly unknown[]): void {
  if (!Array.isArray(items) || items.length === 0) {
    throw new PlotError(`${plot}: ${argument} should be a list with at least one item, got ${shown(items)}`);
  }
}

/**
 * Checks labels or places that a plot draws by: two equal ones would lie on top of each other, or be added up.
 *
 * @param keys  what tells the items apart; the items themselves unless said otherwise
 * @throws {PlotError} one comes twice
 */
export function checkDistinct(
  plot: string,
  argument: string,
  items: readonly (string | number)[],
  keys = items,
): void {
  const places = new Map<string | number, number>();
  items.forEach((item, index) => {
    const before = places.get(keys[index]!);
    places.set(keys[index]!, index);
    if (before === undefined) return;
    throw new PlotError(
      `${plot}: ${argument} should differ, got ${shown(item)} twice, at ${before} and ${index}`,
    );
  });
}

/** @throws {PlotError} another length than `expected` */
export function checkLength(
  plot: string,
  argument: string,
  items: readonly unknown[],
  expected: number,
): void {
  if (!Array.isArray(items) || items.length !== expected) {
    const length = Array.isArray(items) ? items.length : shown(items);
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
  if (!Array.isArray(numbers))
    throw new PlotError(`${plot}: ${argument} should be a list of numbers, got ${shown(numbers)}`);
  numbers.forEach((number, index) => checkNumber(plot, `${argument}[${index}]`, number, low, high));
}

/** @throws {PlotError} a number outside [low, high], NaN included */
export function checkNumber(
  plot: string,
  argument: string,
  number: number,
  low = -Number.MAX_VALUE,
  high = Number.MAX_VALUE,
): void {
  if (typeof number === "number" && number >= low && number <= high) return;
  const limits: Record<number, string> = {
    [-Number.MAX_VALUE]: "a finite number",
    [Number.MIN_VALUE]: "a positive number",
  };
  const bounds = high === Number.MAX_VALUE ? `a number ≥ ${low}` : `a number from ${low} to ${high}`;
  const range = limits[low] ?? bounds;
  throw new PlotError(`${plot}: ${argument} should be ${range}, got ${shown(number)}`);
}

/**
 * Checks curves, each with a name of its own, its places, and as many numbers as it has places.
 *
 * @param places   the field that holds the places
 * @param numbers  the lists of numbers, by name
 * @param limits   of the numbers; and of the places, if they have one
 * @throws {PlotError} no series, a name or a place twice, lists of different length, a number outside its limits
 */
export function checkSeries<Series extends { readonly name: string }>(
  plot: string,
  series: readonly Series[],
  places: keyof Series & string,
  numbers: (one: Series) => Readonly<Record<string, readonly number[]>>,
  { low, high, lowPlace }: { readonly low?: number; readonly high?: number; readonly lowPlace?: number } = {},
): void {
  checkFilled(plot, "series", series);
  series.forEach((one, i) => {
    const xs = checkGiven(plot, `series[${i}]`, one)[places] as readonly number[];
    checkFilled(plot, `series[${i}].${places}`, xs);
    checkNumbers(plot, `series[${i}].${places}`, xs, lowPlace);
    checkDistinct(plot, `series[${i}].${places}`, xs);
    for (const [name, list] of Object.entries(numbers(one))) {
      checkLength(plot, `series[${i}].${name}`, list, xs.length);
      checkNumbers(plot, `series[${i}].${name}`, list, low, high);
    }
  });
  const names = series.map(({ name }) => name);
  checkDistinct(plot, "the names of series", names);
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

/** @throws {PlotError} no hidden state: an empty list, a number outside [-1, 1], or another length than `expected` */
export function checkState(
  plot: string,
  argument: string,
  state: readonly number[],
  expected = state?.length,
): void {
  checkFilled(plot, argument, state);
  checkLength(plot, argument, state, expected);
  checkNumbers(plot, argument, state, -1, 1);
}

/** @throws {PlotError} none of the choices */
export function checkChoice(
  plot: string,
  argument: string,
  choice: string,
  choices: readonly string[],
): void {
  if (choices.includes(choice)) return;
  const known = choices.map((one) => JSON.stringify(one)).join(" or ");
  throw new PlotError(`${plot}: ${argument} should be ${known}, got ${shown(choice)}`);
}
