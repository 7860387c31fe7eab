/**
 * First token: after the whole sequence, say what it began with. How long does a state remember?
 */
import type { SentencePair } from "../../lib/alignment";
import type { Split } from "../kit/options";
import { randomSequences } from "../kit/random-sequence";

export interface FirstTokenPair extends SentencePair {
  readonly alignment: NonNullable<SentencePair["alignment"]>;
}

export interface FirstTokenOptions {
  readonly split: Split;
  readonly limit?: number;
  readonly seed?: number;
  /** How many tokens the sequence has, the first among them. */
  readonly length?: number;
  readonly numSymbols?: number;
}

/**
 * Loads random sequences of one length, each with its first token as target.
 *
 * @param limit       how many; 10,000 of train, 1,000 of the others if left out
 * @param length      ≥ 1; 20 if left out
 * @param numSymbols  2 to 26; 10 if left out, so that a guess is right once in 10
 * @throws {RangeError} an option out of its range, or too few sequences for three splits
 *
 * Taught in notebook 02.
 * @source Hochreiter & Schmidhuber 1997, "Long Short-Term Memory", §5.2 has the long time lag that this one is a plain
 *   form of. https://doi.org/10.1162/neco.1997.9.8.1735
 */
export function load({ length = 20, ...options }: FirstTokenOptions): FirstTokenPair[] {
  const sequences = randomSequences("first-token.load", { ...options, minLength: length, maxLength: length });
  const links = [{ source: 0, target: 0 }];
  return sequences.map((source) => ({
    source,
    target: [source[0]!],
    alignment: { sure: links, possible: links },
  }));
}
