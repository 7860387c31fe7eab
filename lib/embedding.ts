/** Embedding: a learned vector for every token of the vocabulary. */
import { tf } from "./tf";
import { checkPositive, checkSizes } from "./argument";
import { pure } from "./engine/pure";
import { checkIds, checkShapes } from "./shapes";
import { checkMaking, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";

export interface EmbeddingConfig {
  /** How many tokens there are, ≥ 1. */
  readonly vocabSize: number;
  /** Width of a token's vector, ≥ 1. */
  readonly embeddingSize: number;
  /** How far from 0 the table's numbers start, > 0; 1 unless said otherwise, as in PyTorch. */
  readonly standardDeviation?: number;
}

/**
 * Looks up one row of a learned table for each token.
 *
 *     x_t = E[token_t]
 *
 * Ours / theirs: table is E, or W_e.
 * Taught in notebook 03.
 * @throws {RangeError} a size is not a whole number ≥ 1, or standardDeviation not a number > 0
 * @source Bengio et al. 2003, "A Neural Probabilistic Language Model", §2. https://jmlr.org/papers/v3/bengio03a.html
 */
export class Embedding {
  readonly parameters: Parameters;
  /** The learned table [vocab, embedding]. */
  readonly table: tf.Tensor2D;

  constructor(config: EmbeddingConfig, random: RandomGenerator) {
    const { vocabSize, embeddingSize, standardDeviation = 1 } = checkMaking("Embedding", config, random);
    checkSizes("Embedding", { vocabSize, embeddingSize });
    checkPositive("Embedding", "standardDeviation", standardDeviation);
    const shape: [number, number] = [vocabSize, embeddingSize];
    const numbers = () => tf.randomNormal<tf.Rank.R2>(shape, 0, standardDeviation, "float32", random.seed());
    const table = tf.tidy(() => tf.variable(numbers()));
    this.table = table;
    this.parameters = { table };
  }

  /**
   * @param tokens  ids, each in [0, vocabSize)  [batch, time]  int32
   * @returns [batch, time, embedding]
   * @throws {RangeError} an id outside the vocabulary
   */
  apply(tokens: tf.Tensor2D): tf.Tensor3D {
    checkShapes("Embedding.apply", { tokens: [tokens, "batch time"] });
    checkIds("Embedding.apply", "tokens", tokens);
    try {
      return tf.gather<tf.Tensor>(this.table, tokens) as tf.Tensor3D; // [batch, time, embedding]
    } catch (error) {
      throw idError(error, this.table.shape[0]);
    }
  }

  /**
   * The table once more, as an output layer that is tied to it: the score of each token.
   *
   *     z_t = E h_t
   *
   * @param hiddens  [batch, time, embedding]  float32
   * @returns [batch, time, vocab]
   *
   * @source Press & Wolf 2017, "Using the Output Embedding to Improve Language Models", §2. https://arxiv.org/abs/1608.05859
   */
  scores(hiddens: tf.Tensor3D): tf.Tensor3D {
    const { batch, time, embedding } = checkShapes(
      "Embedding.scores",
      { hiddens: [hiddens, "batch time embedding"] },
      { embedding: this.table.shape[1] },
    );
    return tf.tidy(() => {
      const rows = hiddens.reshape<tf.Tensor2D>([batch * time, embedding]);
      return rows.matMul(this.table, false, true).reshape([batch, time, -1]);
    });
  }
}
pure(Embedding);

/** TensorFlow finds an id without a row by itself; its words are not a learner's. */
function idError(error: unknown, vocabSize: number): Error {
  const found = / = (-?\d+) is not in/.exec(String(error));
  if (found === null) return error as Error;
  return new RangeError(`Embedding.apply: tokens should be ids in [0, ${vocabSize}), got ${found[1]}`);
}
