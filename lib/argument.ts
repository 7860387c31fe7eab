/**
 * What a caller gave, before anything is read from it: a cell may pass nothing at all, a list instead of a record, or
 * a tensor instead of a list, and the compiler does not always see it.
 */

/** A value as an error shows it: short, and never "[object Object]". */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `a list of ${value.length}`;
  const { shape } = value as { shape?: unknown };
  if (Array.isArray(shape) && shape.length === 0) return "a tensor of one number";
  if (Array.isArray(shape)) return `a tensor [${shape.join(", ")}]`;
  return `{ ${Object.keys(value).join(", ")} }`;
}

/**
 * Checks that options, weights or a model came at all.
 *
 * @throws {TypeError} nothing, a list, or a value that has no parts
 */
export function checkRecord<Value extends object>(
  functionName: string,
  argument: string,
  value: Value,
): Value {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new TypeError(`${functionName}: ${argument} should be an object, got ${shown(value)}`);
}

/** @throws {TypeError} not a list */
export function checkList(functionName: string, argument: string, value: readonly unknown[]): void {
  if (Array.isArray(value)) return;
  throw new TypeError(`${functionName}: ${argument} should be a list, got ${shown(value)}`);
}

/** @throws {TypeError} not a list of lists */
export function checkLists(
  functionName: string,
  argument: string,
  value: readonly (readonly unknown[])[],
): void {
  checkList(functionName, argument, value);
  value.forEach((items, index) => checkList(functionName, `${argument}[${index}]`, items));
}

/** @throws {TypeError} not a function */
export function checkFunction(functionName: string, argument: string, value: unknown): void {
  if (typeof value === "function") return;
  throw new TypeError(`${functionName}: ${argument} should be a function, got ${shown(value)}`);
}

/** @throws {TypeError} not a text */
export function checkText(functionName: string, argument: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new TypeError(`${functionName}: ${argument} should be a text, got ${shown(value)}`);
}

/** The smallest number > 0 that TensorFlow calculates with: float32 without the denormal numbers, which it takes for 0. */
const SMALLEST_FLOAT32 = 2 ** -126;

/** A number > 0 as one that is > 0 in float32 too, so that dividing by it is safe. */
export const atLeastFloat32 = (value: number): number => Math.max(value, SMALLEST_FLOAT32);

/**
 * Checks a number that has no upper limit, such as a temperature.
 *
 * @throws {RangeError} not a finite number > 0
 */
export function checkPositive(functionName: string, name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new RangeError(`${functionName}: ${name} should be a number > 0, got ${shown(value)}`);
}

/** An interval as mathematics writes it: a square bracket takes its end in, a round one leaves it out. */
type Interval = `${"[" | "("}${number}, ${number}${"]" | ")"}`;

/**
 * Checks a number that has two limits, such as a probability.
 *
 * @throws {RangeError} not a number in the interval
 */
export function checkBetween(functionName: string, name: string, value: number, interval: Interval): void {
  const [low, high] = interval.slice(1, -1).split(", ").map(Number) as [number, number];
  const isAbove = interval.startsWith("[") ? value >= low : value > low;
  const isBelow = interval.endsWith("]") ? value <= high : value < high;
  if (typeof value === "number" && isAbove && isBelow) return;
  throw new RangeError(`${functionName}: ${name} should be a number in ${interval}, got ${shown(value)}`);
}

/**
 * Checks a size, such as a layer's width.
 *
 * @throws {RangeError} not a whole number ≥ 1
 */
export function checkSize(functionName: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${functionName}: ${name} should be a whole number ≥ 1, got ${shown(value)}`);
  }
}

/**
 * Checks several sizes by their names.
 *
 * @throws {RangeError} one is not a whole number ≥ 1
 */
export function checkSizes(functionName: string, sizes: Readonly<Record<string, number>>): void {
  Object.entries(sizes).forEach(([name, value]) => checkSize(functionName, name, value));
}

/** @throws {TypeError} no source of random numbers */
export function checkRandom(functionName: string, random: { uniform(): number }): void {
  if (typeof random?.uniform === "function") return;
  throw new TypeError(
    `${functionName}: random should be a source of random numbers, such as randomGenerator(1), got ${shown(random)}`,
  );
}
