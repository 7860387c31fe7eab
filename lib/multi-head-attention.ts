/**
 * Multi-head attention: several small attentions side by side, each with its own idea of what to look for.
 *
 * `scaledDotProductAttention` is what each head does; all heads run in the same two matrix products here, and are
 * proven equal to it (tests/lib/multi-head-attention.test.ts).
 *
 * @source Vaswani et al. 2017, "Attention Is All You Need", §3.2.2. https://arxiv.org/abs/1706.03762
 */
import { tf } from "./tf";
import { checkRecord, checkSizes, shown } from "./argument";
import { pure } from "./engine/pure";
import { Linear } from "./linear";
import { maskedSoftmax, prepareMask, type PreparedMask } from "./masked-softmax";
import { checkMaking, collectParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import { rotate, type Rotation } from "./rotary-positions";
import { checkShapes, hasRank, ShapeError } from "./shapes";

export interface MultiHeadConfig {
  /** Width of what goes in and comes out, ≥ 1; a multiple of numHeads. */
  readonly dModel: number;
  /** How many heads share it, ≥ 1. */
  readonly numHeads: number;
}

/** What a sequence offers to queries: made once, used by every query that comes. */
export type KeysValues = {
  /** [batch, head, key, dHead]  float32 */
  readonly keys: tf.Tensor4D;
  /** [batch, head, key, dHead]  float32 */
  readonly values: tf.Tensor4D;
};

/** What all heads found together, and where each looked. */
export type MultiHeadOutput = {
  /** [batch, query, dModel]  float32 */
  readonly output: tf.Tensor3D;
  /** Where each head looked  [batch, head, query, key]  float32 */
  readonly weights: tf.Tensor4D;
};

/** 1 = may look  [batch, query, key], where batch and query may be 1 to share it; or such a mask made ready. */
export type AttentionMask = tf.Tensor3D | PreparedMask;

/**
 * Attention with several heads.
 *
 *     head_i = softmax(Q W^Q_i (K W^K_i)ᵀ / √dHead) V W^V_i      output = [head_1 ; … ; head_h] W^O
 *
 * Ours / theirs: queries.inputToOutput holds W^Q of all heads side by side, keysValues.inputToOutput W^K and then
 * W^V, output.inputToOutput is W^O; dHead is d_k = d_v = dModel / numHeads. Each has a bias, as in PyTorch.
 * Taught in notebook 07.
 * @throws {RangeError} a size is not a whole number ≥ 1, or numHeads does not divide dModel
 * @source Vaswani et al. 2017, §3.2.2. https://arxiv.org/abs/1706.03762
 * @exercise 07-self-attention
 */
export class MultiHeadAttention {
  readonly parameters: Parameters;
  private readonly dModel: number;
  private readonly numHeads: number;
  private readonly dHead: number;
  private readonly queries: Linear;
  private readonly keysValues: Linear;
  private readonly output: Linear;

  constructor(config: MultiHeadConfig, random: RandomGenerator) {
    const { dModel, numHeads } = checkMaking("MultiHeadAttention", config, random);
    checkHeads("MultiHeadAttention", { dModel, numHeads });
    this.dModel = dModel;
    this.numHeads = numHeads;
    this.dHead = dModel / numHeads;
    this.queries = new Linear({ inputSize: dModel, outputSize: dModel }, random);
    this.keysValues = new Linear({ inputSize: dModel, outputSize: 2 * dModel }, random);
    this.output = new Linear({ inputSize: dModel, outputSize: dModel }, random);
    const { queries, keysValues, output } = this;
    this.parameters = collectParameters({ queries, keysValues, output });
  }

  /**
   * @param inputs  what looks  [batch, query, dModel]  float32
   * @param memory  what is looked at; the inputs themselves in self-attention  [batch, key, dModel]  float32
   * @returns output [batch, query, dModel] and weights [batch, head, query, key]
   */
  run(
    inputs: tf.Tensor3D,
    memory: tf.Tensor3D,
    { mask }: { readonly mask?: AttentionMask } = {},
  ): MultiHeadOutput {
    return tf.tidy(() => this.look(inputs, this.offer(memory), { mask }));
  }

  /**
   * Keys and values of every position of a sequence.
   *
   * @param memory    [batch, key, dModel]  float32
   * @param rotation  turns the keys by their places
   * @returns keys and values [batch, head, key, dHead]
   */
  offer(memory: tf.Tensor3D, { rotation }: { readonly rotation?: Rotation } = {}): KeysValues {
    const contract = { memory: [memory, "batch key dModel"] } as const;
    const { batch, key } = checkShapes("MultiHeadAttention.offer", contract, { dModel: this.dModel });
    return tf.tidy(() => {
      const both = this.keysValues.apply(memory).reshape([batch, key, 2, this.numHeads, this.dHead]);
      const [keys, values] = tf.unstack(both.transpose([2, 0, 3, 1, 4])) as tf.Tensor4D[]; // [batch, head, key, dHead] each
      return { keys: rotation === undefined ? keys! : rotate(keys!, rotation), values: values! };
    });
  }

  /**
   * Looks at keys and values that are there already.
   *
   * @param inputs  [batch, query, dModel]  float32
   * @returns output [batch, query, dModel] and weights [batch, head, query, key]
   */
  look(
    inputs: tf.Tensor3D,
    keysValues: KeysValues,
    { mask, rotation }: { readonly mask?: AttentionMask; readonly rotation?: Rotation } = {},
  ): MultiHeadOutput {
    const { keys, values } = checkRecord("MultiHeadAttention.look", "keysValues", keysValues);
    const contract = {
      inputs: [inputs, "batch query dModel"],
      keys: [keys, "batch head key dHead"],
      values: [values, "batch head key dHead"],
    } as const;
    const { dModel, numHeads, dHead } = this;
    const layer = { dModel, head: numHeads, dHead };
    const { batch, query } = checkShapes("MultiHeadAttention.look", contract, layer);
    return tf.tidy(() => {
      const heads = this.queries.apply(inputs).reshape([batch, query, numHeads, dHead]);
      const scaled = heads.transpose<tf.Tensor4D>([0, 2, 1, 3]).mul<tf.Tensor4D>(1 / Math.sqrt(dHead));
      const placed = rotation === undefined ? scaled : rotate(scaled, rotation);
      const scores: tf.Tensor4D = tf.matMul(placed, keys, false, true); // [batch, head, query, key]
      const weights = maskedSoftmax(scores, mask && forHeads(mask, scores.shape));
      const context = tf.matMul(weights, values).transpose([0, 2, 1, 3]); // [batch, query, head, dHead]
      return { output: this.output.apply(context.reshape([batch, query, dModel])), weights };
    });
  }
}
pure(MultiHeadAttention);

/** @throws {RangeError} a size is not a whole number ≥ 1, or numHeads does not divide dModel */
export function checkHeads(functionName: string, { dModel, numHeads }: MultiHeadConfig): void {
  checkSizes(functionName, { dModel, numHeads });
  if (dModel % numHeads === 0) return;
  throw new RangeError(`${functionName}: ${numHeads} heads do not divide dModel ${dModel}`);
}

const isPrepared = (mask: AttentionMask): mask is PreparedMask =>
  typeof mask === "object" && mask !== null && "isAllowed" in mask;

/** A mask [batch, query, key], made ready for scores [batch, head, query, key]. */
function forHeads(mask: AttentionMask, [batch, , query, key]: number[]): PreparedMask {
  if (isPrepared(mask)) return mask;
  const fits = (length: number, axis: number) =>
    length === [batch, query, key][axis] || (length === 1 && axis < 2);
  if (!hasRank(mask, 3) || !mask.shape.every(fits)) {
    throw new ShapeError(
      `MultiHeadAttention: mask should be [batch, query, key] = [${batch}, ${query}, ${key}], got ${shown(mask)}`,
    );
  }
  return prepareMask(mask.expandDims(1));
}
