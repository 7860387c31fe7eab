/** Answers to `numericSlope`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (f: (x: number) => number, x: number, step?: number) => number;
const { mistake, alternative } = variantsOf<Answer>();

export const mistakes: Mistake[] = [
  mistake("the slope is rounded: give all its digits", (f, x, step = 1e-4) =>
    Number(((f(x + step) - f(x - step)) / (2 * step)).toFixed(6)),
  ),
  mistake(
    "the difference is divided by the step, but the two points are two steps apart",
    (f, x, step = 1e-4) => (f(x + step) - f(x - step)) / step,
  ),
  mistake(
    "the difference is taken to the right only: its error shrinks with the step, not with its square",
    (f, x, step = 1e-4) => (f(x + step) - f(x)) / step,
  ),
  mistake(
    "the sign is wrong: right minus left",
    (f, x, step = 1e-4) => (f(x - step) - f(x + step)) / (2 * step),
  ),
  mistake("the difference is not divided by the distance", (f, x, step = 1e-4) => f(x + step) - f(x - step)),
  mistake("the given step is ignored", (f, x) => (f(x + 1e-4) - f(x - 1e-4)) / 2e-4),
  mistake(
    "without a step there is NaN: give the parameter a default",
    (f, x, step) => (f(x + step!) - f(x - step!)) / (2 * step!),
  ),
  mistake(
    "the difference is multiplied by the step: `/ 2 * step` divides by 2 alone, so put 2 * step in brackets",
    (f, x, step = 1e-4) => ((f(x + step) - f(x - step)) / 2) * step,
  ),
];

export const alternatives: Alternative[] = [
  alternative("the mean of a step to the right and one to the left", (f, x, step = 1e-4) => {
    const right = (f(x + step) - f(x)) / step;
    const left = (f(x) - f(x - step)) / step;
    return (right + left) / 2;
  }),
  alternative("over a list of two points", (f, x, step = 1e-4) => {
    const [low, high] = [x - step, x + step].map(f) as [number, number];
    return (high - low) / (2 * step);
  }),
];
