/**
 * GPT: a Transformer that only writes. One stack of layers whose positions look at the past, trained to say the next
 * token everywhere at once.
 *
 * @source Radford et al. 2018, "Improving Language Understanding by Generative Pre-Training", §3.1.
 *   https://cdn.openai.com/research-covers/language-unsupervised/language_understanding_paper.pdf
 */
import { tf } from "./tf";
import { checkSize } from "./argument";
import { causalMask } from "./attention";
import { sequenceBatch, type SequenceBatch } from "./batches";
import { Dropout, type RunOptions } from "./dropout";
import { Embedding } from "./embedding";
import { pure } from "./engine/pure";
import { maskedCrossEntropy } from "./losses";
import { prepareMask } from "./masked-softmax";
import type { KeysValues } from "./multi-head-attention";
import { collectParameters, type Parameters } from "./parameters";
import { LearnedPositions } from "./positional-encoding";
import type { RandomGenerator } from "./random";
import { checkShapes } from "./shapes";
import {
  checkPast,
  checkStack,
  runStack,
  stackOf,
  stackParameters,
  TokenScores,
  type StackConfig,
} from "./transformer-stack";
import { EncoderLayer } from "./transformer-layer";

export interface GptConfig extends StackConfig {
  /** The longest sequence, prompt and answer together, ≥ 1. */
  readonly maxTime: number;
}

/** Keys and values of all tokens so far, one a layer: the KV cache. Empty before the first token. */
export type GptState = { readonly past: KeysValues[] };

/** What a GPT answers to the tokens it was fed. */
export type GptOutput = {
  /** Scores of the next token after each one  [batch, time, vocab]  float32 */
  readonly logits: tf.Tensor3D;
  readonly state: GptState;
  /** Where each head of each layer looked  [batch, head, query, key], one a layer */
  readonly weights: tf.Tensor4D[];
};

/** A sequence to learn from, as token ids: every token but the first is predicted from those before it. */
export type TokenSequence = readonly number[];

/**
 * A decoder-only Transformer.
 *
 *     x_t = E[y_t] + P[t]      x ← layer(x), causal, for every layer      z_t = norm(x_t) Eᵀ
 *
 * With the state of the tokens before, only the new tokens are computed; the result is the same (the KV cache).
 *
 * Taught in notebook 10.
 * @throws {RangeError} a size is not a whole number ≥ 1, or numHeads does not divide dModel
 * @source Radford et al. 2018, §3.1, eq. 2; pre-norm and initial numbers: Radford et al. 2019, "Language Models are
 *   Unsupervised Multitask Learners", §2.3.
 *   https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf
 * @exercise 10-decoder-only
 */
export class Gpt {
  readonly parameters: Parameters;
  private readonly embedding: Embedding;
  private readonly positions: LearnedPositions;
  private readonly dropout: Dropout;
  private readonly layers: EncoderLayer[];
  private readonly scores: TokenScores;

  constructor(config: GptConfig, random: RandomGenerator) {
    const { vocabSize, dModel, dropout = 0 } = checkStack("Gpt", config, random);
    checkSize("Gpt", "maxTime", config.maxTime);
    this.embedding = new Embedding({ vocabSize, embeddingSize: dModel, standardDeviation: 0.02 }, random);
    this.positions = new LearnedPositions(config, random);
    this.dropout = new Dropout({ rate: dropout }, random);
    this.layers = stackOf(config.numLayers, () => new EncoderLayer(config, random));
    this.scores = new TokenScores(config, { embedding: this.embedding, isTied: true }, random);
    const { embedding, positions, scores } = this;
    this.parameters = collectParameters({
      embedding,
      positions,
      layers: stackParameters(this.layers),
      scores,
    });
  }

  /** The state before the first token. */
  start(): GptState {
    return { past: [] };
  }

  /**
   * Reads tokens, a whole sequence or those that come after the state's.
   *
   * @param tokens  [batch, time]  int32
   * @returns logits of the next token after each one, the new state, and where it looked
   * @throws {RangeError} more than maxTime tokens in all, or an id outside the vocabulary
   */
  run(
    tokens: tf.Tensor2D,
    state: GptState = this.start(),
    { isTraining = false }: RunOptions = {},
  ): GptOutput {
    checkPast("Gpt.run", state, this.layers.length);
    const { time } = checkShapes("Gpt.run", { tokens: [tokens, "batch time"] });
    return tf.tidy(() => {
      const keys = state.past[0]?.keys;
      const start = keys?.shape[2] ?? 0;
      const mask = time === 1 ? undefined : prepareMask(causalMask(time, start));
      const isNext = keys !== undefined && time === 1;
      const positions = isNext ? this.positions.next(keys) : this.positions.apply(time, start);
      const vectors = this.embedding.apply(tokens).add<tf.Tensor3D>(positions);
      const inputs = this.dropout.apply(vectors, { isTraining });
      const optionsOf = (layer: number) => ({ mask, past: state.past[layer], isTraining });
      const { states, looks } = runStack(this.layers, inputs, optionsOf);
      return {
        logits: this.scores.apply(states),
        state: { past: looks.map((look) => look.keysValues) },
        weights: looks.map((look) => look.weights),
      };
    });
  }

  /**
   * The loss over sequences, in nats a token: each but the first is to be said from those before it.
   *
   * @param isTraining  true unless said otherwise: with dropout; false for validation
   * @throws {RangeError} no sequence with two tokens
   */
  loss(sequences: readonly TokenSequence[], { isTraining = true }: RunOptions = {}): tf.Scalar {
    return tf.tidy(() => this.batchLoss(this.batchOf(sequences), { isTraining }));
  }

  /** The tensors of sequences. */
  batchOf(sequences: readonly TokenSequence[]): SequenceBatch {
    return sequenceBatch("Gpt.loss", sequences);
  }

  /** The loss over the tensors of sequences. */
  batchLoss(
    { inputs, targets, targetMask }: SequenceBatch,
    { isTraining = true }: RunOptions = {},
  ): tf.Scalar {
    return tf.tidy(() => {
      const { logits } = this.run(inputs, this.start(), { isTraining });
      return maskedCrossEntropy(logits, targets, targetMask);
    });
  }
}
pure(Gpt);
