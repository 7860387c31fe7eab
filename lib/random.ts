/** Seeded randomness. Nothing in the kit draws a number from anywhere else, so a run can be repeated. */
import seedrandom from "seedrandom";
import { checkList, checkRecord, shown } from "./argument";

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
  /** A source of its own for a part, such as a layer with dropout; `state` and `restore` include it. */
  fork(): RandomGenerator;
  /** Where it stands: given to `restore`, the numbers from here on come again. */
  state(): RandomState;
  restore(state: RandomState): void;
}

/** Where a source of random numbers stands; plain data, to be saved. */
export interface RandomState {
  readonly numbers: seedrandom.State.Alea;
  /** Where its forks stand, in the order in which they were made. */
  readonly forks: readonly RandomState[];
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
  let numbers = seedrandom.alea(String(seed), { state: true });
  const uniform = (): number => numbers();
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
  const nextSeed = (): number => integer(2 ** 31) || 1;
  const forks: RandomGenerator[] = [];
  const fork = (): RandomGenerator => {
    forks.push(randomGenerator(nextSeed()));
    return forks.at(-1)!;
  };
  const state = (): RandomState => ({ numbers: numbers.state(), forks: forks.map((part) => part.state()) });
  const restore = (saved: RandomState): void => {
    checkRecord("randomGenerator.restore", "state", saved);
    if (saved.forks?.length !== forks.length) {
      throw new RangeError(
        `randomGenerator.restore: state should have ${forks.length} forks, got ${shown(saved.forks?.length)}; ` +
          "it is of another model",
      );
    }
    numbers = seedrandom.alea("", { state: saved.numbers });
    forks.forEach((part, index) => part.restore(saved.forks[index]!));
  };
  return { uniform, integer, normal, pick, shuffle, seed: nextSeed, fork, state, restore };
}
