/** Answers to `bleuScore`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

export interface SentenceCounts {
  readonly matches: readonly number[];
  readonly totals: readonly number[];
  readonly words: number;
  readonly referenceWords: number;
}
type Answer = (sentences: readonly SentenceCounts[]) => number;
const { mistake, alternative } = variantsOf<Answer>();

const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);

/** What a score may do otherwise; the right way unless said. */
interface Steps {
  readonly mean?: (precisions: readonly number[]) => number;
  readonly penalty?: (words: number, referenceWords: number) => number;
  readonly orders?: readonly number[];
}

const geometric = (precisions: readonly number[]): number =>
  Math.exp(sum(precisions.map(Math.log)) / precisions.length);
const penaltyOf = (words: number, referenceWords: number): number =>
  words >= referenceWords ? 1 : Math.exp(1 - referenceWords / words);

export const score =
  ({ mean = geometric, penalty = penaltyOf, orders = [0, 1, 2, 3] }: Steps = {}): Answer =>
  (sentences) => {
    const precisions = orders.map((n) => {
      const total = sum(sentences.map(({ totals }) => totals[n]!));
      return total === 0 ? 0 : sum(sentences.map(({ matches }) => matches[n]!)) / total;
    });
    const words = sum(sentences.map((sentence) => sentence.words));
    const referenceWords = sum(sentences.map((sentence) => sentence.referenceWords));
    return mean(precisions) * penalty(words, referenceWords);
  };

export const mistakes: Mistake[] = [
  mistake(
    "this is the mean of the sentences' scores: BLEU sums the counts of all sentences before it divides",
    (sentences) => sum(sentences.map((one) => score()([one]))) / sentences.length,
  ),
  mistake(
    "the precisions are averaged over sentences: sum matches and totals first, then divide",
    (sentences) => {
      const precisions = [0, 1, 2, 3].map(
        (n) => sum(sentences.map(({ matches, totals }) => matches[n]! / Math.max(1, totals[n]!))) / sentences.length, // prettier-ignore
      );
      const words = sum(sentences.map((sentence) => sentence.words));
      return geometric(precisions) * penaltyOf(words, sum(sentences.map((one) => one.referenceWords)));
    },
  ),
  mistake(
    "the arithmetic mean is taken: BLEU's is geometric, so that one precision of 0 makes it 0",
    score({ mean: (precisions) => sum(precisions) / precisions.length }),
  ),
  mistake(
    "the precisions are multiplied without the fourth root",
    score({ mean: (precisions) => precisions.reduce((product, x) => product * x, 1) }),
  ),
  mistake("the brevity penalty is missing: few sure words would win", score({ penalty: () => 1 })),
  mistake(
    "the penalty falls on long answers: short ones should pay",
    score({ penalty: (words, referenceWords) => penaltyOf(referenceWords, words) }),
  ),
  mistake(
    "the penalty rewards long answers: it is never above 1",
    score({ penalty: (words, referenceWords) => Math.exp(1 - referenceWords / words) }),
  ),
  mistake(
    "the penalty is the ratio of both lengths: it is e to the power of 1 − r / c",
    score({ penalty: (words, referenceWords) => Math.min(1, words / referenceWords) }),
  ),
  mistake("single words are left out: n runs from 1 to 4", score({ orders: [1, 2, 3] })),
  mistake("0 / 0 or e to the power of -Infinity makes NaN: without any word the score is 0", (sentences) => {
    const precisions = [0, 1, 2, 3].map(
      (n) =>
        sum(sentences.map(({ matches }) => matches[n]!)) / sum(sentences.map(({ totals }) => totals[n]!)),
    );
    const words = sum(sentences.map((sentence) => sentence.words));
    return geometric(precisions) * penaltyOf(words, sum(sentences.map((one) => one.referenceWords)));
  }),
];

export const alternatives: Alternative[] = [
  alternative("one loop over sentences, the root at the end", (sentences) => {
    const matches = [0, 0, 0, 0];
    const totals = [0, 0, 0, 0];
    let [words, referenceWords] = [0, 0];
    for (const sentence of sentences) {
      for (let n = 0; n < 4; n++) {
        matches[n]! += sentence.matches[n]!;
        totals[n]! += sentence.totals[n]!;
      }
      words += sentence.words;
      referenceWords += sentence.referenceWords;
    }
    if (matches.includes(0)) return 0;
    const product = matches.reduce((all, count, n) => all * (count / totals[n]!), 1);
    return product ** 0.25 * Math.exp(Math.min(0, 1 - referenceWords / words));
  }),
  alternative("logarithms, and the penalty among them", (sentences) => {
    const total = (read: (one: SentenceCounts) => number): number => sum(sentences.map(read));
    const logs = [0, 1, 2, 3].map((n) =>
      Math.log(
        total(({ matches }) => matches[n]!) /
          Math.max(
            1,
            total(({ totals }) => totals[n]!),
          ),
      ),
    );
    const [c, r] = [total(({ words }) => words), total(({ referenceWords }) => referenceWords)];
    return c === 0 ? 0 : Math.exp(sum(logs) / 4 + Math.min(0, 1 - r / c));
  }),
];
