/** Answers to `warmupRate`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (step: number, dModel: number, warmupSteps: number) => number;
const { mistake, alternative } = variantsOf<Answer>();

/** Refuses a bad step first, as all but one do. */
const refusing =
  (rate: Answer): Answer =>
  (step, dModel, warmupSteps) => {
    if (!(step >= 1)) throw new RangeError(`warmupRate: step should be ≥ 1, got ${step}`);
    return rate(step, dModel, warmupSteps);
  };

export const mistakes: Mistake[] = [
  mistake(
    "the larger of the two numbers is taken: the rate starts at its highest, and rises again",
    refusing((step, dModel, steps) => dModel ** -0.5 * Math.max(step ** -0.5, step * steps ** -1.5)),
  ),
  mistake(
    "the warm-up never ends: after the peak the rate should fall",
    refusing((step, dModel, steps) => dModel ** -0.5 * step * steps ** -1.5),
  ),
  mistake(
    "there is no warm-up: the rate falls from the first step on",
    refusing((step, dModel) => dModel ** -0.5 * step ** -0.5),
  ),
  mistake(
    "the width is multiplied with its root, not divided by it: wider models should learn more slowly",
    refusing((step, dModel, steps) => dModel ** 0.5 * Math.min(step ** -0.5, step * steps ** -1.5)),
  ),
  mistake(
    "you divide by dModel, not by its root",
    refusing((step, dModel, steps) => Math.min(step ** -0.5, step * steps ** -1.5) / dModel),
  ),
  mistake(
    "the exponent of warmupSteps is −0.5; at −1.5 both parts meet at the peak",
    refusing((step, dModel, steps) => dModel ** -0.5 * Math.min(step ** -0.5, step * steps ** -0.5)),
  ),
  mistake(
    "a step of 0 is taken without a word",
    (step, dModel, steps) => dModel ** -0.5 * Math.min(step ** -0.5, step * steps ** -1.5),
  ),
];

export const alternatives: Alternative[] = [
  alternative("two cases", refusing((step, dModel, steps) =>
    step < steps ? step / (Math.sqrt(dModel) * steps * Math.sqrt(steps)) : 1 / Math.sqrt(dModel * step),
  )), // prettier-ignore
  alternative("powers by Math.pow", refusing((step, dModel, steps) =>
    Math.pow(dModel, -1 / 2) * Math.min(Math.pow(step, -1 / 2), step * Math.pow(steps, -3 / 2)),
  )), // prettier-ignore
];
