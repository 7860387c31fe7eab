/** Places that the compiler fills in, such as {0}: one token each, and a translation has to keep them. */
import { splitWord, type Merge } from "../../lib/byte-pair";

const placeholder = /^\{\d+\}$/;

/** The subwords of a message's tokens; a placeholder stays whole. */
export const messagePieces = (tokens: readonly string[], merges: readonly Merge[]): string[] =>
  tokens.flatMap((token) => (placeholder.test(token) ? [token] : splitWord(token, merges)));

/** What merges are to be learned from. */
export const withoutPlaceholders = (tokens: readonly string[]): string[] =>
  tokens.filter((token) => !placeholder.test(token));

/**
 * The share of translations that have just the placeholders of their reference, in any order; counted over the references that
 * have any.
 *
 * @returns in [0, 1]; 0 if no reference has any
 *
 * Taught in notebook 11.
 */
export function placeholdersKept(
  written: readonly (readonly string[])[],
  references: readonly (readonly string[])[],
): number {
  const of = (tokens: readonly string[]) => tokens.filter((token) => placeholder.test(token)).sort().join(); // prettier-ignore
  const places = references.flatMap((tokens, place) => (of(tokens) === "" ? [] : [place]));
  const kept = places.filter((place) => of(written[place]!) === of(references[place]!));
  return kept.length / Math.max(1, places.length);
}
