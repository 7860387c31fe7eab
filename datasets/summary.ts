/**
 * What a dataset is like in numbers: rows for a data frame or a plot.
 *
 *     new DataFrame(summarize(load({ split: "train" })))
 */
import type { SentencePair } from "../lib/alignment";

export interface SideSummary {
  readonly side: "source" | "target";
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

/**
 * Counts, lengths and vocabulary of both sides.
 *
 * @returns one row for the sources, one for the targets
 * @throws {RangeError} there are no pairs
 *
 * Taught in notebooks 00 and 04.
 */
export function summarize(pairs: readonly SentencePair[]): SideSummary[] {
  if (pairs.length === 0) throw new RangeError("summarize: pairs should hold at least one pair, got none");
  return (["source", "target"] as const).map((side) => ({
    side,
    ...summaryOf(pairs.map((pair) => pair[side])),
  }));
}

function summaryOf(sequences: readonly (readonly string[])[]): Omit<SideSummary, "side"> {
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
export function lengthCounts(
  sequences: readonly (readonly string[])[],
): { length: number; sequences: number }[] {
  const counts = new Map<number, number>();
  for (const { length } of sequences) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([length, count]) => ({ length, sequences: count }));
}

/** How often every token occurs, the most frequent first, with its rank from 1: Zipf's plot. */
export function tokenFrequencies(sequences: readonly (readonly string[])[]) {
  const sorted = [...tokenCounts(sequences)].sort(([, one], [, other]) => other - one);
  return sorted.map(([token, count], index) => ({ rank: index + 1, token, count }));
}

/** How many different tokens there are among the first 1, 2, 4, 8, … tokens, and among all: Heaps's plot. */
export function vocabularyGrowth(
  sequences: readonly (readonly string[])[],
): { tokens: number; vocabulary: number }[] {
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

function tokenCounts(sequences: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sequence of sequences)
    for (const token of sequence) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
