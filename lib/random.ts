/**
 * Seeded randomness. Nothing in the kit draws a number from anywhere else, so a run can be repeated.
 */
import seedrandom from "seedrandom";
import { checkList, shown } from "./argument";

/** A source of random numbers; the same seed gives the same numbers on every machine. */
export interface RandomGenerator {
  /** A number in [0, 1). */
  uniform(): number;
  /** A whole number in [0, limit). */
  integer(limit: number): number;
  /** A number from the normal distribution with mean 0 and standard deviation 1. */
  normal(): number;
  /** One of the items, each equally likely. */
  pick<Item>(items: readonly Item[]): Item;
  /** A copy of the items in random order. */
  shuffle<Item>(items: readonly Item[]): Item[];
  /** A seed for whatever wants a seed of its own, such as `tf.randomNormal`. */
  seed(): number;
}

/**
 * Makes a source of random numbers.
 *
 * @param seed  a whole number, or a text such as "dates/train"
 * @throws {RangeError} the seed is not finite
 *
 * Taught in notebook 00.
 * @source Fisher & Yates 1938 for the shuffle; Box & Muller 1958 for the normal distribution.
 */
export function randomGenerator(seed: number | string): RandomGenerator {
  if (typeof seed !== "string" && !Number.isFinite(seed)) {
    throw new RangeError(`randomGenerator: seed should be a finite number or a text, got ${shown(seed)}`);
  }
  const uniform = seedrandom.alea(String(seed));
  const integer = (limit: number): number => {
    if (!Number.isInteger(limit) || limit < 1) {
      throw new RangeError(
        `randomGenerator.integer: limit should be a whole number ≥ 1, got ${shown(limit)}`,
      );
    }
    return Math.floor(uniform() * limit);
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const pick = <Item>(items: readonly Item[]): Item => {
    checkList("randomGenerator.pick", "items", items);
    if (items.length === 0)
      throw new RangeError("randomGenerator.pick: expected at least one item, got none");
    return items[integer(items.length)]!;
  };
  const shuffle = <Item>(items: readonly Item[]): Item[] => {
    checkList("randomGenerator.shuffle", "items", items);
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = integer(last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
    }
    return shuffled;
  };
  // TensorFlow.js takes a seed of 0 for none at all.
  return { uniform, integer, normal, pick, shuffle, seed: () => integer(2 ** 31) || 1 };
}
