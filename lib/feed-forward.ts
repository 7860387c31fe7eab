/**
 * Feed-forward: the part of a Transformer's layer that works on each position by itself.
 *
 * @source Vaswani et al. 2017, "Attention Is All You Need", §3.3. https://arxiv.org/abs/1706.03762
 */
import { tf } from "./tf";
import { checkSizes } from "./argument";
import { floatType, runKernel } from "./engine/kernel";
import { pure } from "./engine/pure";
import { withBackward } from "./engine/with-backward";
import { Linear } from "./linear";
import { checkMaking, collectParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import { checkShapes } from "./shapes";

/** Sizes and settings of one layer of a Transformer. */
export interface LayerConfig {
  /** Width of every position, ≥ 1; a multiple of numHeads. */
  readonly dModel: number;
  /** How many attention heads share it, ≥ 1. */
  readonly numHeads: number;
  /** Width between the two feed-forward matrices, ≥ 1; 4·dModel unless said otherwise. */
  readonly dFeedForward?: number;
  /** The share of numbers dropped in training, in [0, 1); 0 unless said otherwise. */
  readonly dropout?: number;
  /** Where the layer normalisation stands, if anywhere; "pre" unless said otherwise. */
  readonly norm?: "pre" | "post" | "none";
  /** Whether a sublayer's output is added to its input; true unless said otherwise. False only to see what it is good for. */
  readonly residual?: boolean;
}

/**
 * Works on each position by itself: wider, without the negative numbers, and back.
 *
 *     y = max(0, x W_1 + b_1) W_2 + b_2
 *
 * Taught in notebook 08.
 * @throws {RangeError} a size is not a whole number ≥ 1
 * @source Vaswani et al. 2017, §3.3, eq. 2. https://arxiv.org/abs/1706.03762
 * @exercise 08-transformer
 */
export class FeedForward {
  readonly parameters: Parameters;
  private readonly wide: Linear;
  private readonly narrow: Linear;
  private readonly sizes: { readonly dModel: number };

  constructor(config: LayerConfig, random: RandomGenerator) {
    const { dModel, dFeedForward = 4 * dModel } = checkMaking("FeedForward", config, random);
    checkSizes("FeedForward", { dModel, dFeedForward });
    this.sizes = { dModel };
    this.wide = new Linear({ inputSize: dModel, outputSize: dFeedForward }, random);
    this.narrow = new Linear({ inputSize: dFeedForward, outputSize: dModel }, random);
    this.parameters = collectParameters({ wide: this.wide, narrow: this.narrow });
  }

  /**
   * @param inputs  [batch, time, dModel]  float32
   * @returns [batch, time, dModel]
   */
  apply(inputs: tf.Tensor3D): tf.Tensor3D {
    checkShapes("FeedForward.apply", { inputs: [inputs, "batch time dModel"] }, this.sizes);
    return tf.tidy(() => this.narrow.apply(relu(this.wide.apply(inputs))));
  }
}
pure(FeedForward);

/** max(0, x), whose gradient is one kernel instead of TensorFlow.js' six. */
function relu(inputs: tf.Tensor3D): tf.Tensor3D {
  const forward = (x: tf.Tensor3D) => {
    const value: tf.Tensor3D = x.relu();
    return { value, saved: [value] as [tf.Tensor3D] };
  };
  return withBackward([inputs], forward, (change, [output]) =>
    runKernel("ReluGrad", [floatType()], [change, output], 1),
  );
}
