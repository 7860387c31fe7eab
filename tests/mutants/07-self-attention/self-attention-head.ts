/** Answers to `selfAttentionHead`: wrong as learners are wrong, and right in other ways. */
import { scaledDotProductAttention } from "../../../lib/attention";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

export interface HeadWeights {
  readonly queryWeight: tf.Tensor2D;
  readonly keyWeight: tf.Tensor2D;
  readonly valueWeight: tf.Tensor2D;
}
type Answer = (
  inputs: tf.Tensor3D,
  weights: HeadWeights,
  mask?: tf.Tensor3D,
) => { output: tf.Tensor3D; weights: tf.Tensor3D };
const { mistake, leak, alternative } = variantsOf<Answer>();

const project = (inputs: tf.Tensor3D, weight: tf.Tensor2D): tf.Tensor3D => {
  const [batch, time, dModel] = inputs.shape;
  return inputs
    .reshape<tf.Tensor2D>([batch * time, dModel])
    .matMul(weight)
    .reshape([batch, time, -1]);
};
/** Attention with the matrices in these roles. */
const look = (inputs: tf.Tensor3D, [query, key, value]: readonly tf.Tensor2D[], mask?: tf.Tensor3D) =>
  scaledDotProductAttention(project(inputs, query!), project(inputs, key!), project(inputs, value!), {
    mask,
  });

export const mistakes: Mistake[] = [
  mistake(
    "queries and keys have changed places: row t says who looks at t, not where t looks",
    (inputs, { queryWeight, keyWeight, valueWeight }, mask) =>
      look(inputs, [keyWeight, queryWeight, valueWeight], mask),
  ),
  mistake(
    "the keys are made by W^Q: every position fits itself best",
    (inputs, { queryWeight, valueWeight }, mask) =>
      look(inputs, [queryWeight, queryWeight, valueWeight], mask),
  ),
  mistake("the queries are made by W^K: W^Q is never used", (inputs, { keyWeight, valueWeight }, mask) =>
    look(inputs, [keyWeight, keyWeight, valueWeight], mask),
  ),
  mistake("the values are the keys: W^V is never used", (inputs, { queryWeight, keyWeight }, mask) =>
    look(inputs, [queryWeight, keyWeight, keyWeight], mask),
  ),
  mistake(
    "the inputs themselves are averaged: W^V is never used",
    (inputs, { queryWeight, keyWeight }, mask) =>
      scaledDotProductAttention(project(inputs, queryWeight), project(inputs, keyWeight), inputs, { mask }),
  ),
  mistake("the mask is not handed on", (inputs, { queryWeight, keyWeight, valueWeight }) =>
    look(inputs, [queryWeight, keyWeight, valueWeight]),
  ),
  mistake(
    "the queries are divided by √dKey once more: scaledDotProductAttention does that already",
    (inputs, { queryWeight, keyWeight, valueWeight }, mask) =>
      look(inputs, [queryWeight.div(Math.sqrt(keyWeight.shape[1])), keyWeight, valueWeight], mask),
  ),
  leak((inputs, { queryWeight, keyWeight, valueWeight }, mask) =>
    look(inputs, [queryWeight, keyWeight, valueWeight], mask),
  ),
];

export const alternatives: Alternative[] = [
  alternative("all three in one product, cut apart", (inputs, weights, mask) => {
    const { queryWeight, keyWeight, valueWeight } = weights;
    const all = project(inputs, tf.concat([queryWeight, keyWeight, valueWeight], 1));
    const widths = [queryWeight, keyWeight, valueWeight].map((weight) => weight.shape[1]);
    const [queries, keys, values] = tf.split(all, widths, 2) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    return scaledDotProductAttention(queries, keys, values, { mask });
  }),
  alternative("einsum", (inputs, { queryWeight, keyWeight, valueWeight }, mask) => {
    const apply = (weight: tf.Tensor2D) => tf.einsum("btm,mk->btk", inputs, weight) as tf.Tensor3D;
    return scaledDotProductAttention(apply(queryWeight), apply(keyWeight), apply(valueWeight), { mask });
  }),
];
