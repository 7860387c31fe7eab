/**
 * The Transformer's two layers. Each is a few sublayers; around each sublayer stands a residual connection, and before
 * it (pre-norm) or after the sum (post-norm) a layer normalisation:
 *
 *     pre:  x + dropout(sublayer(norm(x)))      post:  norm(x + dropout(sublayer(x)))
 *
 * The paper has post-norm, and a warm-up of the learning rate; most models since have pre-norm.
 *
 * @source Vaswani et al. 2017, "Attention Is All You Need", §3.1. https://arxiv.org/abs/1706.03762 Pre-norm: Xiong et
 *   al. 2020, "On Layer Normalization in the Transformer Architecture". https://arxiv.org/abs/2002.04745
 */
import { tf } from "./tf";
import { checkBetween, checkRecord, checkSize, shown } from "./argument";
import { pure } from "./engine/pure";
import { FeedForward, type LayerConfig } from "./feed-forward";
import { checkHeads, MultiHeadAttention, type AttentionMask, type KeysValues } from "./multi-head-attention";
import { checkMaking, collectParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import { Residual } from "./residual";
import type { Rotation } from "./rotary-positions";
import { checkShapes, optionalParts } from "./shapes";

/**
 * Checks all that a layer is made from before anything is made, so that an error leaves no parameters behind.
 *
 * @throws {TypeError} no options or no source of random numbers
 * @throws {RangeError} an option out of its range
 */
export function checkLayer<Config extends LayerConfig>(
  functionName: string,
  config: Config,
  random: RandomGenerator,
): Config {
  checkMaking(functionName, config, random);
  const { dModel, dFeedForward = 4 * dModel, dropout = 0, norm = "pre" } = config;
  checkHeads(functionName, config);
  checkSize(functionName, "dFeedForward", dFeedForward);
  checkBetween(functionName, "dropout", dropout, "[0, 1)");
  if (["pre", "post", "none"].includes(norm)) return config;
  throw new RangeError(`${functionName}: norm should be "pre", "post" or "none", got ${shown(norm)}`);
}

export interface EncoderLayerOptions {
  /** 1 where a query may look at a key; see {@link AttentionMask}. */
  readonly mask?: AttentionMask;
  /** Keys and values of the positions before the inputs, which need not be computed again. */
  readonly past?: KeysValues;
  /** Turns queries and keys of the inputs by their places; see {@link rotationAt}. */
  readonly rotation?: Rotation;
  /** Whether numbers are dropped; false unless said otherwise. */
  readonly isTraining?: boolean;
}

/** What an encoder layer makes of its input, and where its heads looked. */
export type EncoderLayerOutput = {
  /** [batch, time, dModel]  float32 */
  readonly output: tf.Tensor3D;
  /** Where each head looked  [batch, head, query, key]  float32 */
  readonly weights: tf.Tensor4D;
  /** Of all positions up to the last input: the past of the inputs to come. */
  readonly keysValues: KeysValues;
};

/**
 * One layer of the encoder: every position looks at all positions, then works by itself. With a causal mask it is a
 * layer of a decoder-only model.
 *
 *     x ← x + MultiHead(x, x, x)      x ← x + FeedForward(x)      (each normalised, see above)
 *
 * Taught in notebook 08.
 * @throws {RangeError} a size is not a whole number ≥ 1, numHeads does not divide dModel, or norm is unknown
 * @source Vaswani et al. 2017, §3.1 and figure 1, left. https://arxiv.org/abs/1706.03762
 * @exercise 08-transformer
 */
export class EncoderLayer {
  readonly parameters: Parameters;
  private readonly selfAttention: MultiHeadAttention;
  private readonly feedForward: FeedForward;
  private readonly aroundAttention: Residual;
  private readonly aroundFeedForward: Residual;
  private readonly config: LayerConfig;

  constructor(config: LayerConfig, random: RandomGenerator) {
    this.config = checkLayer("EncoderLayer", config, random);
    this.selfAttention = new MultiHeadAttention(config, random);
    this.feedForward = new FeedForward(config, random);
    this.aroundAttention = new Residual(config, random);
    this.aroundFeedForward = new Residual(config, random);
    this.parameters = collectParameters({
      selfAttention: this.selfAttention,
      attentionNorm: this.aroundAttention.norm,
      feedForward: this.feedForward,
      feedForwardNorm: this.aroundFeedForward.norm,
    });
  }

  /**
   * @param inputs  [batch, time, dModel]  float32
   * @returns output [batch, time, dModel], weights [batch, head, query, key], keys and values
   */
  run(inputs: tf.Tensor3D, options: EncoderLayerOptions = {}): EncoderLayerOutput {
    const { isTraining = false, past } = options;
    checkInputs("EncoderLayer.run", this.config, inputs, past);
    return tf.tidy(() => {
      const self = this.aroundAttention.apply(inputs, isTraining, (x) =>
        selfLook(this.selfAttention, x, options),
      );
      const { output } = this.aroundFeedForward.apply(self.output, isTraining, (x) => ({
        output: this.feedForward.apply(x),
      }));
      return { ...self, output };
    });
  }
}
pure(EncoderLayer);

function checkInputs(
  functionName: string,
  { dModel, numHeads }: LayerConfig,
  inputs: tf.Tensor3D,
  past?: KeysValues,
): void {
  const axes = "batch head past dHead";
  const pastAxes = optionalParts("past", past, { keys: axes, values: axes });
  const layer = { dModel, head: numHeads, dHead: dModel / numHeads };
  checkShapes(functionName, { inputs: [inputs, "batch time dModel"], ...pastAxes }, layer);
}

/** Looks at its own sequence: at the past, if there is one, and at the inputs. */
function selfLook(
  attention: MultiHeadAttention,
  inputs: tf.Tensor3D,
  { mask, past, rotation }: EncoderLayerOptions,
): EncoderLayerOutput {
  const { keys, values } = attention.offer(inputs, { rotation });
  const keysValues = {
    keys: past ? tf.concat([past.keys, keys], 2) : keys,
    values: past ? tf.concat([past.values, values], 2) : values,
  };
  return { ...attention.look(inputs, keysValues, { mask, rotation }), keysValues };
}

export interface DecoderLayerOptions extends EncoderLayerOptions {
  /** What the encoder offers; see {@link DecoderLayer.offer}. */
  readonly source: KeysValues;
  /** 1 where a target position may look at a source position. */
  readonly sourceMask?: AttentionMask;
}

/** What a decoder layer makes of its input, where its heads looked, and what it remembers. */
export type DecoderLayerOutput = EncoderLayerOutput & {
  /** Where each head looked in the source  [batch, head, target, source]  float32 */
  readonly sourceWeights: tf.Tensor4D;
};

/**
 * One layer of the decoder: every position looks at the target so far, then at the source, then works by itself.
 *
 *     x ← x + MultiHead(x, x, x)      x ← x + MultiHead(x, h, h)      x ← x + FeedForward(x)
 *
 * The keys and values of the second look come from the encoder's states h, the queries from the decoder's.
 *
 * Taught in notebook 08.
 * @throws {RangeError} a size is not a whole number ≥ 1, numHeads does not divide dModel, or norm is unknown
 * @source Vaswani et al. 2017, §3.1 and figure 1, right; §3.2.3. https://arxiv.org/abs/1706.03762
 * @exercise 08-transformer
 */
export class DecoderLayer {
  readonly parameters: Parameters;
  private readonly selfAttention: MultiHeadAttention;
  private readonly crossAttention: MultiHeadAttention;
  private readonly feedForward: FeedForward;
  private readonly aroundSelf: Residual;
  private readonly aroundCross: Residual;
  private readonly aroundFeedForward: Residual;
  private readonly config: LayerConfig;

  constructor(config: LayerConfig, random: RandomGenerator) {
    this.config = checkLayer("DecoderLayer", config, random);
    this.selfAttention = new MultiHeadAttention(config, random);
    this.crossAttention = new MultiHeadAttention(config, random);
    this.feedForward = new FeedForward(config, random);
    this.aroundSelf = new Residual(config, random);
    this.aroundCross = new Residual(config, random);
    this.aroundFeedForward = new Residual(config, random);
    this.parameters = collectParameters({
      selfAttention: this.selfAttention,
      selfNorm: this.aroundSelf.norm,
      crossAttention: this.crossAttention,
      crossNorm: this.aroundCross.norm,
      feedForward: this.feedForward,
      feedForwardNorm: this.aroundFeedForward.norm,
    });
  }

  /** Keys and values of the encoder's states [batch, source, dModel], the same for all target positions. */
  offer(states: tf.Tensor3D): KeysValues {
    return this.crossAttention.offer(states);
  }

  /**
   * @param inputs  [batch, target, dModel]  float32
   * @returns output [batch, target, dModel], the weights of both looks, keys and values
   */
  run(inputs: tf.Tensor3D, options: DecoderLayerOptions): DecoderLayerOutput {
    checkRecord("DecoderLayer.run", "options", options);
    const { source, sourceMask, past, isTraining = false } = options;
    checkRecord("DecoderLayer.run", "options.source", source);
    checkInputs("DecoderLayer.run", this.config, inputs, past);
    return tf.tidy(() => {
      const self = this.aroundSelf.apply(inputs, isTraining, (x) => selfLook(this.selfAttention, x, options));
      const cross = this.aroundCross.apply(self.output, isTraining, (x) =>
        this.crossAttention.look(x, source, { mask: sourceMask }),
      );
      const { output } = this.aroundFeedForward.apply(cross.output, isTraining, (x) => ({
        output: this.feedForward.apply(x),
      }));
      return { ...self, output, sourceWeights: cross.weights };
    });
  }
}
pure(DecoderLayer);
