/** Answers to `clippedPrecision`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Words = readonly string[];
type Answer = (hypothesis: Words, reference: Words, n: number) => { matches: number; total: number };
const { mistake, alternative } = variantsOf<Answer>();

const ngrams = (words: Words, n: number, glue = " "): string[] =>
  Array.from({ length: Math.max(0, words.length - n + 1) }, (_, i) => words.slice(i, i + n).join(glue));
const count = (list: Words, item: string): number => list.filter((one) => one === item).length;
const clipped = (hypothesis: string[], reference: string[]): number =>
  [...new Set(hypothesis)].reduce(
    (sum, ngram) => sum + Math.min(count(hypothesis, ngram), count(reference, ngram)),
    0,
  );

export const mistakes: Mistake[] = [
  mistake("nothing is clipped: an n-gram counts as often as it is said", (hypothesis, reference, n) => {
    const [said, known] = [ngrams(hypothesis, n), ngrams(reference, n)];
    return { matches: said.filter((ngram) => known.includes(ngram)).length, total: said.length };
  }),
  mistake(
    "every n-gram counts once only: it may count as often as the reference has it",
    (hypothesis, reference, n) => {
      const [said, known] = [ngrams(hypothesis, n), ngrams(reference, n)];
      return { matches: [...new Set(said)].filter((one) => known.includes(one)).length, total: said.length };
    },
  ),
  mistake(
    "total counts the reference's n-grams: that is recall, BLEU asks for precision",
    (hypothesis, reference, n) => {
      const [said, known] = [ngrams(hypothesis, n), ngrams(reference, n)];
      return { matches: clipped(said, known), total: known.length };
    },
  ),
  mistake("single words are counted, whatever n is", (hypothesis, reference) => ({
    matches: clipped([...hypothesis], [...reference]),
    total: hypothesis.length,
  })),
  mistake("the last n-gram is left out", (hypothesis, reference, n) => {
    const said = ngrams(hypothesis, n).slice(0, -1);
    return { matches: clipped(said, ngrams(reference, n)), total: said.length };
  }),
  mistake("total is below 0 for a translation shorter than n", (hypothesis, reference, n) => ({
    matches: clipped(ngrams(hypothesis, n), ngrams(reference, n)),
    total: hypothesis.length - n + 1,
  })),
  mistake("the words of an n-gram are joined without anything between: “a bc” becomes “ab c”", (hypothesis, reference, n) => ({
    matches: clipped(ngrams(hypothesis, n, ""), ngrams(reference, n, "")),
    total: Math.max(0, hypothesis.length - n + 1),
  })), // prettier-ignore
  mistake("the words of an n-gram are joined by a comma, which a word may hold itself: “1,” “000” becomes “1” “,000”", (hypothesis, reference, n) => ({
    matches: clipped(ngrams(hypothesis, n, ","), ngrams(reference, n, ",")),
    total: Math.max(0, hypothesis.length - n + 1),
  })), // prettier-ignore
  mistake("total counts each different n-gram once: it counts all of them", (hypothesis, reference, n) => {
    const [said, known] = [ngrams(hypothesis, n), ngrams(reference, n)];
    return { matches: clipped(said, known), total: new Set(said).size };
  }),
];

export const alternatives: Alternative[] = [
  alternative("filters instead of maps", (hypothesis, reference, n) => {
    const said = ngrams(hypothesis, n);
    return { matches: clipped(said, ngrams(reference, n)), total: said.length };
  }),
  alternative("an object that counts down", (hypothesis, reference, n) => {
    const left: Record<string, number> = {};
    for (const ngram of ngrams(reference, n)) left[ngram] = (left[ngram] ?? 0) + 1;
    let matches = 0;
    for (const ngram of ngrams(hypothesis, n)) if ((left[ngram] ?? 0) > 0 && left[ngram]!-- > 0) matches++;
    return { matches, total: Math.max(0, hypothesis.length - n + 1) };
  }),
];
