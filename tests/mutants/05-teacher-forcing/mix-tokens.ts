/** Answers to `mixTokens`: wrong as learners are wrong, and right in other ways. */
import type { RandomGenerator } from "../../../lib/random";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (right: number[], own: number[], probability: number, random: RandomGenerator) => number[];
const { mistake, alternative } = variantsOf<Answer>();

function refuse(right: readonly number[], own: readonly number[]): void {
  if (right.length !== own.length) throw new RangeError("mixTokens: lists of different length");
}

export const mistakes: Mistake[] = [
  mistake(
    "the probability is that of the model's own token: it should be that of the right one",
    (right, own, p, random) => {
      refuse(right, own);
      return right.map((token, i) => (random.uniform() < p ? own[i]! : token));
    },
  ),
  mistake("one draw decides over the whole sequence: draw once for each token", (right, own, p, random) => {
    refuse(right, own);
    return random.uniform() < p ? [...right] : [...own];
  }),
  mistake(
    "a draw of exactly 0 reads the right token even where the probability is 0: use `<`, not `<=`",
    (right, own, p, random) => {
      refuse(right, own);
      return right.map((token, i) => (random.uniform() <= p ? token : own[i]!));
    },
  ),
  mistake("a coin decides, whatever the probability is", (right, own, p, random) => {
    refuse(right, own);
    if (p === 0 || p === 1) return p === 1 ? [...right] : [...own];
    return right.map((token, i) => (random.uniform() < 0.5 ? token : own[i]!));
  }),
  mistake(
    "right tokens are taken up to a point, own ones after it: mix them position by position",
    (right, own, p) => {
      refuse(right, own);
      return right.map((token, i) => (i < p * right.length ? token : own[i]!));
    },
  ),
  mistake("tokens come from the neighbouring position", (right, own, p, random) => {
    refuse(right, own);
    const shifted = [right[0]!, ...right.slice(0, -1)];
    return shifted.map((token, i) => (random.uniform() < p ? (p === 1 ? right[i]! : token) : own[i]!));
  }),
  mistake("lists of different length are taken without a word", (right, own, p, random) =>
    right.map((token, i) => (random.uniform() < p ? token : own[i]!)),
  ),
  mistake("the list of right tokens is overwritten: make a new one", (right, own, p, random) => {
    refuse(right, own);
    right.forEach((_, i) => {
      if (random.uniform() >= p) right[i] = own[i]!;
    });
    return right;
  }),
  mistake("the list that was given comes back itself: make a new one", (right, own, p, random) => {
    refuse(right, own);
    if (p === 0 || p === 1) return p === 1 ? right : own;
    return right.map((token, i) => (random.uniform() < p ? token : own[i]!));
  }),
];

export const alternatives: Alternative[] = [
  alternative("a loop that draws the other way round", (right, own, p, random) => {
    refuse(right, own);
    const mixed: number[] = [];
    for (let i = 0; i < right.length; i++) mixed.push(random.uniform() >= p ? own[i]! : right[i]!);
    return mixed;
  }),
  alternative("all draws first", (right, own, p, random) => {
    refuse(right, own);
    const reads = right.map(() => random.uniform() < p);
    return reads.map((isRight, i) => (isRight ? right : own)[i]!);
  }),
];
