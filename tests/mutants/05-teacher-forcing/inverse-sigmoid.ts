/** Answers to `inverseSigmoid`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (step: number, k: number) => number;
const { mistake, alternative } = variantsOf<Answer>();

export const mistakes: Mistake[] = [
  mistake("the step is not divided by k inside the exponential", (step, k) => k / (k + Math.exp(step))),
  mistake(
    "the sign of the exponent is wrong: the probability rises",
    (step, k) => k / (k + Math.exp(-step / k)),
  ),
  mistake("the numerator is 1, not k: it would start far too low", (step, k) => 1 / (k + Math.exp(step / k))),
  mistake(
    "that is the sigmoid of step / k: the two k outside the exponential are missing",
    (step, k) => 1 / (1 + Math.exp(step / k)),
  ),
  mistake("that is 1 minus the answer: it says how often the model reads its own token", (step, k) => {
    const power = Math.exp(step / k);
    return Number.isFinite(power) ? power / (k + power) : 1;
  }),
  mistake("Infinity / Infinity is NaN: the exponential must stand below the line only", (step, k) => {
    const power = Math.exp(step / k);
    return 1 - power / (k + power);
  }),
];

export const alternatives: Alternative[] = [
  alternative("the formula as it stands", (step, k) => k / (k + Math.exp(step / k))),
  alternative("both sides divided by the exponential", (step, k) => {
    const power = Math.exp(-step / k);
    return (k * power) / (k * power + 1);
  }),
];
