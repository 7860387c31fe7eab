/**
 * Copy: the target is the source. The right alignment is the diagonal.
 */
import type { SentencePair } from "../../lib/alignment";
import { randomSequences, type SequenceOptions } from "../kit/random-sequence";

export interface CopyPair extends SentencePair {
  readonly alignment: NonNullable<SentencePair["alignment"]>;
}

/**
 * Loads random sequences and their copies.
 *
 * @param limit       how many; 10,000 of train, 1,000 of the others if left out
 * @param minLength   ≥ 1; 5 if left out
 * @param maxLength   ≥ minLength; 20 if left out
 * @param numSymbols  2 to 26; 10 if left out
 * @throws {RangeError} an option out of its range, or too few sequences for three splits
 *
 * Taught in notebook 04.
 */
export function load(options: SequenceOptions): CopyPair[] {
  return randomSequences("copy.load", options).map((source) => {
    const links = source.map((_, position) => ({ source: position, target: position }));
    return { source, target: [...source], alignment: { sure: links, possible: links } };
  });
}
