/** Answers to `generalScore`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (query: tf.Tensor2D, keys: tf.Tensor3D, weight: tf.Tensor2D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const fit = (query: tf.Tensor, keys: tf.Tensor3D): tf.Tensor2D => keys.mul(query.expandDims(1)).sum(2);

export const mistakes: Mistake[] = [
  mistake("the matrix is not used: that is the dot score", (query, keys) => fit(query, keys)),
  mistake("the matrix is transposed: it maps the query's width to the keys' width", (query, keys, weight) =>
    fit(query.matMul(weight, false, true), keys),
  ),
  mistake("a tanh stands around the projected query: general is linear", (query, keys, weight) =>
    fit(query.matMul(weight).tanh(), keys),
  ),
  mistake("softmax is already applied: scores are what goes into it", (query, keys, weight) =>
    fit(query.matMul(weight), keys).softmax(),
  ),
  mistake(
    "the gradient does not reach the matrix: its values were read out of the graph",
    (query, keys, weight) =>
      fit(query.matMul(tf.tensor2d(weight.dataSync() as Float32Array, weight.shape)), keys),
  ),
  mistake(
    "squeeze without an axis takes a batch or a source of 1 away too: name the axis",
    (query, keys, weight) =>
      tf.matMul(query.matMul<tf.Tensor2D>(weight).expandDims<tf.Tensor3D>(1), keys, false, true).squeeze(),
  ),
  leak((query, keys, weight) => fit(query.matMul(weight), keys)),
];

export const alternatives: Alternative[] = [
  alternative("two einsums", (query, keys, weight) =>
    tf.einsum("bk,bsk->bs", tf.einsum("bh,hk->bk", query, weight), keys),
  ),
  alternative("keys projected, not the query", (query, keys, weight) => {
    const [batch, source, width] = keys.shape;
    const projected = keys.reshape<tf.Tensor2D>([batch * source, width]).matMul(weight, false, true);
    return projected.reshape([batch, source, -1]).mul(query.expandDims(1)).sum(2);
  }),
];
