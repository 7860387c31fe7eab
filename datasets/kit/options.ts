/**
 * What every loader checks about its options, in the same words.
 */

/** The part of a dataset: to learn from, to choose by, to be judged on. */
export type Split = "train" | "validation" | "test";

export const splits: readonly Split[] = ["train", "validation", "test"];

/** @throws {RangeError} the value is none of the choices */
export function checkChoice(
  name: string,
  argument: string,
  actual: unknown,
  choices: readonly string[],
): void {
  if (choices.includes(actual as string)) return;
  const expected = choices.map((choice) => `"${choice}"`).join(", ");
  throw new RangeError(`${name}: ${argument} should be one of ${expected}, got ${JSON.stringify(actual)}`);
}

/** @throws {RangeError} the value is not a whole number from `least` to `most` */
export function checkCount(
  name: string,
  argument: string,
  actual: unknown,
  least = 1,
  most = Infinity,
): void {
  if (Number.isInteger(actual) && Number(actual) >= least && Number(actual) <= most) return;
  const range = most === Infinity ? `≥ ${least}` : `from ${least} to ${most}`;
  throw new RangeError(`${name}: ${argument} should be a whole number ${range}, got ${String(actual)}`);
}

/** @throws {RangeError} an unknown split, a limit that is not a whole number ≥ 1, a seed that is not a whole number */
export function checkOptions(
  name: string,
  options: { split: unknown; limit?: unknown; seed?: unknown },
): void {
  checkChoice(name, "split", options.split, splits);
  if (options.limit !== undefined) checkCount(name, "limit", options.limit);
  if (options.seed !== undefined && !Number.isInteger(options.seed)) {
    throw new RangeError(`${name}: seed should be a whole number, got ${String(options.seed)}`);
  }
}
