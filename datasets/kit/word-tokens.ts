/**
 * Words and punctuation marks of running text.
 */

/** A word with its inner apostrophes and hyphens ("whale's", "sperm-whale"), a number, or any other single mark. */
const token = /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*|\p{N}+(?:[.,:]\p{N}+)*|[^\s\p{L}\p{N}]/gu;

/** The words and marks of a text in order: "Don't run!" gives ["Don't", "run", "!"]. */
export function wordTokens(text: string): string[] {
  return text.match(token) ?? [];
}
