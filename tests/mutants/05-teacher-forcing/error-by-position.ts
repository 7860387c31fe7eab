/** Answers to `errorByPosition`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Lists = number[][];
type Answer = (written: Lists, right: Lists) => number[];
const { mistake, alternative } = variantsOf<Answer>();

function refuse(written: Lists, right: Lists): void {
  if (written.length !== right.length) throw new RangeError("errorByPosition: lists of different length");
}

const longest = (lists: Lists): number => Math.max(0, ...lists.map((tokens) => tokens.length));

/** A share for each position, by a count above and a count below the line. */
const shares = (
  written: Lists,
  right: Lists,
  above: (written: number[], right: number[], t: number) => boolean,
  below: (right: number[], t: number) => boolean = (tokens, t) => t < tokens.length,
  length = longest(right),
): number[] =>
  Array.from({ length }, (_, t) => {
    const counted = right.filter((tokens) => below(tokens, t)).length;
    return right.filter((tokens, i) => t < tokens.length && above(written[i]!, tokens, t)).length / counted;
  });

const differs = (a: number[], b: number[], t: number): boolean => a[t] !== b[t];

export const mistakes: Mistake[] = [
  mistake(
    "it divides by the number of all answers: short ones do not reach the later positions",
    (written, right) => {
      refuse(written, right);
      return shares(written, right, differs, () => true);
    },
  ),
  mistake("these are shares of right tokens: errors are asked for", (written, right) => {
    refuse(written, right);
    return shares(written, right, (a, b, t) => a[t] === b[t]);
  }),
  mistake(
    "errors are counted, not averaged: divide by the answers that reach the position",
    (written, right) => {
      refuse(written, right);
      const wrong = shares(written, right, differs);
      return wrong.map((share, t) => share * right.filter((tokens) => t < tokens.length).length);
    },
  ),
  mistake("only the first error of an answer is counted: look at every position", (written, right) => {
    refuse(written, right);
    const first = right.map((tokens, i) => tokens.findIndex((token, t) => token !== written[i]![t]));
    return Array.from({ length: longest(right) }, (_, t) => {
      const there = right.map((_, i) => i).filter((i) => t < right[i]!.length);
      return there.filter((i) => first[i] === t).length / there.length;
    });
  }),
  mistake("a token that is not there is taken for right", (written, right) => {
    refuse(written, right);
    return shares(written, right, (a, b, t) => t < a.length && a[t] !== b[t]);
  }),
  mistake(
    "positions beyond the right answers are there too: as many as the longest right answer has",
    (written, right) => {
      refuse(written, right);
      const length = Math.max(longest(written), longest(right));
      return shares(written, right, differs, (tokens, t) => t < tokens.length, length).map((share) =>
        Number.isFinite(share) ? share : 1,
      );
    },
  ),
  mistake("lists of different length are taken without a word", (written, right) =>
    shares(
      right.map((_, i) => written[i] ?? []),
      right,
      differs,
    ),
  ),
  mistake("a right token with the id 0 is not counted: it is a token like any other", (written, right) => {
    refuse(written, right);
    return shares(
      written,
      right,
      (a, b, t) => b[t] !== 0 && a[t] !== b[t],
      (tokens, t) => Boolean(tokens[t]),
    ).map((share) => (Number.isFinite(share) ? share : 0));
  }),
];

export const alternatives: Alternative[] = [
  alternative("two lists of counts, filled in one pass", (written, right) => {
    refuse(written, right);
    const [wrong, reached]: [number[], number[]] = [[], []];
    right.forEach((tokens, i) =>
      tokens.forEach((token, t) => {
        reached[t] = (reached[t] ?? 0) + 1;
        wrong[t] = (wrong[t] ?? 0) + (token === written[i]![t] ? 0 : 1);
      }),
    );
    return reached.map((count, t) => wrong[t]! / count);
  }),
  alternative("a loop over positions", (written, right) => {
    refuse(written, right);
    const rates: number[] = [];
    for (let t = 0; t < longest(right); t++) {
      let [errors, total] = [0, 0];
      for (let i = 0; i < right.length; i++) {
        if (t >= right[i]!.length) continue;
        total++;
        if (written[i]![t] !== right[i]![t]) errors++;
      }
      rates.push(errors / total);
    }
    return rates;
  }),
];
