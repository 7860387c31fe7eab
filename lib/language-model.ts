/**
 * A language model of one LSTM: it reads a text token by token and says, after each one, how likely every token is to
 * come next.
 *
 * @source Mikolov et al. 2010, "Recurrent neural network based language model", §2.
 *   https://www.isca-archive.org/interspeech_2010/mikolov10_interspeech.html
 *   Dropout between the layers, not between the steps: Zaremba, Sutskever & Vinyals 2014, §3.2.
 *   https://arxiv.org/abs/1409.2329
 */
import { tf } from "./tf";
import { checkBetween, checkSizes } from "./argument";
import { sequenceBatch, type SequenceBatch } from "./batches";
import { Dropout, type RunOptions } from "./dropout";
import { Embedding } from "./embedding";
import { pure } from "./engine/pure";
import { Linear } from "./linear";
import { batchCrossEntropy } from "./losses";
import { Lstm, type LstmState } from "./lstm";
import {
  checkMaking,
  collectParameters,
  zeroParameter,
  type HasParameters,
  type Parameters,
} from "./parameters";
import type { RandomGenerator } from "./random";
import { checkShapes } from "./shapes";

export interface LanguageModelConfig {
  /** How many tokens there are, ≥ 1. */
  readonly vocabSize: number;
  /** Width of a token's vector, ≥ 1. */
  readonly embeddingSize: number;
  /** Width of the LSTM's state, ≥ 1. */
  readonly hiddenSize: number;
  /** Whether the embedding's table gives the scores too, W = Eᵀ; both widths must then be the same. */
  readonly isTied?: boolean;
  /** The share of numbers dropped before and after the LSTM while it trains, in [0, 1); 0 unless said otherwise. */
  readonly dropout?: number;
}

/** What a language model answers to the tokens it was fed. */
export type LanguageModelOutput = {
  /** Scores of the next token after each one  [batch, time, vocab]  float32 */
  readonly logits: tf.Tensor3D;
  /** What the LSTM carries on */
  readonly state: LstmState;
};

/**
 * A language model of one LSTM.
 *
 *     x_t = E[y_t]      h_t, c_t = LSTM(x_t, h_{t−1}, c_{t−1})      z_t = h_t W + b
 *
 * Taught in notebook 03.
 * @throws {RangeError} a size is not a whole number ≥ 1, dropout outside [0, 1), or two widths where isTied wants one
 * @source Mikolov et al. 2010, §2.
 *   https://www.isca-archive.org/interspeech_2010/mikolov10_interspeech.html
 */
export class LanguageModel {
  readonly parameters: Parameters;
  private readonly embedding: Embedding;
  private readonly lstm: Lstm;
  private readonly output: HasParameters & { apply(hiddens: tf.Tensor3D): tf.Tensor3D };
  private readonly dropout: Dropout;

  constructor(config: LanguageModelConfig, random: RandomGenerator) {
    const sizes = checkMaking("LanguageModel", config, random);
    const { vocabSize, embeddingSize, hiddenSize, isTied = false, dropout = 0 } = sizes;
    checkSizes("LanguageModel", { vocabSize, embeddingSize, hiddenSize });
    checkBetween("LanguageModel", "dropout", dropout, "[0, 1)");
    if (isTied && embeddingSize !== hiddenSize) {
      throw new RangeError(
        `LanguageModel: isTied wants embeddingSize = hiddenSize, got ${embeddingSize} and ${hiddenSize}`,
      );
    }
    this.dropout = new Dropout({ rate: dropout }, random);
    this.embedding = new Embedding({ vocabSize, embeddingSize, standardDeviation: 0.1 }, random);
    this.lstm = new Lstm({ inputSize: embeddingSize, hiddenSize }, random);
    this.output = isTied
      ? new TiedOutput(this.embedding, vocabSize)
      : new Linear({ inputSize: hiddenSize, outputSize: vocabSize }, random);
    const { embedding, lstm, output } = this;
    this.parameters = collectParameters({ embedding, lstm, output });
  }

  /** The state before the first token of one text. */
  start(): LstmState {
    return this.lstm.zeroState(1);
  }

  /**
   * Reads tokens, from the beginning of a text or from a state on.
   *
   * @param tokens  [batch, time]  int32
   * @param state   after the tokens before; at the beginning when left out
   * @returns logits of the next token after each one, and the new state
   * @throws {RangeError} an id outside the vocabulary
   */
  run(tokens: tf.Tensor2D, state?: LstmState, { isTraining = false }: RunOptions = {}): LanguageModelOutput {
    checkShapes("LanguageModel.run", { tokens: [tokens, "batch time"] });
    return tf.tidy(() => {
      const vectors = this.dropout.apply(this.embedding.apply(tokens), { isTraining });
      const { hiddens, last } = this.lstm.run(vectors, { initial: state });
      const shown = this.dropout.apply(hiddens, { isTraining }); // [batch, time, hidden]
      return { logits: this.output.apply(shown), state: last };
    });
  }

  /**
   * The loss over sequences, in nats a token: each token but the first is to be said from those before it.
   *
   * @param sequences   token ids, from <sos> to <eos>
   * @param isTraining  true unless said otherwise: with dropout; false for validation
   * @throws {RangeError} no sequence with two tokens
   */
  loss(sequences: readonly (readonly number[])[], { isTraining = true }: RunOptions = {}): tf.Scalar {
    return tf.tidy(() => this.batchLoss(this.batchOf(sequences), { isTraining }));
  }

  /** The tensors of sequences. */
  batchOf(sequences: readonly (readonly number[])[]): SequenceBatch {
    return sequenceBatch("LanguageModel.loss", sequences);
  }

  /** The loss over the tensors of sequences. */
  batchLoss(batch: SequenceBatch, { isTraining = true }: RunOptions = {}): tf.Scalar {
    return batchCrossEntropy(this, batch, ({ inputs }) => this.run(inputs, undefined, { isTraining }).logits);
  }
}
pure(LanguageModel);

/** Scores from the embedding's own table, and a bias. */
class TiedOutput {
  readonly parameters: Parameters;

  constructor(
    private readonly embedding: Embedding,
    vocabSize: number,
  ) {
    this.parameters = { bias: zeroParameter([vocabSize]) };
  }

  apply(hiddens: tf.Tensor3D): tf.Tensor3D {
    return this.embedding.scores(hiddens).add(this.parameters["bias"]!);
  }
}
pure(TiedOutput);
