/**
 * Random sequences of letters for the probes, and the split that each belongs to.
 */
import { type RandomGenerator, randomGenerator } from "../../lib/random";
import { hashSplit } from "./hash-split";
import { checkCount, checkOptions, type Split } from "./options";

export interface SequenceOptions {
  readonly split: Split;
  /** How many sequences; 10,000 of train and 1,000 of validation and test if left out. */
  readonly limit?: number;
  readonly seed?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** How many different letters, at most 26. */
  readonly numSymbols?: number;
}

const alphabet = "abcdefghijklmnopqrstuvwxyz";
const defaultSizes: Readonly<Record<Split, number>> = { train: 10_000, validation: 1_000, test: 1_000 };

/** Fewer sequences than this, and a split might have none of its own. */
const fewestSequences = 1_000;

/**
 * Random sequences that belong to the split, each length equally likely. The split of a sequence is its hash: no seed,
 * size or length ever shows a test sequence in training.
 *
 * @throws {RangeError} an option out of its range
 */
export function randomSequences(name: string, options: SequenceOptions): string[][] {
  const {
    split,
    limit = defaultSizes[split],
    seed = 0,
    minLength = 5,
    maxLength = 20,
    numSymbols = 10,
  } = options;
  checkOptions(name, options);
  checkCount(name, "numSymbols", numSymbols, 2, alphabet.length);
  checkCount(name, "minLength", minLength);
  checkCount(name, "maxLength", maxLength, minLength);
  if (numSymbols ** minLength < fewestSequences) {
    throw new RangeError(
      `${name}: ${numSymbols} symbols in ${minLength} places make ${numSymbols ** minLength} sequences; ` +
        `splits that share none need ${fewestSequences}`,
    );
  }
  const random = randomGenerator(`${name}/${seed}/${split}/${minLength}/${maxLength}/${numSymbols}`);
  const draw = () =>
    randomSequence(random, minLength + random.integer(maxLength - minLength + 1), numSymbols);
  return Array.from({ length: limit }, () => {
    let sequence = draw();
    while (hashSplit(sequence.join("")) !== split) sequence = draw();
    return sequence;
  });
}

function randomSequence(random: RandomGenerator, length: number, numSymbols: number): string[] {
  return Array.from({ length }, () => alphabet[random.integer(numSymbols)]!);
}
