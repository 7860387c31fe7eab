/**
 * Encoder: reads the source, and keeps one state a token and one of all.
 *
 * @source Sutskever et al. 2014, "Sequence to Sequence Learning with Neural Networks". https://arxiv.org/abs/1409.3215
 */
import { tf } from "./tf";
import { checkSizes } from "./argument";
import { Bidirectional } from "./bidirectional";
import { Embedding } from "./embedding";
import { pure } from "./engine/pure";
import { Lstm, type LstmOutput } from "./lstm";
import { checkMaking, collectParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import { checkShapes } from "./shapes";

export interface EncoderConfig {
  readonly vocabSize: number;
  readonly embeddingSize: number;
  /** Width of a source position's state, both directions together; even if the encoder reads both ways. */
  readonly hiddenSize: number;
  /** Whether a second LSTM reads the source backwards; false unless said otherwise. */
  readonly isBidirectional?: boolean;
}

/** What a decoder may read of the source. */
export type Encoded = LstmOutput & {
  /** 1 where a source token stands  [batch, source]  int32 */
  readonly mask: tf.Tensor2D;
};

/**
 * Reads the source: one state a token, and one state of all.
 *
 *     h_s = LSTM(E[x_s], h_{s−1})
 *
 * Taught in notebook 04.
 * @throws {RangeError} a size is not a whole number ≥ 1, or an odd hiddenSize for two directions
 * @source Sutskever et al. 2014, §2; both directions: Bahdanau et al. 2015, §3.2. https://arxiv.org/abs/1409.3215
 */
export class Encoder {
  readonly parameters: Parameters;
  private readonly embedding: Embedding;
  private readonly rnn: Lstm | Bidirectional;

  constructor(config: EncoderConfig, random: RandomGenerator) {
    const {
      vocabSize,
      embeddingSize,
      hiddenSize,
      isBidirectional = false,
    } = checkMaking("Encoder", config, random);
    checkSizes("Encoder", { vocabSize, embeddingSize, hiddenSize });
    if (isBidirectional && hiddenSize % 2 === 1) {
      throw new RangeError(`Encoder: hiddenSize should be even to hold two directions, got ${hiddenSize}`);
    }
    this.embedding = new Embedding(config, random);
    this.rnn = isBidirectional
      ? new Bidirectional({ inputSize: embeddingSize, hiddenSize: hiddenSize / 2 }, random)
      : new Lstm({ inputSize: embeddingSize, hiddenSize }, random);
    this.parameters = collectParameters({ embedding: this.embedding, rnn: this.rnn });
  }

  /**
   * @param tokens  [batch, source]  int32
   * @param mask    1 where a token stands  [batch, source]  int32
   * @returns states [batch, source, hidden], the last state and the mask; caller disposes all but the mask
   */
  run(tokens: tf.Tensor2D, mask: tf.Tensor2D): Encoded {
    checkShapes("Encoder.run", { tokens: [tokens, "batch source"], mask: [mask, "batch source"] });
    return tf.tidy(() => ({ ...this.rnn.run(this.embedding.apply(tokens), { mask }), mask }));
  }
}
pure(Encoder);
