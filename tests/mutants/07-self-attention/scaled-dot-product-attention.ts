/** Answers to `scaledDotProductAttention`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (
  queries: tf.Tensor3D,
  keys: tf.Tensor3D,
  values: tf.Tensor3D,
  mask?: tf.Tensor3D,
) => { output: tf.Tensor; weights: tf.Tensor };
const { mistake, leak, alternative } = variantsOf<Answer>();

const barrier = (mask?: tf.Tensor3D): tf.Tensor =>
  mask === undefined ? tf.scalar(0) : mask.cast("float32").sub(1).mul(1e9);
const products = (queries: tf.Tensor3D, keys: tf.Tensor3D): tf.Tensor3D =>
  tf.matMul(queries, keys, false, true);
const average = (weights: tf.Tensor, values: tf.Tensor3D) => ({
  output: tf.matMul(weights as tf.Tensor3D, values),
  weights,
});
const scaled = (queries: tf.Tensor3D, keys: tf.Tensor3D): tf.Tensor3D =>
  products(queries, keys).div(Math.sqrt(keys.shape[2]));

export const mistakes: Mistake[] = [
  mistake("the scores are not divided by √dKey", (queries, keys, values, mask) =>
    average(products(queries, keys).add<tf.Tensor3D>(barrier(mask)).softmax(), values),
  ),
  mistake("the scores are divided by dKey, not by its root", (queries, keys, values, mask) =>
    average(products(queries, keys).div(keys.shape[2]).add<tf.Tensor3D>(barrier(mask)).softmax(), values),
  ),
  mistake("the scores are multiplied by √dKey, not divided", (queries, keys, values, mask) =>
    average(
      products(queries, keys).mul(Math.sqrt(keys.shape[2])).add<tf.Tensor3D>(barrier(mask)).softmax(),
      values,
    ),
  ),
  mistake("it is the root of dValue that you divide by, not of dKey", (queries, keys, values, mask) =>
    average(
      products(queries, keys).div(Math.sqrt(values.shape[2])).add<tf.Tensor3D>(barrier(mask)).softmax(),
      values,
    ),
  ),
  mistake(
    "softmax runs over the queries: your weights sum to 1 down each column, not along each row",
    (queries, keys, values, mask) =>
      average(
        scaled(queries, keys)
          .add<tf.Tensor3D>(barrier(mask))
          .transpose<tf.Tensor3D>([0, 2, 1])
          .softmax()
          .transpose([0, 2, 1]),
        values,
      ),
  ),
  mistake("softmax is missing: the scores themselves are used as weights", (queries, keys, values, mask) =>
    average(mask ? scaled(queries, keys).mul(mask) : scaled(queries, keys), values),
  ),
  mistake("the mask is ignored", (queries, keys, values) => average(scaled(queries, keys).softmax(), values)),
  mistake(
    "the mask is inverted: what is forbidden is looked at, and only that",
    (queries, keys, values, mask) =>
      average(
        scaled(queries, keys)
          .add<tf.Tensor3D>(mask ? mask.cast("float32").mul(-1e9) : tf.scalar(0))
          .softmax(),
        values,
      ),
  ),
  mistake("the mask comes after softmax: the weights no longer sum to 1", (queries, keys, values, mask) =>
    average(mask ? scaled(queries, keys).softmax().mul(mask) : scaled(queries, keys).softmax(), values),
  ),
  mistake(
    "a forbidden score is set to 0, but softmax makes a weight of e⁰ = 1 of it; it must be far below",
    (queries, keys, values, mask) =>
      average(
        (mask ? scaled(queries, keys).mul<tf.Tensor3D>(mask) : scaled(queries, keys)).softmax(),
        values,
      ),
  ),
  leak((queries, keys, values, mask) =>
    average(scaled(queries, keys).add<tf.Tensor3D>(barrier(mask)).softmax(), values),
  ),
  mistake(
    "it is the root of the number of keys that you divide by, not of dKey",
    (queries, keys, values, mask) =>
      average(
        products(queries, keys).div(Math.sqrt(keys.shape[1])).add<tf.Tensor3D>(barrier(mask)).softmax(),
        values,
      ),
  ),
  mistake(
    "queries and keys have changed places: a row of weights belongs to a query, row t says where t looks",
    (queries, keys, values, mask) =>
      average(scaled(keys, queries).add<tf.Tensor3D>(barrier(mask)).softmax(), values),
  ),
  mistake("the first sequence's mask is used for all", (queries, keys, values, mask) =>
    average(
      scaled(queries, keys)
        .add<tf.Tensor3D>(barrier(mask?.slice<tf.Tensor3D>([0, 0, 0], [1, -1, -1])))
        .softmax(),
      values,
    ),
  ),
];

export const alternatives: Alternative[] = [
  alternative("the queries divided instead of the scores", (queries, keys, values, mask) => {
    const small = queries.div<tf.Tensor3D>(Math.sqrt(queries.shape[2]));
    return average(products(small, keys).add<tf.Tensor3D>(barrier(mask)).softmax(), values);
  }),
  alternative("einsum and where", (queries, keys, values, mask) => {
    const scores = tf.einsum("bqd,bkd->bqk", queries, keys).div<tf.Tensor3D>(Math.sqrt(keys.shape[2]));
    const masked = mask ? tf.where(mask.cast("bool"), scores, tf.fill(scores.shape, -1e30)) : scores;
    const weights = masked.softmax();
    return { output: tf.einsum("bqk,bkd->bqd", weights, values), weights };
  }),
];
