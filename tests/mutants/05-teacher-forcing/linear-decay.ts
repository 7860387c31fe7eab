/** Answers to `linearDecay`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Options = { start: number; end: number; steps: number };
type Answer = (step: number, options: Options) => number;
const { mistake, alternative } = variantsOf<Answer>();

function refuse(step: number): void {
  if (!(step >= 1)) throw new RangeError(`linearDecay: step should be at least 1, got ${step}`);
}

export const mistakes: Mistake[] = [
  mistake("the first step has moved already: steps count from 1, so step 1 is the start", (step, options) => {
    refuse(step);
    const { start, end, steps } = options;
    return start + (end - start) * Math.min(1, step / steps);
  }),
  mistake(
    "it goes on beyond the end: after the last step it must stay there",
    (step, { start, end, steps }) => {
      refuse(step);
      return start + ((end - start) * (step - 1)) / (steps - 1);
    },
  ),
  mistake("start and end are exchanged", (step, { start, end, steps }) => {
    refuse(step);
    return end + (start - end) * Math.min(1, (step - 1) / (steps - 1));
  }),
  mistake("it always ends at 0: use the end that is given", (step, { start, steps }) => {
    refuse(step);
    return start * (1 - Math.min(1, (step - 1) / (steps - 1)));
  }),
  mistake("the end is reached one step late: the way has steps - 1 parts, not steps", (step, options) => {
    refuse(step);
    const { start, end, steps } = options;
    return start + (end - start) * Math.min(1, (step - 1) / steps);
  }),
  mistake("a step below 1 is taken without a word", (step, { start, end, steps }) => {
    return start + (end - start) * Math.min(1, (step - 1) / (steps - 1));
  }),
  mistake("it can only fall: from a start below the end it should rise", (step, { start, end, steps }) => {
    refuse(step);
    return Math.max(end, start + ((end - start) * (step - 1)) / (steps - 1));
  }),
];

export const alternatives: Alternative[] = [
  alternative("two cases", (step, { start, end, steps }) => {
    refuse(step);
    if (step >= steps) return end;
    const share = (step - 1) / (steps - 1);
    return (1 - share) * start + share * end;
  }),
  alternative("one step after the other", (step, { start, end, steps }) => {
    refuse(step);
    let value = start;
    for (let s = 1; s < Math.min(step, steps); s++) value += (end - start) / (steps - 1);
    return value;
  }),
];
