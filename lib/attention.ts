/**
 * Attention: a weighted average of values, with weights that say how much each one matters right now.
 */
import { tf } from "./tf";
import { checkShapes } from "./shapes";
import { checkSize } from "./parameters";

/** Far below any real score, and far from the end of float32: adding it to a score leaves nothing of the score. */
const FORBIDDEN = -1e30;

export interface Attention<Rank extends tf.Tensor> {
  /** One distribution over the source a query: each row sums to 1, or to 0 if its mask forbids every position. */
  readonly weights: Rank;
  /** The values, averaged with these weights. */
  readonly context: Rank;
}

/**
 * Turns scores into weights, and averages the values with them.
 *
 *     α = softmax(e)      c = Σ_s α_s v_s
 *
 * A masked position gets a weight of exactly 0 and no gradient. A row whose mask forbids every position gets
 * weights and context of 0.
 *
 * @param scores  one query a sequence [batch, source], or several [batch, target, source]  float32
 * @param values  what is averaged  [batch, source, dValue]  float32
 * @param mask    1 = may look, 0 = may not  [batch, source], or as the scores  int32; omit to look everywhere
 * @returns weights with the axes of scores, and context [batch, dValue] or [batch, target, dValue]; caller disposes
 * @throws {ShapeError} an axis has two lengths, or a tensor another rank
 *
 * Ours / theirs: scores are e_ts, weights α_ts (Luong: a_t(s)), context c_t.
 * Taught in notebook 06.
 * @source Bahdanau et al. 2015, §3.1, eq. 5–6. https://arxiv.org/abs/1409.0473
 * @exercise 06-attention
 */
export function attend<Scores extends tf.Tensor2D | tf.Tensor3D>(
  scores: Scores,
  values: tf.Tensor3D,
  mask?: tf.Tensor2D | tf.Tensor3D,
): Attention<Scores> {
  const isSingle = scores.shape.length === 2;
  const { batch, source } = checkShapes("attend", {
    scores: [scores, isSingle ? "batch source" : "batch target source"],
    values: [values, "batch source dValue"],
    mask: [mask, mask?.shape.length === 3 && !isSingle ? "batch target source" : "batch source"],
  });
  return tf.tidy(() => {
    const rows = isSingle ? scores.expandDims<tf.Tensor3D>(1) : (scores as tf.Tensor3D); // [batch, target, source]
    const allowed =
      mask?.shape.length === 2 ? mask.reshape<tf.Tensor3D>([batch, 1, source]) : (mask as tf.Tensor3D);
    const weights = maskedSoftmax(rows, allowed);
    const context = tf.matMul(weights, values); // [batch, target, dValue]
    const asGiven = (tensor: tf.Tensor) => (isSingle ? tensor.squeeze([1]) : tensor) as Scores;
    return { weights: asGiven(weights), context: asGiven(context) };
  });
}

/** Softmax over the last axis; exactly 0 where the mask is 0, even if it is 0 in the whole row. */
function maskedSoftmax<Scores extends tf.Tensor>(scores: Scores, mask?: tf.Tensor): Scores {
  if (mask === undefined) return tf.softmax(scores);
  const allowed = mask.cast("float32");
  const barrier = allowed.sub(1).mul(-FORBIDDEN); // 0 where one may look
  return tf.softmax(scores.add<Scores>(barrier)).mul(allowed);
}

/**
 * 1 where query t may look at key s ≤ t: the past and itself, never the future.
 *
 * @param time  how many positions, ≥ 1
 * @returns [query, key]  int32; caller disposes
 * @throws {RangeError} time is not a whole number ≥ 1
 *
 * Taught in notebook 07.
 * @source Vaswani et al. 2017, §3.2.3. https://arxiv.org/abs/1706.03762
 * @exercise 07-self-attention
 */
export function causalMask(time: number): tf.Tensor2D {
  checkSize("causalMask", "time", time);
  return tf.tidy(() => tf.linalg.bandPart(tf.ones([time, time]), -1, 0).cast("int32"));
}
