/** The checks of `multiHeadSelfAttention`. */
import { MultiHeadAttention } from "../../../lib/multi-head-attention";
import { randomGenerator } from "../../../lib/random";
import type { tf } from "../../../lib/tf";
import type { Call } from "../../../tools/exercises/call";
import {
  construct,
  holds,
  leaksNothing,
  likeReference,
  method,
  rejects,
} from "../../../tools/exercises/case";
import { ints, lib, maskOf, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/07-self-attention/multi-head-self-attention";
import { pairMask } from "./inputs";
import { withWeights } from "../fixtures/capstone";
import { adam, below, multiHeadWeights, trainable } from "../fixtures/capstone-draw";

/** lib's layer, with the given numbers as its own; training as every right answer does it. */
function multiHeadSelfAttention(
  weights: { readonly queries: { readonly bias: tf.Tensor1D } },
  numHeads: number,
): variants.Layer {
  const config = { dModel: weights.queries.bias.size, numHeads };
  const layer = withWeights(new MultiHeadAttention(config, randomGenerator("07")), weights);
  return variants.trained((inputs, mask) => layer.run(inputs, inputs, { mask }));
}

const run = (draw: Draw, [batch, time, dModel, numHeads]: readonly [number, number, number, number]): Call =>
  construct([multiHeadWeights(draw, dModel), numHeads], method("run", draw.normal(batch, time, dModel)));

const runMasked = (draw: Draw, [batch, time, dModel, numHeads]: readonly [number, number, number, number]) =>
  construct(
    [multiHeadWeights(draw, dModel), numHeads],
    method("run", draw.normal(batch, time, dModel), pairMask(draw, [batch, time, time])),
  );

/** Sequences of 5 and fewer tokens. */
const batchOf = (draw: Draw, batch: number, dModel: number) => ({
  inputs: draw.normal(batch, 5, dModel),
  targets: draw.ids(dModel, batch, 5),
  targetMask: maskOf(Array.from({ length: batch }, (_, i) => 5 - i)),
});

const paths = ["queries", "keysValues", "output"].map((part) => [
  `0.${part}.inputToOutput`,
  `0.${part}.bias`,
]);

export const multiHeadSelfAttentionTask: Task = {
  name: "multiHeadSelfAttention",
  reference: multiHeadSelfAttention,
  ...variants,
  given: [
    "lib/functional#linear",
    "lib/attention#scaledDotProductAttention",
    "lib/losses#maskedCrossEntropy",
  ],
  cases: [
    likeReference("with one head, gives what lib's layer gives with the same numbers put in", {
      points: 2,
      calls: (draw) => run(draw, [1, 3, 4, 1]),
    }),
    likeReference("with several heads, for any batch, time and width", {
      points: 2,
      calls: (draw) => [run(draw, [1, 3, 4, 2]), run(draw, [3, 2, 6, 3]), run(draw, [2, 5, 8, 4])],
    }),
    likeReference("every head obeys the mask", {
      points: 1,
      calls: (draw) => [runMasked(draw, [2, 3, 4, 2]), runMasked(draw, [3, 4, 6, 3])],
    }),
    likeReference("every one of the six parameters gets its gradient", {
      points: 1,
      calls: (draw) => ({ ...run(draw, [2, 3, 4, 2]), gradients: paths.flat() }),
    }),
    likeReference("training takes one step a batch, and tells the loss before each step", {
      points: 2,
      calls: (draw) =>
        construct(
          [trainable(multiHeadWeights(draw, 4)), 2],
          method("train", [3, 2, 3, 3].map((batch) => batchOf(draw, batch, 4)), adam(0.05)), // prettier-ignore
          method("run", draw.normal(1, 3, 4)),
        ),
    }),
    holds("thirty steps learn to look one place back: below 0.7 nats, where guessing costs 1.4", {
      points: 1,
      isLong: true,
      calls: (draw) => {
        const ids = Array.from({ length: 8 }, () => Array.from({ length: 5 }, () => draw.integer(0, 3)));
        const batch = {
          inputs: lib("tests/exercises/fixtures/07-self-attention#placed", ints(ids)),
          targets: ints(ids.map((row) => [row[0]!, ...row.slice(0, -1)])),
          targetMask: maskOf(ids.map(() => 5)),
        };
        const batches = Array.from({ length: 30 }, () => batch);
        return construct([trainable(multiHeadWeights(draw, 10)), 2], method("train", batches, adam(0.05)));
      },
      property: ([value]) => below(0.7, value),
    }),
    rejects("refuses heads that do not divide the width, and names itself", {
      points: 1,
      naming: ["multiHeadSelfAttention"],
      calls: (draw) => [run(draw, [1, 2, 6, 4]), run(draw, [1, 2, 5, 2])],
    }),
    likeReference("does the same with numbers that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [runMasked(draw, [2, draw.integer(5, 7), 12, 3]), run(draw, [3, 4, 10, 5])],
    }),
    leaksNothing("leaves no tensors behind but its two", {
      points: 1,
      calls: (draw) => runMasked(draw, [2, 3, 4, 2]),
    }),
  ],
};
