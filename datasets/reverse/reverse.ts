/**
 * Reverse: the target is the source from its end. The right alignment is the other diagonal.
 */
import type { SentencePair } from "../../lib/alignment";
import { randomSequences, type SequenceOptions } from "../kit/random-sequence";

export interface ReversePair extends SentencePair {
  readonly alignment: NonNullable<SentencePair["alignment"]>;
}

/**
 * Loads random sequences and their reverses.
 *
 * @param limit       how many; 10,000 of train, 1,000 of the others if left out
 * @param minLength   ≥ 1; 5 if left out
 * @param maxLength   ≥ minLength; 20 if left out
 * @param numSymbols  2 to 26; 10 if left out
 * @throws {RangeError} an option out of its range, or too few sequences for three splits
 *
 * Taught in notebooks 04 and 07.
 */
export function load(options: SequenceOptions): ReversePair[] {
  return randomSequences("reverse.load", options).map((source) => {
    const links = source.map((_, position) => ({ source: source.length - 1 - position, target: position }));
    return { source, target: [...source].reverse(), alignment: { sure: links, possible: links } };
  });
}
