/** Answers to `punctuationLabels`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

interface LabelledWords {
  readonly words: readonly string[];
  readonly labels: readonly number[];
}
type Answer = (tokens: readonly string[], marks: readonly string[]) => LabelledWords;
const { mistake, alternative } = variantsOf<Answer>();

/** The answer, but for how a word at place i finds its label. */
const withLabels =
  (label: (tokens: readonly string[], marks: readonly string[], i: number) => number): Answer =>
  (tokens, marks) => {
    const places = tokens.flatMap((token, i) => (marks.includes(token) ? [] : [i]));
    return { words: places.map((i) => tokens[i]!), labels: places.map((i) => label(tokens, marks, i)) };
  };
const placeOf = (marks: readonly string[], token: string | undefined): number =>
  marks.indexOf(token ?? "") + 1;

export const mistakes: Mistake[] = [
  mistake(
    "the label is the mark before the word; it should be the one behind it",
    withLabels((tokens, marks, i) => placeOf(marks, tokens[i - 1])),
  ),
  mistake(
    "marks are counted from 0: the first mark cannot be told from none",
    withLabels((tokens, marks, i) => Math.max(0, placeOf(marks, tokens[i + 1]) - 1)),
  ),
  mistake(
    "no mark is −1; it should be 0, and the marks count from 1",
    withLabels((tokens, marks, i) => placeOf(marks, tokens[i + 1]) - 1),
  ),
  mistake("the marks stay among the words", (tokens, marks) => ({
    words: tokens,
    labels: tokens.map((_, i) => placeOf(marks, tokens[i + 1])),
  })),
  mistake(
    "it only says whether a mark follows, not which one",
    withLabels((tokens, marks, i) => Math.min(1, placeOf(marks, tokens[i + 1]))),
  ),
  mistake("of several marks in a row the last is kept; the first should count", (tokens, marks) => {
    const words: string[] = [];
    const labels: number[] = [];
    for (const token of tokens) {
      if (!marks.includes(token)) [words[words.length], labels[labels.length]] = [token, 0];
      else if (words.length > 0) labels[labels.length - 1] = placeOf(marks, token);
    }
    return { words, labels };
  }),
  mistake("comma and full stop are written into the code; the marks are an argument", (tokens) =>
    withLabels((all, marks, i) => placeOf(marks, all[i + 1]))(tokens, [",", "."]),
  ),
  mistake("the last word is lost when no mark follows it", (tokens, marks) => {
    const places = tokens.flatMap((token, i) =>
      marks.includes(token) || i === tokens.length - 1 ? [] : [i],
    );
    return {
      words: places.map((i) => tokens[i]!),
      labels: places.map((i) => placeOf(marks, tokens[i + 1])),
    };
  }),
];

export const alternatives: Alternative[] = [
  alternative("from the last token to the first", (tokens, marks) => {
    const words: string[] = [];
    const labels: number[] = [];
    let behind = 0;
    for (const token of [...tokens].reverse()) {
      const place = placeOf(marks, token);
      if (place === 0) {
        words.unshift(token);
        labels.unshift(behind);
      }
      behind = place;
    }
    return { words, labels };
  }),
  alternative("a map of marks", (tokens, marks) => {
    const places = new Map(marks.map((mark, i) => [mark, i + 1]));
    const kept = tokens
      .map((token, i) => ({ token, next: tokens[i + 1] }))
      .filter(({ token }) => !places.has(token));
    return {
      words: kept.map(({ token }) => token),
      labels: kept.map(({ next }) => (next === undefined ? 0 : (places.get(next) ?? 0))),
    };
  }),
];
