/** The checks of `drawToken`. */
import { tf } from "../../../lib/tf";
import { call, leaksNothing, likeReference, rejects } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/03-language-model/draw-token";

function drawToken(logits: tf.Tensor1D, temperature: number, dice: number): number {
  if (!(temperature > 0)) throw new RangeError(`drawToken: temperature should be > 0, got ${temperature}`);
  const shares = [...tf.tidy(() => tf.softmax(logits.div<tf.Tensor1D>(temperature))).dataSync()];
  let sum = 0;
  const found = shares.findIndex((share) => (sum += share) > dice);
  return found >= 0 ? found : shares.map((share) => share > 0).lastIndexOf(true);
}

/** Shares of 1, 2 and 5 eighths. */
const eighths = floats([1, 2, 5].map(Math.log));
/** Logits whose shares add up to less than 1, in float32; the last one is ruled out. */
const short = [2.9, 0.8, 2, 3, 1.2, 1.7, 3, -Infinity];
const drawn = (draw: Draw, size: number, temperature: number, count: number) => {
  const logits = draw.normal(size);
  return Array.from({ length: count }, () => call(logits, temperature, draw.uniform()));
};

export const drawTokenTask: Task = {
  name: "drawToken",
  reference: drawToken,
  ...variants,
  cases: [
    likeReference("of shares 1/8, 2/8, 5/8 the dice 0.1, 0.2, 0.5 and 0.99 draw tokens 0, 1, 2 and 2", {
      points: 2,
      calls: () => [0.1, 0.2, 0.5, 0.99].map((dice) => call(eighths, 1, dice)),
    }),
    likeReference("the temperature makes the best token surer, or all more alike", {
      points: 1,
      // shares 1, 4 and 25 of 30 at a temperature of 0.5; 1, √2 and √5 of 4.65 at 2
      calls: () =>
        [0.05, 0.3, 0.6].flatMap((dice) => [0.5, 2].map((temperature) => call(eighths, temperature, dice))),
    }),
    likeReference("what is ruled out is never drawn, not even by a dice of 0", {
      points: 1,
      calls: () => [0, 0.4, 0.6].map((dice) => call(floats([-Infinity, 0, -Infinity, 0]), 1, dice)),
    }),
    likeReference("large logits do not overflow", {
      points: 1,
      calls: () => [0.2, 0.9].map((dice) => call(floats([1000, 1000, 990]), 1, dice)),
    }),
    likeReference(
      "where rounding leaves the sum of all shares a little below the dice, the last token with a share is drawn",
      {
        points: 1,
        calls: () => call(floats(short), 1, 1 - 2 ** -53),
      },
    ),
    rejects("refuses a temperature of 0, below 0, or NaN, and names it", {
      points: 1,
      naming: ["temperature"],
      calls: () => [0, -1, { $number: "NaN" }].map((temperature) => call(floats([1, 2]), temperature, 0.5)),
    }),
    likeReference("draws what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [
        ...drawn(draw, 6, draw.uniform(0.3, 0.8), 8),
        ...drawn(draw, 4, draw.uniform(1.3, 3), 8),
      ],
    }),
    leaksNothing("leaves no tensors behind", { points: 1, calls: (draw) => call(draw.normal(5), 0.7, 0.4) }),
  ],
};
