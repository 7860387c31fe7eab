/** Attention: a weighted average of values, with weights that say how much each one matters right now. */
import { tf } from "./tf";
import { checkRecord, checkSize, shown } from "./argument";
import { maskedSoftmax, prepareMask } from "./masked-softmax";
import { checkFloats, checkShapes, hasRank, type HasShape } from "./shapes";

export { MultiHeadAttention } from "./multi-head-attention"; // also found here

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
 * A masked position gets a weight of exactly 0 and no gradient, whatever its score is; its value takes part, times 0,
 * and must be a finite number. A row whose mask forbids every position gets weights and context of 0.
 *
 * @param scores  one query a sequence [batch, source], or several [batch, target, source]  float32
 * @param values  what is averaged  [batch, source, dValue]  float32
 * @param mask    1 = may look, 0 = may not  [batch, source], or as the scores  int32; omit to look everywhere
 * @returns weights with the axes of scores, and context [batch, dValue] or [batch, target, dValue]
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
  const isSingle = hasRank(scores, 2);
  checkShapes("attend", {
    scores: [scores, isSingle ? "batch source" : "batch target source"],
    values: [values, "batch source dValue"],
    "mask?": [mask, hasRank(mask, 3) && !isSingle ? "batch target source" : "batch source"],
  });
  checkFloats("attend", "scores", scores);
  return tf.tidy(() => {
    const { weights, context } = average(withTarget(scores), values, mask && withTarget(mask));
    const asGiven = (tensor: tf.Tensor) => (isSingle ? tensor.squeeze([1]) : tensor) as Scores;
    return { weights: asGiven(weights), context: asGiven(context) };
  });
}

/** [batch, source] → [batch, 1, source]: one query stands for all. */
const withTarget = (given: tf.Tensor2D | tf.Tensor3D): tf.Tensor3D =>
  hasRank(given, 2) ? given.expandDims(1) : (given as tf.Tensor3D);

/** Weights [batch, query, key] and context [batch, query, dValue] from scores and mask [batch, query, key]. */
function average(scores: tf.Tensor3D, values: tf.Tensor3D, mask?: tf.Tensor3D): Attention<tf.Tensor3D> {
  const weights = maskedSoftmax(scores, mask && prepareMask(mask));
  return { weights, context: tf.matMul(weights, values) };
}

export interface AttentionOptions {
  /**
   * 1 = may look, 0 = may not  [batch, query, key]  int32; omit to look everywhere. batch and query may be 1, as
   * {@link combineMasks} leaves them: all examples or queries then share it.
   */
  readonly mask?: tf.Tensor3D;
  /** Whether a query may look only at keys up to its own place; false unless said otherwise. */
  readonly causal?: boolean;
}

/**
 * Every query looks at every key, and takes home the average of the values that it found fitting.
 *
 *     output = softmax(Q Kᵀ / √d_k) V
 *
 * A masked position gets a weight of exactly 0 and no gradient, whatever its score is; its value takes part, times 0,
 * and must be a finite number. A row whose mask forbids every position gets weights and output of 0.
 *
 * @param queries  what we look for     [batch, query, dKey]  float32
 * @param keys     what we compare to   [batch, key, dKey]  float32
 * @param values   what we return       [batch, key, dValue]  float32
 * @returns output [batch, query, dValue] and weights [batch, query, key]
 * @throws {RangeError} causal with more queries than keys: the last queries stand at the last keys
 *
 * Ours / theirs: dKey is d_k, dValue is d_v.
 * Taught in notebook 07.
 * @source Vaswani et al. 2017, "Attention Is All You Need", §3.2.1, eq. 1. https://arxiv.org/abs/1706.03762
 * @exercise 07-self-attention
 */
export function scaledDotProductAttention(
  queries: tf.Tensor3D,
  keys: tf.Tensor3D,
  values: tf.Tensor3D,
  { mask, causal = false }: AttentionOptions = {},
): { output: tf.Tensor3D; weights: tf.Tensor3D } {
  const { query, key, dKey } = checkShapes("scaledDotProductAttention", {
    queries: [queries, "batch query dKey"],
    keys: [keys, "batch key dKey"],
    values: [values, "batch key dValue"],
    "mask?": [mask && stretched(mask, queries), "batch query key"],
  });
  if (causal && query > key) {
    throw new RangeError(
      `scaledDotProductAttention: causal needs a key for each query, got ${query} queries and ${key} keys`,
    );
  }
  return tf.tidy(() => {
    const scores = tf.matMul(queries, keys, false, true).div<tf.Tensor3D>(Math.sqrt(dKey)); // [batch, query, key]
    const past = causal ? causalMask(query, key - query) : undefined;
    const allowed = mask && past ? mask.mul<tf.Tensor3D>(past) : (mask ?? past?.expandDims<tf.Tensor3D>(0));
    const { weights, context } = average(scores, values, allowed);
    return { output: context, weights };
  });
}

/** A mask's shape where it is shared: an axis of length 1 counts as long as that of the queries. */
function stretched(mask: tf.Tensor3D, queries: tf.Tensor3D): HasShape {
  if (!hasRank(mask, 3) || !hasRank(queries, 3)) return mask;
  const isShared = (axis: number) => axis < 2 && mask.shape[axis] === 1;
  return { shape: mask.shape.map((length, axis) => (isShared(axis) ? queries.shape[axis]! : length)) };
}

/**
 * 1 where query t may look at key s ≤ t: the past and itself, never the future.
 *
 * @param time  how many positions, ≥ 1
 * @param past  how many more keys stand before the first query, ≥ 0; 0 unless said otherwise
 * @returns [query, key] with key = past + time  int32
 * @throws {RangeError} time is not a whole number ≥ 1, or past not one ≥ 0
 *
 * Taught in notebook 07.
 * @source Vaswani et al. 2017, §3.2.3. https://arxiv.org/abs/1706.03762
 * @exercise 07-self-attention
 */
export function causalMask(time: number, past = 0): tf.Tensor2D {
  checkSize("causalMask", "time", time);
  if (!Number.isInteger(past) || past < 0) {
    throw new RangeError(`causalMask: past should be a whole number ≥ 0, got ${shown(past)}`);
  }
  return tf.tidy(() => tf.linalg.bandPart(tf.ones([time, past + time]), -1, past).cast("int32"));
}

export interface MasksToCombine {
  /** 1 where a key is a real token  [batch, key] */
  readonly padding?: tf.Tensor2D;
  /** 1 where a query may look at a key, in every example; see {@link causalMask}  [query, key] */
  readonly causal?: tf.Tensor2D;
  /** 1 where a query may look at a key  [batch, query, key] */
  readonly pairs?: tf.Tensor3D;
}

/**
 * One may look where every mask allows it.
 *
 * @returns [batch, query, key]  int32; an axis that no mask has is of length 1, which the attention of a Transformer
 *   takes for shared
 * @throws {RangeError} no mask at all
 *
 * Taught in notebook 07.
 */
export function combineMasks(masks: MasksToCombine): tf.Tensor3D {
  const { padding, causal, pairs } = checkRecord("combineMasks", "masks", masks);
  checkShapes("combineMasks", {
    "padding?": [padding, "batch key"],
    "causal?": [causal, "query key"],
    "pairs?": [pairs, "batch query key"],
  });
  return tf.tidy(() => {
    const given = [padding?.expandDims(1), causal?.expandDims(0), pairs].flatMap((mask) => mask ?? []);
    if (given.length === 0) throw new RangeError("combineMasks: expected at least one mask, got none");
    return given.reduce((all, mask) => all.mul(mask), tf.scalar(1, "int32")) as tf.Tensor3D;
  });
}
