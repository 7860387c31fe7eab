/** Medians, and what lies far from the others. */

/** Linear between the two nearest; `share` 0.5 is the median. @throws {RangeError} there are no values */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError("quantile: expected at least one value, got none");
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)]!;
  return low + (place % 1) * ((sorted[Math.floor(place) + 1] ?? low) - low);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export interface Fences {
  readonly low: number;
  readonly high: number;
}

/** Ratings are whole numbers and often equal: a spread below 1 would make an outlier of every other opinion. */
const smallestSpread = 1;
export const fewestForFences = 4;

/**
 * Tukey's rule: an outlier lies more than 1.5 spreads below the lower quartile or above the upper one.
 *
 * The spread is the distance of the quartiles, at least 1. @returns undefined for fewer than 4 values: too few to tell
 */
export function fencesOf(values: readonly number[]): Fences | undefined {
  if (values.length < fewestForFences) return undefined;
  const [lower, upper] = [quantile(values, 0.25), quantile(values, 0.75)];
  const spread = Math.max(smallestSpread, upper - lower);
  return { low: lower - 1.5 * spread, high: upper + 1.5 * spread };
}

export const isOutside = (value: number, fences: Fences | undefined): boolean =>
  fences !== undefined && (value < fences.low || value > fences.high);
