/**
 * English words and how they are pronounced. See card.md.
 */
import type { SentencePair } from "../../lib/alignment";
import { randomGenerator } from "../../lib/random";
import { hash } from "../kit/hash-split";
import { checkOptions, type Split } from "../kit/options";
import { type Entry, readDictionary } from "./dictionary";

/** Letters and phonemes; nobody has aligned them. */
export interface PronunciationPair extends SentencePair {
  readonly word: string;
  /** 1 for the first pronunciation of a word, 2 for its second. */
  readonly variant: number;
}

export interface CmudictOptions {
  readonly split: Split;
  readonly limit?: number;
  readonly seed?: number;
  /** Keep the stress at the vowels, AH0 and AH1 instead of AH. */
  readonly stress?: boolean;
  /** Further pronunciations of a word as pairs of their own; if left out, only the first. */
  readonly variants?: boolean;
}

/** Spelled with letters alone: no apostrophes, full stops or digits. */
const spelledOut = /^[a-z]+$/;

let entries: readonly Entry[] | undefined;

/**
 * Loads pairs of spelling and pronunciation, in random order. All pronunciations of a word are in one split.
 *
 * @param limit  how many of the first pairs; all if left out
 * @param seed   another seed shuffles in another way; the split of a word does not depend on it
 * @throws {RangeError} an option out of its range
 * @throws {DataFileError} the package's file is missing, cut off or damaged; names file and line
 *
 * Taught in notebook 11.
 * @source The CMU Pronouncing Dictionary. http://www.speech.cs.cmu.edu/cgi-bin/cmudict
 */
export function load(options: CmudictOptions): PronunciationPair[] {
  checkOptions("cmudict.load", options);
  const { split, limit, seed = 0, stress = false, variants = false } = options;
  entries ??= readDictionary().filter(({ word }) => spelledOut.test(word));
  const chosen = entries.filter(
    ({ word, variant }) => (variants || variant === 1) && splitOf(word) === split,
  );
  return randomGenerator(`cmudict/${seed}`)
    .shuffle(chosen)
    .slice(0, limit)
    .map(({ word, variant, phonemes }) => ({
      source: [...word],
      target: stress ? phonemes : phonemes.map(withoutStress),
      word,
      variant,
    }));
}

/** All pronunciations of a word, the first one first: a hypothesis is right if it is one of them. */
export function pronunciationsOf(word: string, { stress = false } = {}): string[][] {
  entries ??= readDictionary().filter((entry) => spelledOut.test(entry.word));
  return entries
    .filter((entry) => entry.word === word)
    .map(({ phonemes }) => (stress ? [...phonemes] : phonemes.map(withoutStress)));
}

/** 90 % of the words train, 5 % validate, 5 % test. */
function splitOf(word: string): Split {
  const bucket = hash(word) % 20;
  return bucket === 0 ? "test" : bucket === 1 ? "validation" : "train";
}

function withoutStress(phoneme: string): string {
  return phoneme.replace(/\d$/, "");
}
