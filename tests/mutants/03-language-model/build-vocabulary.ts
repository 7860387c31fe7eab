/** Answers to `buildVocabulary`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";

type Answer = (trainingTokens: readonly string[], minCount?: number) => string[];
const mistake = (says: string, answer: Answer): Mistake => ({ says, answer });

const special = ["<pad>", "<sos>", "<eos>", "<unk>"];
type Counted = [token: string, count: number];

function count(tokens: readonly string[]): Counted[] {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts];
}
const byCount = ([a, countA]: Counted, [b, countB]: Counted): number => countB - countA || (a < b ? -1 : 1);
const enough =
  (minCount: number) =>
  ([, count]: Counted): boolean =>
    count >= minCount;
const names = (counted: Counted[]): string[] => counted.map(([token]) => token);

export const mistakes: Mistake[] = [
  mistake("the list that was given is sorted itself: count first, or sort a copy", (tokens, minCount = 1) => {
    (tokens as string[]).sort();
    return [...special, ...names(count(tokens).filter(enough(minCount)).sort(byCount))];
  }),
  mistake(
    "the special tokens are missing: padding and unknown words need a number too",
    (tokens, minCount = 1) => names(count(tokens).filter(enough(minCount)).sort(byCount)),
  ),
  mistake("the special tokens come last: <pad> must be number 0", (tokens, minCount = 1) => [
    ...names(count(tokens).filter(enough(minCount)).sort(byCount)),
    ...special,
  ]),
  mistake("the rarest come first: sort from the largest count down", (tokens, minCount = 1) => [
    ...special,
    ...names(
      count(tokens)
        .filter(enough(minCount))
        .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)),
    ),
  ]),
  mistake(
    "equally frequent tokens stand in the order in which they came, not in that of the alphabet",
    (tokens, minCount = 1) => [
      ...special,
      ...names(
        count(tokens)
          .filter(enough(minCount))
          .sort(([, x], [, y]) => y - x),
      ),
    ],
  ),
  mistake(
    "the tokens are sorted by the alphabet alone, not by how frequent they are",
    (tokens, minCount = 1) => [
      ...special,
      ...names(
        count(tokens)
          .filter(enough(minCount))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    ],
  ),
  mistake("minCount is ignored: rare tokens are still there", (tokens) => [
    ...special,
    ...names(count(tokens).sort(byCount)),
  ]),
  mistake("a token with exactly minCount is left out: it is often enough", (tokens, minCount = 1) => [
    ...special,
    ...names(
      count(tokens)
        .filter(enough(minCount === 1 ? 1 : minCount + 1))
        .sort(byCount),
    ),
  ]),
  mistake("a token is listed as often as it occurs", (tokens) => [...special, ...tokens]),
  mistake(
    "localeCompare has an order of its own, which differs from machine to machine: compare with <",
    (tokens, minCount = 1) => [
      ...special,
      ...names(
        count(tokens)
          .filter(enough(minCount))
          .sort(([a, x], [b, y]) => y - x || a.localeCompare(b)),
      ),
    ],
  ),
  mistake("a token needs more than minCount: at least minCount is enough", (tokens, minCount = 1) => [
    ...special,
    ...names(
      count(tokens)
        .filter(([, times]) => times > minCount)
        .sort(byCount),
    ),
  ]),
];

export const alternatives: Alternative[] = [
  {
    name: "sets and filters",
    answer: (tokens: readonly string[], minCount = 1) => {
      const timesOf = (token: string): number => tokens.filter((other) => other === token).length;
      const types = [...new Set(tokens)].sort().filter((token) => timesOf(token) >= minCount);
      return special.concat(types.sort((a, b) => timesOf(b) - timesOf(a)));
    },
  },
  {
    name: "an object without a prototype",
    answer: (tokens: readonly string[], minCount = 1) => {
      const counts = Object.create(null) as Record<string, number>;
      tokens.forEach((token) => (counts[token] = (counts[token] ?? 0) + 1));
      const kept = Object.keys(counts).filter((token) => counts[token]! >= minCount);
      kept.sort((a, b) => counts[b]! - counts[a]! || (a > b ? 1 : -1));
      return [...special, ...kept];
    },
  },
];
