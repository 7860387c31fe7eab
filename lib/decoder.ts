/**
 * Decoder: writes the target, from what the encoder kept.
 *
 * @source Sutskever et al. 2014, "Sequence to Sequence Learning with Neural Networks". https://arxiv.org/abs/1409.3215
 */
import { tf } from "./tf";
import { Embedding } from "./embedding";
import type { Encoded } from "./encoder";
import { pure } from "./engine/pure";
import { Linear } from "./linear";
import { Lstm, type LstmOutput, type LstmState } from "./lstm";
import { checkRecord, checkSizes } from "./argument";
import { checkMaking, collectParameters, type HasParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import { stepInputs } from "./recurrence";
import { checkFloats, checkShapes } from "./shapes";

export interface DecoderConfig {
  readonly vocabSize: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  /** Width of the encoder's states. */
  readonly encoderSize: number;
}

/** What a decoder carries from one token to the next. */
export type DecoderState = LstmState & {
  /** What attention gave to the step before, if the next step reads it  [batch, hidden]  float32 */
  readonly attentional?: tf.Tensor2D;
};

/** What a decoder answers to the tokens it was fed. */
export type Decoded = {
  /** Scores of the next token after each input  [batch, target, vocab]  float32 */
  readonly logits: tf.Tensor3D;
  /** The decoder's state after the last input. */
  readonly state: DecoderState;
  /** Where it looked, if it has attention  [batch, target, source]  float32 */
  readonly weights?: tf.Tensor3D;
};

/** What one may do to a decoder that looks, to find out what its looks are good for. */
export interface DecodeOptions {
  /** Replaces the weights [batch, target, source] before the context is made of them. */
  readonly changeWeights?: (weights: tf.Tensor3D) => tf.Tensor3D;
}

/** A decoder can be fed a whole target (teacher forcing), or one token after the other (free running). */
export interface SequenceDecoder extends HasParameters {
  /** The state before the first token. */
  start(encoded: Encoded): DecoderState;
  /** Feeds it tokens [batch, target]. */
  run(tokens: tf.Tensor2D, encoded: Encoded, state: DecoderState, options?: DecodeOptions): Decoded;
}

/** The part that all decoders share: from the encoder's last state and the tokens to hidden states. */
export class TargetReader {
  readonly parameters: Parameters;
  private readonly embedding: Embedding;
  private readonly bridge: Linear;
  private readonly rnn: Lstm;

  /**
   * @param extraSize  width of what each step reads beside the token; 0 unless said otherwise
   * @throws {RangeError} a size is not a whole number ≥ 1
   */
  constructor(config: DecoderConfig, random: RandomGenerator, extraSize = 0) {
    const { vocabSize, embeddingSize, hiddenSize, encoderSize } = checkMaking("Decoder", config, random);
    checkSizes("Decoder", { vocabSize, embeddingSize, hiddenSize, encoderSize });
    this.embedding = new Embedding(config, random);
    this.bridge = new Linear({ inputSize: 2 * encoderSize, outputSize: 2 * hiddenSize }, random);
    this.rnn = new Lstm({ inputSize: embeddingSize + extraSize, hiddenSize }, random);
    this.parameters = collectParameters({ embedding: this.embedding, bridge: this.bridge, rnn: this.rnn });
  }

  /**
   * A learned linear map from the encoder's last state, since the two may differ in width and in what they mean; its
   * hidden half passes tanh, as the hidden state of any LSTM lies between −1 and 1.
   */
  start(encoded: Encoded): LstmState {
    const { last } = checkRecord("Decoder.start", "encoded", encoded);
    checkShapes("Decoder.start", {
      "encoded.last.hidden": [last?.hidden, "batch encoderHidden"],
      "encoded.last.cell": [last?.cell, "batch encoderHidden"],
    });
    checkFloats("Decoder.start", "encoded.last.hidden", last.hidden);
    checkFloats("Decoder.start", "encoded.last.cell", last.cell);
    return tf.tidy(() => {
      const bridged = this.bridge.apply(tf.concat([last.hidden, last.cell], 1));
      const [hidden, cell] = tf.split(bridged, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
      return { hidden: hidden.tanh(), cell };
    });
  }

  /** All tokens [batch, target] at once. */
  run(tokens: tf.Tensor2D, state: LstmState): LstmOutput {
    const { hidden, cell } = checkRecord("Decoder.run", "state", state);
    return this.rnn.run(this.embedding.apply(tokens), { initial: { hidden, cell } });
  }

  /** The vectors of all tokens [batch, target], step by step: [batch, embedding] each. */
  vectors(tokens: tf.Tensor2D): tf.Tensor2D[] {
    return stepInputs(this.embedding.apply(tokens).transpose([1, 0, 2]));
  }

  /** One step, which reads more than the token. */
  step(vector: tf.Tensor2D, extra: tf.Tensor2D, state: LstmState): LstmState {
    return this.rnn.step(tf.concat([vector, extra], 1), state);
  }
}
pure(TargetReader);

/**
 * Writes the target from one fixed vector, the encoder's last state: the bottleneck that attention removes.
 *
 *     s_t = LSTM(E[y_{t−1}], s_{t−1}),  s_0 = bridge(h_S)      z_t = s_t W + b
 *
 * Taught in notebook 04.
 * @throws {RangeError} a size is not a whole number ≥ 1
 * @source Sutskever et al. 2014, §2, eq. 1. https://arxiv.org/abs/1409.3215
 */
export class Decoder implements SequenceDecoder {
  readonly parameters: Parameters;
  private readonly reader: TargetReader;
  private readonly output: Linear;

  constructor(config: DecoderConfig, random: RandomGenerator) {
    this.reader = new TargetReader(config, random);
    this.output = new Linear({ inputSize: config.hiddenSize, outputSize: config.vocabSize }, random);
    this.parameters = collectParameters({ reader: this.reader, output: this.output });
  }

  start(encoded: Encoded): LstmState {
    return this.reader.start(encoded);
  }

  run(tokens: tf.Tensor2D, _encoded: Encoded, state: LstmState): Decoded {
    return tf.tidy(() => {
      const { hiddens, last } = this.reader.run(tokens, state);
      return { logits: this.output.apply(hiddens), state: last };
    });
  }
}
pure(Decoder);
