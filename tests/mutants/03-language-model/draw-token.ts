/** Answers to `drawToken`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (logits: tf.Tensor1D, temperature: number, dice: number) => number;
const { mistake, alternative } = variantsOf<Answer>();

function refuse(temperature: number): void {
  if (!(temperature > 0)) throw new RangeError(`drawToken: the temperature ${temperature} is not above 0`);
}

const heated = (logits: tf.Tensor1D, temperature: number): number[] => [
  ...tf.softmax(logits.div<tf.Tensor1D>(temperature)).dataSync(),
];

/** The first token whose running sum is above the dice, or the last that has a share. */
function pick(shares: readonly number[], dice: number): number {
  let sum = 0;
  const found = shares.findIndex((share) => (sum += share) > dice);
  return found >= 0 ? found : shares.reduce((last, share, id) => (share > 0 ? id : last), 0);
}

/** The right way, with one part changed. */
const changed =
  (shares = heated, find = pick, check = refuse): Answer =>
  (logits, temperature, dice) => {
    check(temperature);
    return find(shares(logits, temperature), dice);
  };

export const mistakes: Mistake[] = [
  mistake(
    "the logits are multiplied by the temperature: a high one must make tokens more alike",
    changed((logits, temperature) => heated(logits, 1 / temperature)),
  ),
  mistake(
    "the temperature is ignored",
    changed((logits) => heated(logits, 1)),
  ),
  mistake(
    "the probabilities are divided by the temperature, not the logits",
    changed((logits, temperature) => heated(logits, 1).map((share) => share / temperature)),
  ),
  mistake(
    "softmax overflows: e to the power of a large logit is Infinity; tf.softmax takes care of that",
    changed((logits, temperature) => {
      const powers = Array.from(logits.dataSync(), (logit) => Math.exp(logit / temperature));
      const sum = powers.reduce((total, power) => total + power, 0);
      return powers.map((power) => power / sum);
    }),
  ),
  mistake(
    "the most likely token is always taken: the dice decide",
    changed(heated, (shares) => shares.indexOf(Math.max(...shares))),
  ),
  mistake(
    "each share alone is compared with the dice: it is the sum of the shares so far",
    changed(heated, (shares, dice) => Math.max(0, shares.findIndex((share) => share > dice))), // prettier-ignore
  ),
  mistake(
    "one token too early: the sum must hold the token's own share too",
    changed(heated, (shares, dice) => Math.max(0, pick(shares, dice) - 1)),
  ),
  // before the next one: where no token is found, both give the same
  mistake(
    "a sum that rounding leaves below the dice finds no token: then the last one that has a share is drawn",
    changed(heated, (shares, dice) => {
      let sum = 0;
      return shares.findIndex((share) => (sum += share) > dice);
    }),
  ),
  mistake(
    "a token without any share is drawn by a dice of 0: the sum must be above the dice, not equal",
    changed(heated, (shares, dice) => {
      let sum = 0;
      return shares.findIndex((share) => (sum += share) >= dice);
    }),
  ),
  mistake(
    "a sum that rounding leaves below the dice draws the last token of all, though it is ruled out",
    changed(heated, (shares, dice) => {
      let sum = 0;
      const found = shares.findIndex((share) => (sum += share) > dice);
      return found >= 0 ? found : shares.length - 1;
    }),
  ),
  mistake(
    "a temperature that is not above 0 is taken without a word",
    changed(heated, pick, () => undefined),
  ),
  mistake(
    "NaN is not refused: NaN <= 0 is false, so ask for what is allowed",
    changed(heated, pick, (temperature) => {
      if (temperature <= 0) refuse(temperature);
    }),
  ),
  {
    says: "tensors in between are left over: wrap the work in tf.tidy(() => …)",
    answer: changed(),
  },
];

export const alternatives: Alternative[] = [
  alternative("running sums by tf.cumsum", (logits, temperature, dice) => {
    refuse(temperature);
    const shares = tf.softmax(logits.div<tf.Tensor1D>(temperature));
    const sums = [...shares.cumsum().dataSync()];
    const found = sums.findIndex((sum) => sum > dice);
    return found >= 0 ? found : [...shares.dataSync()].map((share) => share > 0).lastIndexOf(true);
  }),
  alternative("a loop that takes shares off the dice", (logits, temperature, dice) => {
    if (Number.isNaN(temperature) || temperature <= 0) throw new Error(`temperature: ${temperature}`);
    const shares = heated(logits.sub(logits.max()), temperature);
    let left = dice;
    let last = 0;
    for (let id = 0; id < shares.length; id++) {
      if (shares[id] === 0) continue;
      last = id;
      left -= shares[id]!;
      if (left < 0) return id;
    }
    return last;
  }),
];
