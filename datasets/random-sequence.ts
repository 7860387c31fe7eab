/**
 * Random sequences of letters for the probes, and the split that each belongs to.
 */
import { type RandomGenerator, randomGenerator } from "../lib/random";
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
 * Random sequences that belong to the split, each length equally likely.
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
    while (splitOf(sequence) !== split) sequence = draw();
    return sequence;
  });
}

/**
 * The split of a sequence: one in ten goes to the test, one in ten to validation. It hangs on the sequence alone, so
 * no seed, size or length ever shows a test sequence in training.
 */
export function splitOf(sequence: readonly string[]): Split {
  const bucket = fnv1a(sequence.join("")) % 10;
  return bucket === 0 ? "test" : bucket === 1 ? "validation" : "train";
}

function randomSequence(random: RandomGenerator, length: number, numSymbols: number): string[] {
  return Array.from({ length }, () => alphabet[random.integer(numSymbols)]!);
}

/** @source Fowler, Noll & Vo, the FNV-1a hash. http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  return (hash ^ (hash >>> 15)) >>> 0; // the low bits of FNV-1a alone are weak
}
