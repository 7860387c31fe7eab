/** The checks of `scaledDotProductAttention`. */
import { scaledDotProductAttention } from "../../../lib/attention";
import type { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, rows, sum, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/07-self-attention/scaled-dot-product-attention";
import { pairMask, threeLengths } from "./inputs";

const reference = (queries: tf.Tensor3D, keys: tf.Tensor3D, values: tf.Tensor3D, mask?: tf.Tensor3D) =>
  scaledDotProductAttention(queries, keys, values, { mask });

/** Queries, keys and values; no two axes have one length. */
const parts = (draw: Draw, [batch, query, key]: readonly number[], dKey = 5, dValue = 7) =>
  [
    draw.normal(batch!, query!, dKey),
    draw.normal(batch!, key!, dKey),
    draw.normal(batch!, key!, dValue),
  ] as const;

export const scaledDotProductAttentionTask: Task = {
  name: "scaledDotProductAttention",
  reference,
  ...variants,
  cases: [
    likeReference("a query of length √2 along the second key looks there e times as much as at the first", {
      points: 2,
      likely: "the scores should be divided by the root of dKey, which is √2 here",
      calls: () =>
        call(floats([[[0, 2]]]), floats([[[1, 0], [0, Math.SQRT1_2]]]), floats([[[10, 0, 0], [0, 10, 0]]])), // prettier-ignore
    }),
    likeReference("works for any number of queries, keys and widths", {
      points: 1,
      calls: (draw) => threeLengths.map((lengths) => call(...parts(draw, lengths))),
    }),
    likeReference("looks only where the mask is 1", {
      points: 1,
      calls: (draw) => threeLengths.map((lengths) => call(...parts(draw, lengths), pairMask(draw, lengths))),
    }),
    holds("a forbidden position has a weight of exactly 0, and the others sum to 1", {
      points: 1,
      calls: (draw) => call(...parts(draw, [2, 3, 4]), pairMask(draw, [2, 3, 4])),
      property: ([value], [given]) => {
        const weights = tensor(value, "weights");
        const forbidden = numbers(tensor(given!.args[3])).map((allowed) => allowed === 0);
        const leaking = numbers(weights).find((weight, i) => forbidden[i] && weight !== 0);
        if (leaking !== undefined) return `a forbidden position has a weight of ${leaking}`;
        const wrong = rows(weights).map(sum).find((total) => !close([total], [1])); // prettier-ignore
        return wrong === undefined ? undefined : `the weights of a query sum to ${wrong.toPrecision(4)}`;
      },
    }),
    likeReference("passes a gradient to queries, keys and values", {
      points: 1,
      calls: (draw) => callWithGradients(["0", "1", "2"], ...parts(draw, [1, 2, 3], 4, 2)),
    }),
    likeReference("attends to what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [3, 4, 5].map((batch) => {
          const lengths = [batch, draw.integer(6, 8), draw.integer(9, 11)];
          return call(...parts(draw, lengths, draw.integer(12, 14)), pairMask(draw, lengths));
        }),
    }),
    leaksNothing("leaves no tensors behind but its two", {
      points: 1,
      calls: (draw) => call(...parts(draw, [2, 3, 4]), pairMask(draw, [2, 3, 4])),
    }),
  ],
};
