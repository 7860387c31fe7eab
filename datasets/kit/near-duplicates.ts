/**
 * Sentences that say nearly the same as one before: a test that holds them would ask for memory.
 */

/** Of a sentence's word trigrams, this share in one other sentence makes it a near duplicate. */
const share = 0.5;

/** Remembers sentences, and finds those that are nearly the same. */
export class NearDuplicates {
  private readonly places = new Map<string, number[]>();
  private numSentences = 0;

  add(words: readonly string[]): void {
    const id = this.numSentences++;
    for (const trigram of trigramsOf(words)) {
      const ids = this.places.get(trigram);
      if (ids === undefined) this.places.set(trigram, [id]);
      else ids.push(id);
    }
  }

  /** Whether at least half of the sentence's word trigrams stand in one remembered sentence. */
  has(words: readonly string[]): boolean {
    const trigrams = trigramsOf(words);
    const shared = new Map<number, number>();
    for (const trigram of trigrams)
      for (const id of this.places.get(trigram) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    return Math.max(0, ...shared.values()) >= share * trigrams.size;
  }
}

/** Three words in a row each, without case and marks; a sentence of fewer words is its own. */
function trigramsOf(words: readonly string[]): Set<string> {
  const spoken = words.filter((word) => /[\p{L}\p{N}]/u.test(word)).map((word) => word.toLowerCase());
  if (spoken.length < 3) return new Set([spoken.join(" ")]);
  return new Set(spoken.slice(2).map((word, index) => `${spoken[index]} ${spoken[index + 1]} ${word}`));
}
