/**
 * How far a score of a whole test set depends on which examples happen to be in it.
 *
 * @source Koehn 2004, "Statistical Significance Tests for Machine Translation Evaluation", §4. https://aclanthology.org/W04-3250
 *   Efron & Tibshirani 1993, "An Introduction to the Bootstrap", §13.3 (the percentile interval).
 */
import { checkFunction, checkRandom, checkRecord, checkSize } from "./argument";
import type { Interval } from "./intervals";
import type { RandomGenerator } from "./random";

export interface BootstrapOptions {
  readonly random: RandomGenerator;
  /** How often examples are drawn anew; 1,000 unless said otherwise. */
  readonly draws?: number;
}

/**
 * The difference of two systems on one test set, with its 95 % interval over draws of the examples.
 *
 *     Δ_b = difference(i_1, …, i_N),   each i drawn from 0 … N − 1 with replacement,   b = 1 … draws
 *     interval = [Δ at 2.5 %, Δ at 97.5 %] of the sorted draws;   mean = difference(0, …, N − 1)
 *
 * Both systems see the same drawn examples, so what is hard for both drops out. The interval speaks of other examples, not of
 * other trainings.
 *
 * @param numExamples  N, at least 1
 * @param difference   system A's score minus system B's on the examples of these indices; an index may come several times
 * @throws {RangeError} numExamples or draws is no whole number ≥ 1, or a difference is not finite
 *
 * Taught in notebook 11.
 */
export function pairedBootstrap(
  numExamples: number,
  difference: (indices: readonly number[]) => number,
  options: BootstrapOptions,
): Interval {
  const { random, draws = 1000 } = checkRecord("pairedBootstrap", "options", options);
  checkSize("pairedBootstrap", "numExamples", numExamples);
  checkSize("pairedBootstrap", "draws", draws);
  checkRandom("pairedBootstrap", random);
  checkFunction("pairedBootstrap", "difference", difference);
  const measure = (indices: readonly number[]): number => {
    const value = difference(indices);
    if (!Number.isFinite(value))
      throw new RangeError(`pairedBootstrap: a difference should be finite, got ${value}`);
    return value;
  };
  const whole = Array.from({ length: numExamples }, (_, index) => index);
  const drawn = Array.from({ length: draws }, () => measure(whole.map(() => random.integer(numExamples))));
  drawn.sort((a, b) => a - b);
  const at = (share: number): number =>
    drawn[Math.min(draws - 1, Math.max(0, Math.ceil(share * draws) - 1))]!;
  return { mean: measure(whole), low: at(0.025), high: at(0.975), count: numExamples };
}
