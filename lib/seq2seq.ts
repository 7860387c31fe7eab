/**
 * Sequence to sequence: an encoder reads the source, a decoder with parameters of its own writes the target.
 *
 * @source Sutskever et al. 2014, "Sequence to Sequence Learning with Neural Networks". https://arxiv.org/abs/1409.3215
 */
import { tf } from "./tf";
import { checkBetween, checkRandom, checkRecord } from "./argument";
import { pairBatch, type EncodedPair, type PairBatch } from "./batches";
import type { Decoded, SequenceDecoder } from "./decoder";
import type { Encoder } from "./encoder";
import { pure } from "./engine/pure";
import { batchCrossEntropy, maskedCrossEntropy } from "./losses";
import { checkModel, collectParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";

export { Encoder } from "./encoder"; // also found here, as are the decoders
export { Decoder } from "./decoder";
export { AttentionDecoder } from "./attention-decoder";

export interface SamplingSettings {
  /** How likely the decoder reads the right token instead of its own, in [0, 1]. */
  readonly teacherForcing: number;
  /** Where the coins come from. */
  readonly random: RandomGenerator;
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
    checkModel("Seq2Seq", "encoder", encoder);
    checkModel("Seq2Seq", "decoder", decoder);
    this.parameters = collectParameters({ encoder, decoder });
  }

  /**
   * Teacher forcing: the decoder reads the right tokens, whatever it would have said itself.
   *
   * @returns logits and weights of every target position
   */
  run(batch: PairBatch): Decoded {
    checkRecord("Seq2Seq.run", "batch", batch);
    return tf.tidy(() => {
      const encoded = this.encoder.run(batch.source, batch.sourceMask);
      return this.decoder.run(batch.inputs, encoded, this.decoder.start(encoded));
    });
  }

  /**
   * Scheduled sampling: before each step a coin for each example decides whether the decoder reads the right token or
   * the one that it finds most likely itself. No gradient passes that choice.
   *
   * @param teacherForcing  probability of the right token, in [0, 1]; 0 is free running
   * @returns logits [batch, target, vocab]
   * @throws {RangeError} teacherForcing outside [0, 1]
   *
   * Taught in notebook 05.
   * @source Bengio et al. 2015, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks", §2.2.
   *   https://arxiv.org/abs/1506.03099
   */
  sample(batch: PairBatch, settings: SamplingSettings): tf.Tensor3D {
    const { teacherForcing, random } = checkRecord("Seq2Seq.sample", "settings", settings);
    checkBetween("Seq2Seq.sample", "teacherForcing", teacherForcing, "[0, 1]");
    checkRandom("Seq2Seq.sample", random);
    return tf.tidy(() => {
      const encoded = this.encoder.run(batch.source, batch.sourceMask);
      const right = batch.inputs.arraySync();
      const logits: tf.Tensor3D[] = [];
      let state = this.decoder.start(encoded);
      let said: ArrayLike<number> = [];
      for (let t = 0; t < batch.inputs.shape[1]; t++) {
        const readsRight = () => t === 0 || random.uniform() < teacherForcing;
        const tokens = right.map((row, example) => [readsRight() ? row[t]! : said[example]!]);
        const next = tf.tidy(() => {
          const decoded = this.decoder.run(tf.tensor2d(tokens, undefined, "int32"), encoded, state);
          said = decoded.logits.argMax(2).dataSync();
          return { logits: decoded.logits, state: decoded.state };
        });
        logits.push(next.logits);
        state = next.state;
      }
      return tf.concat(logits, 1);
    });
  }

  /**
   * The loss over pairs, in nats a target token, <eos> included.
   *
   * @param settings  for scheduled sampling; teacher forcing when left out
   * @throws {RangeError} no pairs, or teacherForcing outside [0, 1]
   */
  loss(pairs: readonly EncodedPair[], settings?: SamplingSettings): tf.Scalar {
    return tf.tidy(() => this.batchLoss(this.batchOf(pairs), settings));
  }

  /** The tensors of pairs. */
  batchOf(pairs: readonly EncodedPair[]): PairBatch {
    return pairBatch(pairs);
  }

  /** The loss over the tensors of pairs. */
  batchLoss(batch: PairBatch, settings?: SamplingSettings): tf.Scalar {
    if (settings === undefined) return batchCrossEntropy(this, batch, (half) => this.run(half).logits);
    return tf.tidy(() => maskedCrossEntropy(this.sample(batch, settings), batch.targets, batch.targetMask));
  }
}
pure(Seq2Seq);
