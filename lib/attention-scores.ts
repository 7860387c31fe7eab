/**
 * Attention scores: how well a decoder state (the query) fits each encoder state (a key).
 *
 * Every function takes one query a sequence [batch, hidden], or those of all decoder steps at once
 * [batch, target, hidden]; the scores have the query's axes, with "source" in the place of "hidden".
 *
 * @source Luong et al. 2015, "Effective Approaches to Attention-based Neural Machine Translation", §3.1.
 *   https://arxiv.org/abs/1508.04025
 */
import { tf } from "./tf";
import { checkList, checkRecord } from "./argument";
import { checkShapes, hasRank } from "./shapes";

/** One query a sequence [batch, hidden], or one a decoder step [batch, target, hidden]. */
export type Queries = tf.Tensor2D | tf.Tensor3D;

/**
 * How far query and key point the same way.
 *
 *     e_s = q · k_s
 *
 * No parameters; query and keys must have one width.
 *
 * @param query  decoder state(s)  [batch, hidden] or [batch, target, hidden]  float32
 * @param keys   encoder states  [batch, source, hidden]  float32
 * @returns [batch, source] or [batch, target, source]
 *
 * Taught in notebook 06.
 * @source Luong et al. 2015, §3.1, eq. 8, "dot". https://arxiv.org/abs/1508.04025
 * @exercise 06-attention
 */
export function dotScore<Query extends Queries>(query: Query, keys: tf.Tensor3D): Query {
  checkShapes("dotScore", {
    query: [query, queryAxes(query, "hidden")],
    keys: [keys, "batch source hidden"],
  });
  return forEachQuery(query, (queries) => tf.matMul(queries, keys, false, true));
}

/**
 * The dot score, divided by the square root of the width, so that wide states do not saturate the softmax.
 *
 *     e_s = q · k_s / √hidden
 *
 * @param query  decoder state(s)  [batch, hidden] or [batch, target, hidden]  float32
 * @param keys   encoder states  [batch, source, hidden]  float32
 * @returns [batch, source] or [batch, target, source]
 *
 * Taught in notebook 06.
 * @source Vaswani et al. 2017, "Attention Is All You Need", §3.2.1, eq. 1. https://arxiv.org/abs/1706.03762
 * @exercise 06-attention
 */
export function scaledDotScore<Query extends Queries>(query: Query, keys: tf.Tensor3D): Query {
  const { hidden } = checkShapes("scaledDotScore", {
    query: [query, queryAxes(query, "hidden")],
    keys: [keys, "batch source hidden"],
  });
  return tf.tidy(() => dotScore(query, keys).div<Query>(Math.sqrt(hidden)));
}

/**
 * A learned matrix between query and key, so they may differ in width and meaning.
 *
 *     e_s = q W k_sᵀ
 *
 * @param query   decoder state(s)  [batch, hidden] or [batch, target, hidden]  float32
 * @param keys    encoder states  [batch, source, keyHidden]  float32
 * @param weight  W  [hidden, keyHidden]  float32
 * @returns [batch, source] or [batch, target, source]
 *
 * Ours / theirs: weight is W_a.
 * Taught in notebook 06.
 * @source Luong et al. 2015, §3.1, eq. 8, "general". https://arxiv.org/abs/1508.04025
 * @exercise 06-attention
 */
export function generalScore<Query extends Queries>(
  query: Query,
  keys: tf.Tensor3D,
  weight: tf.Tensor2D,
): Query {
  const { keyHidden } = checkShapes("generalScore", {
    query: [query, queryAxes(query, "hidden")],
    keys: [keys, "batch source keyHidden"],
    weight: [weight, "hidden keyHidden"],
  });
  return forEachQuery(query, (queries) => {
    const [batch, target, hidden] = queries.shape;
    const projected = queries.reshape<tf.Tensor2D>([batch * target, hidden]).matMul(weight);
    return tf.matMul(projected.reshape([batch, target, keyHidden]), keys, false, true);
  });
}

/** What the concat score learns. One matrix over [q ; k] is the same as these two side by side. */
export interface ConcatWeights {
  /** From the query to the score's hidden layer  [hidden, scoreHidden] */
  readonly queryWeight: tf.Tensor2D;
  /** From the key to the score's hidden layer  [keyHidden, scoreHidden] */
  readonly keyWeight: tf.Tensor2D;
  /** From the last hidden layer to the score  [scoreHidden] */
  readonly vector: tf.Tensor1D;
  /** From each hidden layer to the next, for a deeper network  [scoreHidden, scoreHidden]; none unless said otherwise */
  readonly deeper?: readonly tf.Tensor2D[];
}

/**
 * A small network judges each pair of query and key: one hidden layer, or more.
 *
 *     e_s = tanh(q W_q + k_s W_k) vᵀ      (= tanh([q ; k_s] W) vᵀ)
 *     deeper: e_s = tanh(tanh(q W_q + k_s W_k) W_2) vᵀ …
 *
 * @param query    decoder state(s)  [batch, hidden] or [batch, target, hidden]  float32
 * @param keys     encoder states  [batch, source, keyHidden]  float32
 * @param weights  queryWeight [hidden, scoreHidden], keyWeight [keyHidden, scoreHidden], vector [scoreHidden]
 * @returns [batch, source] or [batch, target, source]
 *
 * Ours / theirs: vector is v_a; queryWeight and keyWeight are W_a cut in two (Bahdanau: W_a and U_a).
 * Taught in notebook 06.
 * @source Bahdanau et al. 2015, "Neural Machine Translation by Jointly Learning to Align and Translate", §A.1.2;
 *   Luong et al. 2015, §3.1, eq. 8, "concat". https://arxiv.org/abs/1409.0473
 * @exercise 06-attention
 */
export function concatScore<Query extends Queries>(
  query: Query,
  keys: tf.Tensor3D,
  weights: ConcatWeights,
): Query {
  const { queryWeight, keyWeight, vector, deeper = [] } = checkRecord("concatScore", "weights", weights);
  checkList("concatScore", "weights.deeper", deeper);
  const { batch, source, keyHidden, scoreHidden } = checkShapes("concatScore", {
    query: [query, queryAxes(query, "hidden")],
    keys: [keys, "batch source keyHidden"],
    queryWeight: [queryWeight, "hidden scoreHidden"],
    keyWeight: [keyWeight, "keyHidden scoreHidden"],
    vector: [vector, "scoreHidden"],
    ...Object.fromEntries(deeper.map((weight, i) => [`deeper[${i}]`, [weight, "scoreHidden scoreHidden"]])),
  });
  return forEachQuery(query, (queries) => {
    const [, target, hidden] = queries.shape;
    const fromQuery = queries.reshape<tf.Tensor2D>([batch * target, hidden]).matMul(queryWeight);
    const fromKey = keys.reshape<tf.Tensor2D>([batch * source, keyHidden]).matMul(keyWeight);
    const layer = fromQuery
      .reshape([batch, target, 1, scoreHidden])
      .add(fromKey.reshape([batch, 1, source, scoreHidden]))
      .tanh(); // [batch, target, source, scoreHidden]
    const first = layer.reshape<tf.Tensor2D>([batch * target * source, scoreHidden]);
    const last = deeper.reduce<tf.Tensor2D>(
      (hidden, weight) => tf.matMul<tf.Tensor2D>(hidden, weight).tanh(),
      first,
    );
    return last.matMul(vector.expandDims<tf.Tensor2D>(1)).reshape([batch, target, source]);
  });
}

/**
 * A score that sees the query only, never the keys: it can learn *where* to look, but not *what* to look for.
 *
 *     e = q W      (one column of W for each source position)
 *
 * @param query   decoder state(s)  [batch, hidden] or [batch, target, hidden]  float32
 * @param weight  W  [hidden, source]  float32; slice it to the batch's source length
 * @returns [batch, source] or [batch, target, source]
 *
 * Taught in notebook 06.
 * @source Luong et al. 2015, §3.1, eq. 9, "location". https://arxiv.org/abs/1508.04025
 * @exercise 06-attention
 */
export function locationScore<Query extends Queries>(query: Query, weight: tf.Tensor2D): Query {
  const { source } = checkShapes("locationScore", {
    query: [query, queryAxes(query, "hidden")],
    weight: [weight, "hidden source"],
  });
  return forEachQuery(query, (queries) => {
    const [batch, target, hidden] = queries.shape;
    return queries
      .reshape<tf.Tensor2D>([batch * target, hidden])
      .matMul(weight)
      .reshape([batch, target, source]);
  });
}

const queryAxes = <Axis extends string>(query: Queries, hidden: Axis) =>
  (hasRank(query, 3) ? `batch target ${hidden}` : `batch ${hidden}`) as `batch target ${Axis}`;

/** Runs a score on [batch, target, hidden], and takes the "target" axis away again if there was one query only. */
function forEachQuery<Query extends Queries>(
  query: Query,
  score: (queries: tf.Tensor3D) => tf.Tensor,
): Query {
  return tf.tidy(() => {
    if (query.shape.length === 3) return score(query as tf.Tensor3D) as Query;
    return score(query.expandDims<tf.Tensor3D>(1)).squeeze<Query>([1]);
  });
}
