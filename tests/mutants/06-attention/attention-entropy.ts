/** Answers to `attentionEntropy`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (weights: readonly number[]) => number;
const { mistake, alternative } = variantsOf<Answer>();

const refuse = (weights: readonly number[]): void => {
  const wrong = weights.find((weight) => !(weight >= 0));
  if (wrong !== undefined) throw new RangeError(`attentionEntropy: ${wrong} is no weight`);
};
const term = (weight: number): number => (weight > 0 ? weight * Math.log(weight) : 0);
const total = (terms: readonly number[]): number => terms.reduce((sum, value) => sum + value, 0);

export const mistakes: Mistake[] = [
  mistake("the sign is wrong: logarithms of shares are negative, entropy is not", (weights) => {
    refuse(weights);
    return total(weights.map(term));
  }),
  mistake("the entropy is in bits: use the natural logarithm for nats", (weights) => {
    refuse(weights);
    return -total(weights.map(term)) / Math.LN2;
  }),
  mistake("0 · ln 0 is NaN: a position without weight must count as 0", (weights) => {
    refuse(weights);
    return -total(weights.map((weight) => weight * Math.log(weight)));
  }),
  mistake("the terms are averaged, not summed", (weights) => {
    refuse(weights);
    return -total(weights.map(term)) / weights.length;
  }),
  mistake("each logarithm is to be multiplied by its weight", (weights) => {
    refuse(weights);
    return -total(weights.map((weight) => (weight > 0 ? Math.log(weight) : 0)));
  }),
  mistake(
    "a weight below 0, or one that is no number, is taken without a word",
    (weights) => -total(weights.map(term)),
  ),
  mistake("the error does not name the weight: say which one it is", (weights) => {
    if (weights.some((weight) => !(weight >= 0))) throw new RangeError("attentionEntropy: a weight is none");
    return -total(weights.map(term));
  }),
];

export const alternatives: Alternative[] = [
  alternative("a loop", (weights) => {
    let nats = 0;
    for (const weight of weights) {
      if (Number.isNaN(weight) || weight < 0) throw new Error(`attentionEntropy got the weight ${weight}`);
      if (weight > 0) nats += weight * Math.log(1 / weight);
    }
    return nats;
  }),
  alternative("a filter first", (weights) => {
    refuse(weights);
    return total(weights.filter((weight) => weight > 0).map((weight) => -weight * Math.log(weight)));
  }),
];
