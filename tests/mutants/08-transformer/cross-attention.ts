/** Answers to `crossAttention`: wrong as learners are wrong, and right in other ways. */
import { combineMasks, scaledDotProductAttention } from "../../../lib/attention";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import { timeFirst } from "../../exercises/fixtures/time-first";

export interface CrossWeights {
  readonly queryWeight: tf.Tensor2D;
  readonly keyWeight: tf.Tensor2D;
  readonly valueWeight: tf.Tensor2D;
}
type Answer = (
  inputs: tf.Tensor3D,
  states: tf.Tensor3D,
  weights: CrossWeights,
  sourceMask: tf.Tensor2D,
) => { output: tf.Tensor; weights: tf.Tensor };
const { mistake, leak, alternative } = variantsOf<Answer>();

const project = (x: tf.Tensor3D, weight: tf.Tensor2D): tf.Tensor3D => {
  const [batch, time, dModel] = x.shape;
  return x
    .reshape<tf.Tensor2D>([batch * time, dModel])
    .matMul(weight)
    .reshape([batch, time, -1]);
};
const spread = (mask: tf.Tensor2D, target: number): tf.Tensor3D =>
  mask.expandDims<tf.Tensor3D>(1).tile([1, target, 1]);
/** Attention with queries, keys and values of the projected parts. */
const look = (queries: tf.Tensor3D, keys: tf.Tensor3D, values: tf.Tensor3D, mask?: tf.Tensor2D) =>
  scaledDotProductAttention(queries, keys, values, {
    mask: mask && spread(mask, queries.shape[1]),
  });

export const mistakes: Mistake[] = [
  mistake(
    "keys and values come from the decoder: that is self-attention; they should come from the encoder's states",
    (inputs, _states, { queryWeight, keyWeight, valueWeight }) =>
      look(project(inputs, queryWeight), project(inputs, keyWeight), project(inputs, valueWeight)),
  ),
  mistake(
    "the queries come from the encoder and keys and values from the decoder: it is the decoder that asks",
    (inputs, states, { queryWeight, keyWeight, valueWeight }) =>
      look(project(states, queryWeight), project(inputs, keyWeight), project(inputs, valueWeight)),
  ),
  mistake(
    "everything comes from the encoder: what the decoder asks is never heard",
    (_inputs, states, { queryWeight, keyWeight, valueWeight }, mask) =>
      look(project(states, queryWeight), project(states, keyWeight), project(states, valueWeight), mask),
  ),
  mistake(
    "the keys are the values: W^K and W^V have changed places",
    (inputs, states, { queryWeight, keyWeight, valueWeight }, mask) => {
      const [keys, values] = [project(states, valueWeight), project(states, keyWeight)];
      const shared = Math.min(keys.shape[2], keyWeight.shape[1]);
      const queries = project(inputs, queryWeight).slice([0, 0, 0], [-1, -1, shared]) as tf.Tensor3D;
      return look(queries, keys.slice([0, 0, 0], [-1, -1, shared]), values, mask);
    },
  ),
  mistake(
    "the encoder's states are averaged as they are: W^V is never used",
    (inputs, states, { queryWeight, keyWeight }, mask) =>
      look(project(inputs, queryWeight), project(states, keyWeight), states, mask),
  ),
  mistake("the keys are made by W^Q, not by W^K", (inputs, states, { queryWeight, valueWeight }, mask) =>
    look(project(inputs, queryWeight), project(states, queryWeight), project(states, valueWeight), mask),
  ),
  mistake(
    "the mask is ignored: the decoder looks at padding",
    (inputs, states, { queryWeight, keyWeight, valueWeight }) =>
      look(project(inputs, queryWeight), project(states, keyWeight), project(states, valueWeight)),
  ),
  mistake(
    "the mask is inverted: the decoder looks at padding, and only there",
    (inputs, states, { queryWeight, keyWeight, valueWeight }, mask) =>
      look(
        project(inputs, queryWeight),
        project(states, keyWeight),
        project(states, valueWeight),
        tf.sub(1, mask) as tf.Tensor2D,
      ),
  ),
  leak((inputs, states, { queryWeight, keyWeight, valueWeight }, mask) =>
    look(project(inputs, queryWeight), project(states, keyWeight), project(states, valueWeight), mask),
  ),
  mistake(
    "the first sequence's mask is used for all",
    (inputs, states, { queryWeight, keyWeight, valueWeight }, mask) =>
      look(
        project(inputs, queryWeight),
        project(states, keyWeight),
        project(states, valueWeight),
        mask.slice([0, 0], [1, -1]).tile([mask.shape[0], 1]),
      ),
  ),
  mistake(
    "the mask has no axis for the target: give it one in the middle, and repeat it there with tile",
    (inputs, states, { queryWeight, keyWeight, valueWeight }, mask) =>
      scaledDotProductAttention(
        project(inputs, queryWeight),
        project(states, keyWeight),
        project(states, valueWeight),
        { mask: mask as tf.Tensor as tf.Tensor3D },
      ),
  ),
  mistake(
    "the matrices are transposed: they are turned already so that a row goes in on their left, x W",
    (inputs, states, { queryWeight, keyWeight, valueWeight }, mask) =>
      look(
        project(inputs, queryWeight.transpose()),
        project(states, keyWeight.transpose()),
        project(states, valueWeight.transpose()),
        mask,
      ),
  ),
  mistake(
    "the positions are flattened time first, [time, batch], but cut again as [batch, time]",
    (inputs, states, { queryWeight, keyWeight, valueWeight }, mask) => {
      const flat = (x: tf.Tensor3D, weight: tf.Tensor2D) => timeFirst(x, (rows) => rows.matMul(weight));
      return look(flat(inputs, queryWeight), flat(states, keyWeight), flat(states, valueWeight), mask);
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative(
    "one row of the mask, shared by all target positions",
    (inputs, states, { queryWeight, keyWeight, valueWeight }, mask) =>
      scaledDotProductAttention(
        project(inputs, queryWeight),
        project(states, keyWeight),
        project(states, valueWeight),
        { mask: mask.expandDims(1) },
      ),
  ),
  alternative("three axes times a matrix", (inputs, states, weights, mask) => {
    const apply = (x: tf.Tensor, weight: tf.Tensor) => tf.matMul(x, weight) as tf.Tensor3D;
    return look(
      apply(inputs, weights.queryWeight),
      apply(states, weights.keyWeight),
      apply(states, weights.valueWeight),
      mask,
    );
  }),
  alternative("a convolution that is one position wide", (inputs, states, weights, mask) => {
    const apply = (x: tf.Tensor3D, weight: tf.Tensor2D) =>
      tf.conv1d(x, weight.expandDims<tf.Tensor3D>(0), 1, "valid");
    return look(
      apply(inputs, weights.queryWeight),
      apply(states, weights.keyWeight),
      apply(states, weights.valueWeight),
      mask,
    );
  }),
  alternative("keys and values in one product; the mask by combineMasks", (inputs, states, weights, mask) => {
    const { queryWeight, keyWeight, valueWeight } = weights;
    const both = project(states, tf.concat([keyWeight, valueWeight], 1));
    const [keys, values] = tf.split(both, [keyWeight.shape[1], valueWeight.shape[1]], 2) as [
      tf.Tensor3D,
      tf.Tensor3D,
    ];
    const everybody = tf.ones<tf.Rank.R2>([inputs.shape[1], states.shape[1]], "int32");
    return scaledDotProductAttention(project(inputs, queryWeight), keys, values, {
      mask: combineMasks({ padding: mask, causal: everybody }),
    });
  }),
  alternative("einsum, and the mask by multiplication", (inputs, states, weights, mask) => {
    const apply = (x: tf.Tensor3D, weight: tf.Tensor2D) => tf.einsum("btm,mk->btk", x, weight) as tf.Tensor3D;
    const ones = tf.ones<tf.Rank.R3>([mask.shape[0], inputs.shape[1], mask.shape[1]], "int32");
    return scaledDotProductAttention(
      apply(inputs, weights.queryWeight),
      apply(states, weights.keyWeight),
      apply(states, weights.valueWeight),
      { mask: ones.mul(mask.expandDims(1)) },
    );
  }),
];
