/** Answers to `concatScore`: wrong as learners are wrong, and right in other ways. */
import type { ConcatWeights } from "../../../lib/attention-scores";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import { timeFirst } from "../../exercises/fixtures/time-first";

type Answer = (query: tf.Tensor2D, keys: tf.Tensor3D, weights: ConcatWeights) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const fromKeys = (keys: tf.Tensor3D, { keyWeight }: ConcatWeights): tf.Tensor3D => {
  const [batch, source, width] = keys.shape;
  return keys
    .reshape<tf.Tensor2D>([batch * source, width])
    .matMul(keyWeight)
    .reshape([batch, source, -1]);
};
const fromQuery = (query: tf.Tensor2D, { queryWeight }: ConcatWeights): tf.Tensor =>
  query.matMul(queryWeight).expandDims(1);

export const mistakes: Mistake[] = [
  mistake("tanh is missing: without it the query adds the same to every score", (query, keys, weights) =>
    fromQuery(query, weights).add(fromKeys(keys, weights)).mul(weights.vector).sum(2),
  ),
  mistake("tanh comes before query and keys are added, not after", (query, keys, weights) =>
    fromQuery(query, weights).tanh().add(fromKeys(keys, weights).tanh()).mul(weights.vector).sum(2),
  ),
  mistake(
    "the query is left out: the scores are the same whatever the decoder looks for",
    (_query, keys, weights) => fromKeys(keys, weights).tanh().mul(weights.vector).sum(2),
  ),
  mistake("the keys are left out: every source position gets the same score", (query, keys, weights) =>
    fromQuery(query, weights).add(fromKeys(keys, weights).mul(0)).tanh().mul(weights.vector).sum(2),
  ),
  mistake("the vector is not used: the hidden layer is summed as it is", (query, keys, weights) =>
    fromQuery(query, weights).add(fromKeys(keys, weights)).tanh().sum(2),
  ),
  mistake("sigmoid stands where tanh belongs", (query, keys, weights) =>
    fromQuery(query, weights).add(fromKeys(keys, weights)).sigmoid().mul(weights.vector).sum(2),
  ),
  leak((query, keys, weights) =>
    fromQuery(query, weights).add(fromKeys(keys, weights)).tanh().mul(weights.vector).sum(2),
  ),
  mistake("the vector stands inside tanh: it weighs what tanh gives", (query, keys, weights) =>
    fromQuery(query, weights).add(fromKeys(keys, weights)).mul(weights.vector).tanh().sum(2),
  ),
  mistake(
    "the keys are flattened source first, [source, batch], but cut again as [batch, source]",
    (query, keys, weights) =>
      timeFirst(keys, (flat) => flat.matMul(weights.keyWeight))
        .add(fromQuery(query, weights))
        .tanh()
        .mul(weights.vector)
        .sum(2),
  ),
  mistake(
    "the matrices are transposed: they are turned already so that a row goes in on their left, x W",
    (query, keys, { queryWeight, keyWeight, vector }) =>
      fromQuery(query, { queryWeight: queryWeight.transpose(), keyWeight, vector })
        .add(fromKeys(keys, { queryWeight, keyWeight: keyWeight.transpose(), vector }))
        .tanh()
        .mul(vector)
        .sum(2),
  ),
  mistake("the sum runs over the source, not over the hidden layer", (query, keys, weights) =>
    fromQuery(query, weights).add(fromKeys(keys, weights)).tanh().mul(weights.vector).sum(1),
  ),
];

export const alternatives: Alternative[] = [
  alternative("keys of three axes times a matrix", (query, keys, { queryWeight, keyWeight, vector }) => {
    const layer = tf
      .matMul(keys as tf.Tensor, keyWeight)
      .add(query.matMul(queryWeight).expandDims(1))
      .tanh();
    return tf.matMul(layer, vector.expandDims<tf.Tensor>(1)).squeeze([2]);
  }),
  alternative(
    "query and key joined to one vector, as the equation has it",
    (query, keys, { queryWeight, keyWeight, vector }) => {
      const [batch, source, width] = keys.shape;
      const repeated = query.expandDims<tf.Tensor3D>(1).tile([1, source, 1]);
      const pairs = tf
        .concat([repeated, keys], 2)
        .reshape<tf.Tensor2D>([batch * source, query.shape[1] + width]);
      const layer = pairs.matMul(tf.concat([queryWeight, keyWeight], 0)).tanh();
      return layer.matMul(vector.expandDims<tf.Tensor2D>(1)).reshape([batch, source]);
    },
  ),
  alternative("a loop over the source", (query, keys, { queryWeight, keyWeight, vector }) =>
    tf.stack(
      tf.unstack(keys, 1).map((key) =>
        query
          .matMul(queryWeight)
          .add((key as tf.Tensor2D).matMul(keyWeight))
          .tanh()
          .mul(vector)
          .sum(1),
      ),
      1,
    ),
  ),
];
