/** Answers to `attend`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (
  scores: tf.Tensor2D,
  values: tf.Tensor3D,
  mask?: tf.Tensor2D,
) => { weights: tf.Tensor; context: tf.Tensor };
const { mistake, leak, alternative } = variantsOf<Answer>();

const average = (weights: tf.Tensor, values: tf.Tensor3D): tf.Tensor =>
  values.mul(weights.expandDims(2)).sum(1);
const allowed = (scores: tf.Tensor2D, mask?: tf.Tensor2D): tf.Tensor2D =>
  mask?.cast<tf.Tensor2D>("float32") ?? tf.onesLike(scores);
const barrier = (scores: tf.Tensor2D, mask?: tf.Tensor2D): tf.Tensor2D =>
  allowed(scores, mask).sub(1).mul(1e9);
const rightWeights = (scores: tf.Tensor2D, mask?: tf.Tensor2D): tf.Tensor2D =>
  scores.add<tf.Tensor2D>(barrier(scores, mask)).softmax().mul(allowed(scores, mask));
const both = (weights: tf.Tensor, values: tf.Tensor3D) => ({ weights, context: average(weights, values) });

export const mistakes: Mistake[] = [
  mistake(
    "softmax runs over the batch: your weights sum to 1 over the sequences, not over the source",
    (scores, values, mask) =>
      both(
        scores
          .add<tf.Tensor2D>(barrier(scores, mask))
          .transpose<tf.Tensor2D>()
          .softmax()
          .transpose()
          .mul(allowed(scores, mask)),
        values,
      ),
  ),
  mistake("softmax is missing: the scores themselves are used as weights", (scores, values, mask) =>
    both(scores.mul(allowed(scores, mask)), values),
  ),
  mistake(
    "the mask is inverted: the padding is looked at, the real positions are not",
    (scores, values, mask) => {
      const inverted = mask && (tf.sub(1, mask) as tf.Tensor2D);
      return both(rightWeights(scores, inverted), values);
    },
  ),
  mistake("the mask is ignored: padding gets its share", (scores, values) => both(scores.softmax(), values)),
  mistake("the mask comes after softmax: the real weights no longer sum to 1", (scores, values, mask) =>
    both(scores.softmax().mul(allowed(scores, mask)), values),
  ),
  mistake(
    "a masked score is set to 0, but softmax makes a weight of e⁰ = 1 of it; it must be far below",
    (scores, values, mask) => both(scores.mul<tf.Tensor2D>(allowed(scores, mask)).softmax(), values),
  ),
  mistake(
    "a sequence that is all padding gets equal weights: multiply by the mask after softmax as well",
    (scores, values, mask) => both(scores.add<tf.Tensor2D>(barrier(scores, mask)).softmax(), values),
  ),
  mistake("a masked score of -Infinity makes NaN of a row that is all padding", (scores, values, mask) =>
    both(
      tf.where(allowed(scores, mask).cast("bool"), scores, tf.fill(scores.shape, -Infinity)).softmax(),
      values,
    ),
  ),
  mistake("the context is the mean of the weighted values, not their sum", (scores, values, mask) => {
    const weights = rightWeights(scores, mask);
    return { weights, context: values.mul(weights.expandDims(2)).mean(1) };
  }),
  mistake(
    "e to the power of a large score is Infinity: subtract the row's largest score first",
    (scores, values, mask) => {
      const powers = scores.exp().mul(allowed(scores, mask));
      return both(powers.div(powers.sum(1, true).maximum(1e-30)), values);
    },
  ),
  leak((scores, values, mask) => both(rightWeights(scores, mask), values)),
  mistake(
    "the largest score of the whole batch is subtracted: each sequence needs its own largest",
    (scores, values, mask) => {
      const shifted = scores.add(barrier(scores, mask));
      const powers = shifted.sub(shifted.max()).exp().mul(allowed(scores, mask));
      const isEmpty = allowed(scores, mask).sum(1, true).equal(0).cast("float32");
      return both(powers.div(powers.sum(1, true).add(isEmpty)), values);
    },
  ),
  mistake("a masked score of -10 is not far enough below: use something like -1e9", (scores, values, mask) =>
    both(scores.add<tf.Tensor2D>(allowed(scores, mask).sub(1).mul(10)).softmax(), values),
  ),
  mistake("the first sequence's mask is used for all", (scores, values, mask) =>
    both(
      rightWeights(scores, mask?.slice([0, 0], [1, -1]).tile(mask.shape.map((n, i) => (i === 0 ? n : 1)))),
      values,
    ),
  ),
  mistake(
    "the context is summed over the width of the values, not over the source",
    (scores, values, mask) => {
      const weights = rightWeights(scores, mask);
      return { weights, context: values.mul(weights.expandDims(2)).sum(2) };
    },
  ),
  mistake(
    "a row's sum has lost its axis, so that it meets the wrong axis of the weights: sum(1, true) keeps it",
    (scores, values, mask) => {
      const shifted = scores.add(barrier(scores, mask));
      const powers = shifted.sub(shifted.max(1, true)).exp().mul(allowed(scores, mask));
      return both(powers.div(powers.sum(1).maximum(1e-9)), values);
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative("exponentials by hand, shifted by the largest", (scores, values, mask) => {
    const shifted = scores.add(barrier(scores, mask));
    const powers = shifted.sub(shifted.max(1, true)).exp().mul(allowed(scores, mask));
    return both(powers.div(powers.sum(1, true).maximum(1e-9)), values);
  }),
  alternative("where and a matrix product", (scores, values, mask) => {
    const low = tf.fill(scores.shape, -1e30);
    const isReal = allowed(scores, mask).cast("bool");
    const weights = tf.where(isReal, tf.where(isReal, scores, low).softmax(), tf.zerosLike(scores));
    return { weights, context: tf.matMul(weights.expandDims<tf.Tensor3D>(1), values).squeeze([1]) };
  }),
];
