/** Answers to `brevityPenalty`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

const { mistake, alternative } = variantsOf<(c: number, r: number) => number>();

export const mistakes: Mistake[] = [
  mistake("the fraction is upside down: it should be r / c", (c, r) => (c >= r ? 1 : Math.exp(1 - c / r))),
  mistake("that is c / r; the penalty falls faster: e to the power of 1 − r / c", (c, r) =>
    c >= r ? 1 : c / r,
  ),
  mistake("long translations are rewarded: from c = r on the penalty is 1", (c, r) =>
    c === r ? 1 : Math.exp(1 - r / c),
  ),
  mistake(
    "long translations are punished, short ones are not: the two lengths have changed places",
    (c, r) => (r >= c ? 1 : Math.exp(1 - c / r)),
  ),
  mistake("the 1 is missing in the exponent", (c, r) => (c >= r ? 1 : Math.exp(-r / c))),
  mistake("two empty texts give NaN: 0 / 0", (c, r) => Math.min(1, Math.exp(1 - r / c))),
];

export const alternatives: Alternative[] = [
  alternative("the smaller of 1 and the power", (c, r) => (r === 0 ? 1 : Math.min(1, Math.exp(1 - r / c)))),
  alternative("e as a number", (c, r) => (c < r ? Math.E ** (1 - r / c) : 1)),
];
