/**
 * Adding: of a row of random numbers two are marked; the answer is their sum. A task for long memory, with numbers
 * instead of tokens.
 */
import { randomGenerator } from "../../lib/random";
import { checkCount, checkOptions, type Split } from "../kit/options";

export interface AddingExample {
  /** Numbers in [0, 1). */
  readonly values: readonly number[];
  /** 1 at two positions, one in each half; 0 elsewhere. */
  readonly markers: readonly number[];
  /** The sum of the two marked values. */
  readonly target: number;
}

export interface AddingOptions {
  readonly split: Split;
  readonly limit?: number;
  readonly seed?: number;
  readonly length?: number;
}

/** Mean squared error of always answering 1: the variance of the sum of two numbers from [0, 1). */
export const constantAnswerError = 1 / 6;

const defaultSizes: Readonly<Record<Split, number>> = { train: 10_000, validation: 1_000, test: 1_000 };

/**
 * Loads examples of the adding problem.
 *
 * @param limit   how many; 10,000 of train, 1,000 of the others if left out
 * @param length  ≥ 2; 50 if left out
 * @throws {RangeError} an option out of its range
 *
 * Taught in notebook 02.
 * @source Hochreiter & Schmidhuber 1997, "Long Short-Term Memory", §5.4, with numbers from [0, 1) and a marker in each half
 *   as in Arjovsky, Shah & Bengio 2016, "Unitary Evolution Recurrent Neural Networks". https://arxiv.org/abs/1511.06464
 */
export function load({ split, limit, seed = 0, length = 50 }: AddingOptions): AddingExample[] {
  checkOptions("adding.load", { split, limit, seed });
  checkCount("adding.load", "length", length, 2);
  const random = randomGenerator(`adding/${seed}/${split}/${length}`);
  const half = Math.floor(length / 2);
  return Array.from({ length: limit ?? defaultSizes[split] }, () => {
    const values = Array.from({ length }, () => random.uniform());
    const [first, second] = [random.integer(half), half + random.integer(length - half)];
    const markers = values.map((_, position) => Number(position === first || position === second));
    return { values, markers, target: values[first]! + values[second]! };
  });
}
