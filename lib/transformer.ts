/**
 * The Transformer: an encoder and a decoder of attention alone, no recurrence.
 *
 * @source Vaswani et al. 2017, "Attention Is All You Need". https://arxiv.org/abs/1706.03762
 */
import { tf } from "./tf";
import { checkList, checkRecord } from "./argument";
import { causalMask } from "./attention";
import { pairBatch, type EncodedPair, type PairBatch } from "./batches";
import { pure } from "./engine/pure";
import { LayerNorm } from "./layer-norm";
import { maskedCrossEntropy } from "./losses";
import { prepareMask, type PreparedMask } from "./masked-softmax";
import type { KeysValues } from "./multi-head-attention";
import { checkModel, collectParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import type { RunOptions } from "./dropout";
import { checkShapes } from "./shapes";
import {
  checkPast,
  checkStack,
  runStack,
  stackOf,
  stackParameters,
  TokenReader,
  TokenScores,
  type StackConfig,
} from "./transformer-stack";
import { DecoderLayer, EncoderLayer } from "./transformer-layer";

export { Gpt } from "./gpt"; // also found here, as are the layers
export { DecoderLayer, EncoderLayer } from "./transformer-layer";

/** What the encoder knows of a source. */
export type TransformerEncoded = {
  /** One state a token  [batch, source, dModel]  float32 */
  readonly hiddens: tf.Tensor3D;
  /** 1 where a source token stands, made ready for all heads  [batch, 1, 1, source] */
  readonly mask: PreparedMask;
  /** Where each head of each layer looked  [batch, head, query, key], one a layer */
  readonly weights: tf.Tensor4D[];
};

/**
 * Reads the source: every token looks at all tokens, layer upon layer.
 *
 * Taught in notebook 08.
 * @throws {RangeError} a size is not a whole number ≥ 1, or numHeads does not divide dModel
 * @source Vaswani et al. 2017, §3.1; scaled embeddings §3.4, positions §3.5. https://arxiv.org/abs/1706.03762
 */
export class TransformerEncoder {
  readonly parameters: Parameters;
  readonly dModel: number;
  private readonly reader: TokenReader;
  private readonly layers: EncoderLayer[];
  private readonly norm: LayerNorm | undefined;

  constructor(config: StackConfig, random: RandomGenerator) {
    this.dModel = checkStack("TransformerEncoder", config, random).dModel;
    this.reader = new TokenReader(config, random);
    this.layers = stackOf(config.numLayers, () => new EncoderLayer(config, random));
    const { dModel, norm = "pre" } = config;
    this.norm = norm === "pre" ? new LayerNorm({ width: dModel }) : undefined;
    this.parameters = collectParameters({
      reader: this.reader,
      layers: stackParameters(this.layers),
      norm: this.norm,
    });
  }

  /**
   * @param tokens  [batch, source]  int32
   * @param mask    1 where a token stands  [batch, source]  int32
   * @returns states [batch, source, dModel], the mask made ready, and weights
   */
  run(tokens: tf.Tensor2D, mask: tf.Tensor2D, { isTraining = false }: RunOptions = {}): TransformerEncoded {
    const { batch, source } = checkShapes("TransformerEncoder.run", {
      tokens: [tokens, "batch source"],
      mask: [mask, "batch source"],
    });
    return tf.tidy(() => {
      const ready = prepareMask(mask.reshape([batch, 1, 1, source]));
      const inputs = this.reader.read(tokens, { isTraining });
      const rotation = this.reader.rotationOf(source);
      const { states, looks } = runStack(this.layers, inputs, () => ({ mask: ready, rotation, isTraining }));
      return {
        hiddens: this.norm?.apply(states) ?? states,
        mask: ready,
        weights: looks.map((look) => look.weights),
      };
    });
  }
}
pure(TransformerEncoder);

/** What the decoder remembers from one token to the next. */
export type TransformerState = {
  /** Keys and values of the source, one a layer. */
  readonly source: KeysValues[];
  /** Keys and values of the target so far, one a layer; empty before the first token. */
  readonly past: KeysValues[];
};

/** What a Transformer's decoder answers to the tokens it was fed. */
export type TransformerDecoded = {
  /** Scores of the next token after each input  [batch, target, vocab]  float32 */
  readonly logits: tf.Tensor3D;
  readonly state: TransformerState;
  /** Where the last layer looked in the source, its heads averaged  [batch, target, source]  float32 */
  readonly weights: tf.Tensor3D;
  /** Where each head of each layer looked in the target so far  [batch, head, target, key], one a layer */
  readonly selfWeights: tf.Tensor4D[];
  /** Where each head of each layer looked in the source  [batch, head, target, source], one a layer */
  readonly sourceWeights: tf.Tensor4D[];
};

export interface TransformerDecoderConfig extends StackConfig {
  /** Whether the output layer is the embedding's table once more; true unless said otherwise. */
  readonly isTied?: boolean;
}

/**
 * Writes the target: every token looks at the target so far and at the source, layer upon layer.
 *
 * Taught in notebook 08.
 * @throws {RangeError} a size is not a whole number ≥ 1, or numHeads does not divide dModel
 * @source Vaswani et al. 2017, §3.1; tied output §3.4. https://arxiv.org/abs/1706.03762
 */
export class TransformerDecoder {
  readonly parameters: Parameters;
  private readonly reader: TokenReader;
  private readonly layers: DecoderLayer[];
  private readonly scores: TokenScores;

  constructor(config: TransformerDecoderConfig, random: RandomGenerator) {
    checkStack("TransformerDecoder", config, random);
    this.reader = new TokenReader(config, random);
    this.layers = stackOf(config.numLayers, () => new DecoderLayer(config, random));
    const tying = { embedding: this.reader.embedding, isTied: config.isTied ?? true };
    this.scores = new TokenScores(config, tying, random);
    this.parameters = collectParameters({
      reader: this.reader,
      layers: stackParameters(this.layers),
      scores: this.scores,
    });
  }

  /** What the source offers to each layer, before the first token. */
  start(encoded: TransformerEncoded): TransformerState {
    const { hiddens } = checkRecord("TransformerDecoder.start", "encoded", encoded);
    return { source: this.layers.map((layer) => layer.offer(hiddens)), past: [] };
  }

  /**
   * Feeds it tokens, a whole target or the next one: what came before is remembered in the state.
   *
   * @param tokens  [batch, target]  int32
   * @returns logits of the next token after each one, the new state, and where it looked
   */
  run(
    tokens: tf.Tensor2D,
    encoded: TransformerEncoded,
    state: TransformerState,
    { isTraining = false }: RunOptions = {},
  ): TransformerDecoded {
    checkRecord("TransformerDecoder.run", "encoded", encoded);
    checkPast("TransformerDecoder.run", state, this.layers.length);
    checkList("TransformerDecoder.run", "state.source", state.source);
    const { target } = checkShapes("TransformerDecoder.run", {
      tokens: [tokens, "batch target"],
      hiddens: [encoded.hiddens, "batch source dModel"],
    });
    return tf.tidy(() => {
      const past = state.past[0]?.keys;
      const mask = target === 1 ? undefined : prepareMask(causalMask(target, past?.shape[2]));
      const inputs = this.reader.read(tokens, { past, isTraining });
      const rotation = this.reader.rotationOf(target, past);
      const { states, looks } = runStack(this.layers, inputs, (layer) => ({
        mask,
        rotation,
        past: state.past[layer],
        source: state.source[layer]!,
        sourceMask: encoded.mask,
        isTraining,
      }));
      return {
        logits: this.scores.apply(states),
        state: { source: state.source, past: looks.map((look) => look.keysValues) },
        weights: looks.at(-1)!.sourceWeights.mean<tf.Tensor3D>(1),
        selfWeights: looks.map((look) => look.weights),
        sourceWeights: looks.map((look) => look.sourceWeights),
      };
    });
  }
}
pure(TransformerDecoder);

/**
 * An encoder and a decoder of attention alone, trained together.
 *
 * Taught in notebook 08.
 * @source Vaswani et al. 2017, §3. https://arxiv.org/abs/1706.03762
 */
export class Transformer {
  readonly parameters: Parameters;

  constructor(
    readonly encoder: TransformerEncoder,
    readonly decoder: TransformerDecoder,
    /** labelSmoothing: ε of {@link maskedCrossEntropy}, in training only; in [0, 1). */
    private readonly settings: { readonly labelSmoothing?: number } = {},
  ) {
    checkModel("Transformer", "encoder", encoder);
    checkModel("Transformer", "decoder", decoder);
    checkRecord("Transformer", "settings", settings);
    this.parameters = collectParameters({ encoder, decoder });
  }

  /**
   * Teacher forcing: the decoder reads the right tokens, all at once, since no position sees the next ones.
   *
   * @returns logits and weights of every target position
   */
  run(batch: PairBatch, options: RunOptions = {}): TransformerDecoded {
    checkRecord("Transformer.run", "batch", batch);
    return tf.tidy(() => {
      const encoded = this.encoder.run(batch.source, batch.sourceMask, options);
      return this.decoder.run(batch.inputs, encoded, this.decoder.start(encoded), options);
    });
  }

  /**
   * The loss over pairs, in nats a target token, <eos> included.
   *
   * @param isTraining  true unless said otherwise: with dropout and label smoothing; false for validation
   * @throws {RangeError} no pairs
   */
  loss(pairs: readonly EncodedPair[], { isTraining = true }: RunOptions = {}): tf.Scalar {
    return tf.tidy(() => this.batchLoss(this.batchOf(pairs), { isTraining }));
  }

  /** The tensors of pairs. */
  batchOf(pairs: readonly EncodedPair[]): PairBatch {
    return pairBatch(pairs);
  }

  /** The loss over the tensors of pairs. */
  batchLoss(batch: PairBatch, { isTraining = true }: RunOptions = {}): tf.Scalar {
    return tf.tidy(() => {
      const { logits } = this.run(batch, { isTraining });
      const options = isTraining ? this.settings : {};
      return maskedCrossEntropy(logits, batch.targets, batch.targetMask, options);
    });
  }
}
pure(Transformer);
