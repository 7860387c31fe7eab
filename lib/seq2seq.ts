/**
 * Sequence to sequence: an encoder reads the source, a decoder with parameters of its own writes the target.
 *
 * @source Sutskever et al. 2014, "Sequence to Sequence Learning with Neural Networks". https://arxiv.org/abs/1409.3215
 */
import { tf } from "./tf";
import { pairBatch, type EncodedPair, type PairBatch } from "./batches";
import type { Decoded, SequenceDecoder } from "./decoder";
import type { Encoder } from "./encoder";
import { maskedCrossEntropy } from "./losses";
import { collectParameters, type Parameters } from "./parameters";

export { Encoder, type Encoded, type EncoderConfig } from "./encoder";
export {
  Decoder,
  type Decoded,
  type DecoderConfig,
  type DecoderState,
  type SequenceDecoder,
} from "./decoder";
export { AttentionDecoder, type AttentionDecoderConfig, type AttentionPlacement } from "./attention-decoder";

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
