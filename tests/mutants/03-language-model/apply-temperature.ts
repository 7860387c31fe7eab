/** Answers to `applyTemperature`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (logits: tf.Tensor1D, temperature: number) => tf.Tensor;
const { mistake, alternative } = variantsOf<Answer>();

function refuse(temperature: number): void {
  if (!(temperature > 0))
    throw new RangeError(`applyTemperature: the temperature ${temperature} is not above 0`);
}

export const mistakes: Mistake[] = [
  mistake(
    "the logits are multiplied: a high temperature must make them more alike",
    (logits, temperature) => {
      refuse(temperature);
      return logits.mul(temperature);
    },
  ),
  mistake("softmax is already applied: give the logits back", (logits, temperature) => {
    refuse(temperature);
    return logits.div<tf.Tensor1D>(temperature).softmax();
  }),
  mistake("the probabilities are divided, not the logits", (logits, temperature) => {
    refuse(temperature);
    return tf.softmax(logits).div(temperature);
  }),
  mistake("the logits are raised to a power", (logits, temperature) => {
    refuse(temperature);
    return logits.sign().mul(logits.abs().pow(1 / temperature));
  }),
  mistake(
    "a temperature that is not above 0 is taken without a word: it gives Infinity, or turns the order round",
    (logits, temperature) => logits.div(temperature),
  ),
  mistake("NaN is not refused: NaN <= 0 is false, so ask for what is allowed", (logits, temperature) => {
    if (temperature <= 0) refuse(temperature);
    return logits.div(temperature);
  }),
];

export const alternatives: Alternative[] = [
  alternative("multiplied by the inverse", (logits, temperature) => {
    if (Number.isNaN(temperature) || temperature <= 0)
      throw new Error(`temperature must be above 0: ${temperature}`);
    return logits.mul(1 / temperature);
  }),
  alternative("number by number", (logits, temperature) => {
    refuse(temperature);
    return tf.tensor1d(Array.from(logits.dataSync(), (logit) => logit / temperature));
  }),
];
