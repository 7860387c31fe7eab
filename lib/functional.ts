/**
 * Layers as functions of their weights: what a sheet's last task puts a model together from.
 *
 * A class of lib makes its parameters and hides them. Here they are plain tensors, called as the class calls its
 * parameters, so that a model's own numbers can be put in: `weightsOf(model)`.
 */
import { tf } from "./tf";
import { checkRecord, checkSize } from "./argument";
import { maskedSoftmax, prepareMask } from "./masked-softmax";
import type { KeysValues, MultiHeadOutput } from "./multi-head-attention";
import { checkModel, type HasParameters } from "./parameters";
import { checkShapes, hasRank } from "./shapes";
import type { LayerNormWeights } from "./layer-norm";
import type { LstmWeights } from "./lstm";

/** Of a linear layer. */
export interface LinearWeights {
  /** W  [input, output] */
  readonly inputToOutput: tf.Tensor2D;
  /** b  [output] */
  readonly bias: tf.Tensor1D;
}

/** Of multi-head attention; the columns of all heads side by side. */
export interface MultiHeadWeights {
  /** W^Q  [dModel, dModel] */
  readonly queries: LinearWeights;
  /** W^K, then W^V  [dModel, 2·dModel] */
  readonly keysValues: LinearWeights;
  /** W^O  [dModel, dModel] */
  readonly output: LinearWeights;
}

/** Of the part of a layer that works on each position by itself. */
export interface FeedForwardWeights {
  /** W_1  [dModel, dFeedForward] */
  readonly wide: LinearWeights;
  /** W_2  [dFeedForward, dModel] */
  readonly narrow: LinearWeights;
}

/** Of a layer that looks at its own sequence only. */
export interface EncoderLayerWeights {
  readonly selfAttention: MultiHeadWeights;
  readonly attentionNorm: LayerNormWeights;
  readonly feedForward: FeedForwardWeights;
  readonly feedForwardNorm: LayerNormWeights;
}

/** Of a layer that looks at the target so far, and at the source. */
export interface DecoderLayerWeights {
  readonly selfAttention: MultiHeadWeights;
  readonly selfNorm: LayerNormWeights;
  readonly crossAttention: MultiHeadWeights;
  readonly crossNorm: LayerNormWeights;
  readonly feedForward: FeedForwardWeights;
  readonly feedForwardNorm: LayerNormWeights;
}

/** Of a language model of one LSTM. */
export interface LanguageModelWeights {
  /** [vocab, embedding] */
  readonly embedding: { readonly table: tf.Tensor2D };
  readonly lstm: LstmWeights;
  /** [hidden, vocab] */
  readonly output: LinearWeights;
}

/** Of a decoder that knows the source by its first state alone. */
export interface DecoderWeights {
  readonly reader: {
    /** [vocab, embedding] */
    readonly embedding: { readonly table: tf.Tensor2D };
    readonly rnn: LstmWeights;
  };
  /** [hidden, vocab] */
  readonly output: LinearWeights;
}

/** Of an encoder and a decoder with one vector between them. */
export interface Seq2SeqWeights {
  readonly encoder: {
    /** [vocab, embedding] */
    readonly embedding: { readonly table: tf.Tensor2D };
    readonly rnn: LstmWeights;
  };
  readonly decoder: DecoderWeights & {
    /** [2·encoderHidden, 2·hidden] */
    readonly reader: { readonly bridge: LinearWeights };
  };
}

/** Of an attention decoder's step with the general score. */
export interface AttentionDecoderWeights {
  readonly reader: {
    /** [vocab, embedding] */
    readonly embedding: { readonly table: tf.Tensor2D };
    readonly rnn: LstmWeights;
  };
  /** [hidden, encoderHidden] */
  readonly score: { readonly weight: tf.Tensor2D };
  /** [encoderHidden + hidden, hidden] */
  readonly combine: LinearWeights;
  /** [hidden, vocab] */
  readonly output: LinearWeights;
}

/** Of a Transformer whose output layer is the decoder's table once more. */
export interface TransformerWeights {
  readonly encoder: {
    /** [vocab, dModel] */
    readonly reader: { readonly embedding: { readonly table: tf.Tensor2D } };
    readonly layers: readonly EncoderLayerWeights[];
    readonly norm: LayerNormWeights;
  };
  readonly decoder: {
    /** [vocab, dModel] */
    readonly reader: { readonly embedding: { readonly table: tf.Tensor2D } };
    readonly layers: readonly DecoderLayerWeights[];
    readonly scores: { readonly norm: LayerNormWeights };
  };
}

/** Of an encoder with a task head that gives one answer for a text. */
export interface TextClassifierWeights {
  readonly encoder: TransformerWeights["encoder"];
  /** [dModel, class] */
  readonly head: LinearWeights;
}

/** Of a GPT, whose output layer is the embedding's table once more. */
export interface GptWeights {
  /** [vocab, dModel] */
  readonly embedding: { readonly table: tf.Tensor2D };
  /** [maxTime, dModel] */
  readonly positions: { readonly table: tf.Tensor2D };
  readonly layers: readonly EncoderLayerWeights[];
  readonly scores: { readonly norm: LayerNormWeights };
}

/**
 * A model's parameters as a tree: "queries.bias" is `weightsOf(model).queries.bias`, and parts that are numbered make a
 * list. They are the model's own variables: what trains the tree trains the model.
 *
 * @throws {TypeError} nothing that holds parameters
 */
export function weightsOf<Weights>(model: HasParameters): Weights {
  checkModel("weightsOf", "model", model);
  const tree: Branch = {};
  for (const [name, parameter] of Object.entries(model.parameters)) {
    const path = name.split(".");
    const owner = path.slice(0, -1).reduce((branch, part) => (branch[part] ??= {}) as Branch, tree);
    owner[path.at(-1)!] = parameter;
  }
  return numbered(tree) as Weights;
}

interface Branch {
  [part: string]: Branch | tf.Variable;
}

/** { 0: …, 1: … } becomes a list. */
function numbered(branch: Branch | tf.Variable): unknown {
  if (branch instanceof tf.Variable) return branch;
  const parts = Object.entries(branch).map(([name, part]) => [name, numbered(part)] as const);
  const isList = parts.every(([name], index) => name === String(index));
  return isList ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

/**
 * Multiplies the last axis by a matrix, and adds the bias.
 *
 *     y = x W + b
 *
 * @param inputs  [batch, input] or [batch, time, input]  float32
 * @returns [batch, output] or [batch, time, output]
 */
export function linear<Input extends tf.Tensor2D | tf.Tensor3D>(
  inputs: Input,
  weights: LinearWeights,
): Input {
  const { inputToOutput, bias } = checkRecord("linear", "weights", weights);
  const { input, output } = checkShapes("linear", {
    inputs: [inputs, hasRank(inputs, 3) ? "batch time input" : "batch input"],
    "weights.inputToOutput": [inputToOutput, "input output"],
    "weights.bias": [bias, "output"],
  });
  return tf.tidy(() => {
    const flat = inputs.reshape<tf.Tensor2D>([-1, input]).matMul(inputToOutput).add(bias);
    return flat.reshape([...inputs.shape.slice(0, -1), output]) as Input;
  });
}

/**
 * Works on each position by itself.
 *
 *     y = max(0, x W_1 + b_1) W_2 + b_2
 *
 * @param inputs  [batch, time, dModel]  float32
 * @returns [batch, time, dModel]
 */
export function feedForward(inputs: tf.Tensor3D, weights: FeedForwardWeights): tf.Tensor3D {
  const { wide, narrow } = checkRecord("feedForward", "weights", weights);
  checkShapes("feedForward", { inputs: [inputs, "batch time dModel"] });
  return tf.tidy(() => linear(linear(inputs, wide).relu<tf.Tensor3D>(), narrow));
}

/**
 * Keys and values of every position, for all heads: as `MultiHeadAttention.offer`.
 *
 * @param memory    what is looked at  [batch, key, dModel]  float32
 * @param numHeads  ≥ 1, a divisor of dModel
 * @returns keys and values [batch, head, key, dHead]
 * @throws {RangeError} numHeads is not a whole number ≥ 1
 */
export function offer(memory: tf.Tensor3D, weights: MultiHeadWeights, numHeads: number): KeysValues {
  checkShapes("offer", { memory: [memory, "batch key dModel"] });
  checkSize("offer", "numHeads", numHeads);
  return tf.tidy(() => {
    const [keys, values] = tf.split(linear(memory, weights.keysValues), 2, 2) as tf.Tensor3D[];
    return { keys: intoHeads(keys!, numHeads), values: intoHeads(values!, numHeads) };
  });
}

/**
 * Looks at keys and values that are there already: as `MultiHeadAttention.look`.
 *
 * @param inputs  what looks  [batch, query, dModel]  float32
 * @param mask    1 = may look  [batch, query, key], where batch and query may be 1 to share it; omit to look everywhere
 * @returns output [batch, query, dModel] and weights [batch, head, query, key]
 */
export function look(
  inputs: tf.Tensor3D,
  keysValues: KeysValues,
  weights: MultiHeadWeights,
  mask?: tf.Tensor3D,
): MultiHeadOutput {
  const { keys, values } = checkRecord("look", "keysValues", keysValues);
  const { head, dHead } = checkShapes("look", {
    inputs: [inputs, "batch query dModel"],
    "keysValues.keys": [keys, "batch head key dHead"],
    "keysValues.values": [values, "batch head key dHead"],
  });
  return tf.tidy(() => {
    const queries = intoHeads(linear(inputs, weights.queries), head);
    const scores = tf.matMul(queries, keys, false, true).div<tf.Tensor4D>(Math.sqrt(dHead)); // [batch, head, query, key]
    const looked = maskedSoftmax(scores, mask && prepareMask(mask.expandDims(1)));
    const found = tf.matMul(looked, values).transpose<tf.Tensor4D>([0, 2, 1, 3]); // [batch, query, head, dHead]
    return { output: linear(found.reshape<tf.Tensor3D>(inputs.shape), weights.output), weights: looked };
  });
}

/** [batch, time, dModel] → [batch, head, time, dHead] */
function intoHeads(x: tf.Tensor3D, numHeads: number): tf.Tensor4D {
  const [batch, time, dModel] = x.shape;
  return x.reshape([batch, time, numHeads, dModel / numHeads]).transpose([0, 2, 1, 3]);
}
