/**
 * Sequence to sequence: an encoder reads the source, a decoder with parameters of its own writes the target.
 *
 * @source Sutskever et al. 2014, "Sequence to Sequence Learning with Neural Networks". https://arxiv.org/abs/1409.3215
 */
import { tf } from "./tf";
import { attend } from "./attention";
import { pairBatch, type EncodedPair, type PairBatch } from "./batches";
import { Bidirectional } from "./bidirectional";
import { Embedding } from "./embedding";
import { Linear } from "./linear";
import { maskedCrossEntropy } from "./losses";
import { Lstm, type LstmOutput, type LstmState } from "./lstm";
import { collectParameters, type HasParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import { ScoreLayer, type ScoreName } from "./score-layer";
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
    const { embeddingSize, hiddenSize, isBidirectional = false } = config;
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
   * @throws {ShapeError} an axis has two lengths
   */
  run(tokens: tf.Tensor2D, mask: tf.Tensor2D): Encoded {
    checkShapes("Encoder.run", { tokens: [tokens, "batch source"], mask: [mask, "batch source"] });
    return tf.tidy(() => ({ ...this.rnn.run(this.embedding.apply(tokens), { mask }), mask }));
  }
}

export interface DecoderConfig {
  readonly vocabSize: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  /** Width of the encoder's states. */
  readonly encoderSize: number;
}

export type Decoded = {
  /** Scores of the next token after each input  [batch, target, vocab]  float32 */
  readonly logits: tf.Tensor3D;
  /** The decoder's state after the last input. */
  readonly state: LstmState;
  /** Where it looked, if it has attention  [batch, target, source]  float32 */
  readonly weights?: tf.Tensor3D;
};

/** A decoder can be fed a whole target (teacher forcing), or one token after the other (free running). */
export interface SequenceDecoder extends HasParameters {
  /** The state before the first token. */
  start(encoded: Encoded): LstmState;
  /** Feeds it tokens [batch, target]. */
  run(tokens: tf.Tensor2D, encoded: Encoded, state: LstmState): Decoded;
}

/** The part that all decoders share: from the encoder's last state and the tokens to hidden states. */
class TargetReader {
  readonly parameters: Parameters;
  private readonly embedding: Embedding;
  private readonly bridge: Linear;
  private readonly rnn: Lstm;

  constructor(config: DecoderConfig, random: RandomGenerator) {
    const { embeddingSize, hiddenSize, encoderSize } = config;
    this.embedding = new Embedding(config, random);
    this.bridge = new Linear({ inputSize: 2 * encoderSize, outputSize: 2 * hiddenSize }, random);
    this.rnn = new Lstm({ inputSize: embeddingSize, hiddenSize }, random);
    this.parameters = collectParameters({ embedding: this.embedding, bridge: this.bridge, rnn: this.rnn });
  }

  /** A learned map from the encoder's last state, since the two may differ in width and in what they mean. */
  start({ last }: Encoded): LstmState {
    return tf.tidy(() => {
      const bridged = this.bridge.apply(tf.concat([last.hidden, last.cell], 1));
      const [hidden, cell] = tf.split(bridged, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
      return { hidden: hidden.tanh(), cell };
    });
  }

  run(tokens: tf.Tensor2D, state: LstmState): LstmOutput {
    return this.rnn.run(this.embedding.apply(tokens), { initial: state });
  }
}

/**
 * Writes the target from one fixed vector, the encoder's last state: the bottleneck that attention removes.
 *
 *     s_t = LSTM(E[y_{t−1}], s_{t−1}),  s_0 = bridge(h_S)      z_t = W s_t + b
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

export interface AttentionDecoderConfig extends DecoderConfig {
  readonly score: ScoreName;
  /** The longest source that the location score knows. */
  readonly maxSource?: number;
}

/**
 * Writes the target with one look at all encoder states before each word.
 *
 *     α_t = softmax(score(s_t, h))      c_t = Σ_s α_ts h_s
 *     s̃_t = tanh(W_c [c_t ; s_t])       z_t = W s̃_t + b
 *
 * It looks after the recurrent step (Luong), so under teacher forcing all steps look at once, in one matrix product.
 *
 * Ours / theirs: attentional is s̃_t (Luong: h̃_t).
 * Taught in notebook 06.
 * @throws {RangeError} an unknown score, or a size that is not a whole number ≥ 1
 * @source Luong et al. 2015, §3, eq. 5–6. https://arxiv.org/abs/1508.04025
 */
export class AttentionDecoder implements SequenceDecoder {
  readonly parameters: Parameters;
  private readonly reader: TargetReader;
  private readonly score: ScoreLayer;
  private readonly combine: Linear;
  private readonly output: Linear;

  constructor(config: AttentionDecoderConfig, random: RandomGenerator) {
    const { hiddenSize, encoderSize, vocabSize } = config;
    this.reader = new TargetReader(config, random);
    this.score = new ScoreLayer({ ...config, querySize: hiddenSize, keySize: encoderSize }, random);
    this.combine = new Linear({ inputSize: encoderSize + hiddenSize, outputSize: hiddenSize }, random);
    this.output = new Linear({ inputSize: hiddenSize, outputSize: vocabSize }, random);
    const { reader, score, combine, output } = this;
    this.parameters = collectParameters({ reader, score, combine, output });
  }

  start(encoded: Encoded): LstmState {
    return this.reader.start(encoded);
  }

  run(tokens: tf.Tensor2D, encoded: Encoded, state: LstmState): Decoded {
    return tf.tidy(() => {
      const { hiddens, last } = this.reader.run(tokens, state); // [batch, target, hidden]
      const scores = this.score.apply(hiddens, encoded.hiddens); // [batch, target, source]
      const { weights, context } = attend(scores, encoded.hiddens, encoded.mask);
      const attentional = this.combine.apply(tf.concat([context, hiddens], 2)).tanh(); // [batch, target, hidden]
      return { logits: this.output.apply(attentional as tf.Tensor3D), state: last, weights };
    });
  }
}

/**
 * An encoder and a decoder, trained together.
 *
 * Taught in notebook 04.
 * @source Sutskever et al. 2014, §2; Cho et al. 2014, §2.2. https://arxiv.org/abs/1409.3215
 */
export class Seq2Seq {
  readonly parameters: Parameters;

  constructor(
    readonly encoder: Encoder,
    readonly decoder: SequenceDecoder,
  ) {
    this.parameters = collectParameters({ encoder, decoder });
  }

  /**
   * Teacher forcing: the decoder reads the right tokens, whatever it would have said itself.
   *
   * @returns logits and weights of every target position; caller disposes
   */
  run(batch: PairBatch): Decoded {
    return tf.tidy(() => {
      const encoded = this.encoder.run(batch.source, batch.sourceMask);
      return this.decoder.run(batch.inputs, encoded, this.decoder.start(encoded));
    });
  }

  /**
   * The teacher-forced loss over pairs, in nats a target token, <eos> included; caller disposes.
   *
   * @throws {RangeError} no pairs
   */
  loss(pairs: readonly EncodedPair[]): tf.Scalar {
    return tf.tidy(() => {
      const batch = pairBatch(pairs);
      return maskedCrossEntropy(this.run(batch).logits, batch.targets, batch.targetMask);
    });
  }
}
