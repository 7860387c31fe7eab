/**
 * What a dataset is like in numbers: rows for a data frame (summary-frames.ts) or a plot.
 */

/** The parts of an example that are sequences of tokens: pairs have two, prose two views of one text, mail one. */
const sequenceFields = ["source", "target", "words", "characters"] as const;
export type SequenceField = (typeof sequenceFields)[number];

/** Sequences of tokens. */
export type Sequences = readonly (readonly string[])[];

export interface SequenceSummary {
  readonly sequences: number;
  readonly tokens: number;
  /** How many different tokens. */
  readonly vocabulary: number;
  readonly meanLength: number;
  /** Half of the sequences are no longer. */
  readonly medianLength: number;
  readonly longest: number;
  /** How many tokens of the vocabulary occur once. */
  readonly onlyOnce: number;
}

/** The sequences of tokens that examples hold, by field. */
export function sequencesOf(
  split: string,
  examples: readonly object[],
): { field: SequenceField; sequences: Sequences }[] {
  if (!Array.isArray(examples) || examples.length === 0) {
    throw new RangeError(`summary: ${split} should be a list with at least one example`);
  }
  const found = sequenceFields.filter((field) =>
    Array.isArray((examples[0] as Record<string, unknown>)[field]),
  );
  if (found.length === 0) {
    const names = Object.keys(examples[0] as object).join(", ");
    throw new RangeError(
      `summary: examples of ${split} should have one of ${sequenceFields.join(", ")} as a list of tokens, got ${names}`,
    );
  }
  return found.map((field) => ({
    field,
    sequences: examples.map((example) => (example as Record<SequenceField, readonly string[]>)[field]),
  }));
}

/**
 * Counts, lengths and vocabulary of sequences.
 *
 * @throws {RangeError} there are none
 *
 * Taught in notebooks 00 and 04.
 */
export function summarize(sequences: Sequences): SequenceSummary {
  if (sequences.length === 0) {
    throw new RangeError("summarize: sequences should hold at least one sequence, got none");
  }
  const lengths = sequences.map(({ length }) => length).sort((one, other) => one - other);
  const counts = [...tokenCounts(sequences).values()];
  const tokens = counts.reduce((sum, count) => sum + count, 0);
  return {
    sequences: sequences.length,
    tokens,
    vocabulary: counts.length,
    meanLength: tokens / sequences.length,
    medianLength: lengths[Math.floor((lengths.length - 1) / 2)]!,
    longest: lengths.at(-1)!,
    onlyOnce: counts.filter((count) => count === 1).length,
  };
}

/** How many sequences there are of every length, from the shortest to the longest. */
export function lengthCounts(sequences: Sequences): { length: number; sequences: number }[] {
  const counts = new Map<number, number>();
  for (const { length } of sequences) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([length, count]) => ({ length, sequences: count }));
}

/** How often every token occurs, the most frequent first, with its rank from 1: Zipf's plot. */
export function tokenFrequencies(sequences: Sequences) {
  const sorted = [...tokenCounts(sequences)].sort(([, one], [, other]) => other - one);
  return sorted.map(([token, count], index) => ({ rank: index + 1, token, count }));
}

/** How many different tokens there are among the first 1, 2, 4, 8, … tokens, and among all: Heaps's plot. */
export function vocabularyGrowth(sequences: Sequences): { tokens: number; vocabulary: number }[] {
  const seen = new Set<string>();
  const growth: { tokens: number; vocabulary: number }[] = [];
  let [tokens, next] = [0, 1];
  for (const token of sequences.flat()) {
    seen.add(token);
    tokens++;
    if (tokens !== next) continue;
    growth.push({ tokens, vocabulary: seen.size });
    next *= 2;
  }
  return tokens > 0 && growth.at(-1)!.tokens < tokens
    ? [...growth, { tokens, vocabulary: seen.size }]
    : growth;
}

function tokenCounts(sequences: Sequences): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sequence of sequences)
    for (const token of sequence) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
