/**
 * How far a mean can be trusted: what several runs say together, and what one of them could not.
 *
 * @source Student 1908, "The Probable Error of a Mean". https://doi.org/10.2307/2331554
 */
import { checkList, shown } from "./argument";
import { phrase, shownName } from "./jupyter/language.cjs";

export interface Interval {
  readonly mean: number;
  /** Where the mean of many more such values lies, between `low` and `high`, in 95 of 100 cases. */
  readonly low: number;
  readonly high: number;
  /** How many values it is made of. */
  readonly count: number;
}

/** The 97.5th percentile of Student's t for 1, 2, … 30 degrees of freedom. */
const T_QUANTILES = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448,
  2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484,
  2.0452, 2.0423,
]; // prettier-ignore

/** Above 30 degrees the first terms of a series around the normal distribution's 1.96 are exact to four digits. */
const tQuantile = (degrees: number): number =>
  T_QUANTILES[degrees - 1] ?? 1.95996 + 2.37227 / degrees + 2.8225 / degrees ** 2;

/**
 * The mean of some measurements, with its 95 % confidence interval.
 *
 *     x̄ ± t · s / √n      s² = Σ (x − x̄)² / (n − 1),  t: Student's with n − 1 degrees of freedom
 *
 * One value says nothing about its neighbours: its interval goes from −∞ to ∞.
 *
 * @param values  one a run (or one a test example), independent of each other, at least one
 * @throws {RangeError} no values, or one that is not finite
 *
 * Taught in notebook 01.
 */
export function meanInterval(values: readonly number[]): Interval {
  checkList("meanInterval", "values", values);
  if (values.length === 0)
    throw new RangeError("meanInterval: values should hold at least one number, got []");
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0)
    throw new RangeError(`meanInterval: values[${odd}] should be a finite number, got ${shown(values[odd])}`);
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, low: -Infinity, high: Infinity, count };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const reach = tQuantile(count - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - reach, high: mean + reach, count };
}

/**
 * By how much `a` is above `b` where both were measured in pairs: under the same seed, or on the same example. What a pair
 * has in common drops out, so the interval is narrower than that of two separate means.
 *
 * @throws {RangeError} lists of different length, or what `meanInterval` refuses
 *
 * Taught in notebook 01.
 */
export function differenceInterval(a: readonly number[], b: readonly number[]): Interval {
  checkList("differenceInterval", "a", a);
  checkList("differenceInterval", "b", b);
  if (a.length !== b.length)
    throw new RangeError(
      `differenceInterval: a and b should be pairs, got ${a.length} and ${b.length} values`,
    );
  return meanInterval(a.map((value, pair) => value - b[pair]!));
}

/** How an interval's numbers are written. */
export interface IntervalFormat {
  /** Multiplies every number: 100 for percent. */
  readonly scale?: number;
  readonly decimals?: number;
  /** Behind the mean, such as " %" or " points". */
  readonly unit?: string;
}

/**
 * An interval as a sentence needs it: "3.1 points (95 %: 2.0 to 4.2)".
 *
 * Taught in notebook 01.
 */
export function intervalText(
  interval: Interval,
  { scale = 1, decimals = 1, unit = "" }: IntervalFormat = {},
): string {
  const [mean, low, high] = [interval.mean, interval.low, interval.high].map((value) =>
    number(value * scale, decimals),
  );
  return phrase("{0}{1} (95 %: {2} to {3})", mean, shownName(unit), low, high);
}

const number = (value: number, decimals: number): string =>
  Number.isFinite(value) ? value.toFixed(decimals).replace("-", "−") : `${value < 0 ? "−" : ""}∞`;
