/** Runs an encoder and a decoder over one pair and keeps every step: what was read, what was written, the state. */
import { tf } from "./tf";
import { checkSize } from "./argument";
import { disposeState } from "./engine/passing-state";
import { checkWriting, columnOf, encodeSources } from "./writer";
import type { EncodedPair } from "./batches";
import type { DecoderState } from "./decoder";
import type { Seq2Seq } from "./seq2seq";
import { EOS, SOS } from "./vocabulary";

/** One step of the encoder. */
export type EncoderTrace = {
  /** The token that it read. */
  readonly read: number;
  /** Its hidden state afterwards  [hidden] */
  readonly state: number[];
};

/** One step of the decoder. */
export type DecoderTrace = EncoderTrace & {
  /** The token that it found most likely. */
  readonly wrote: number;
  /** How likely, in [0, 1]. */
  readonly probability: number;
  /** The right token; <eos> after the target's last. */
  readonly right: number;
};

/** All steps of one pair. */
export type Unrolled = {
  /** One step a source token, and one for its <eos>. */
  readonly encoder: EncoderTrace[];
  readonly decoder: DecoderTrace[];
};

export interface UnrollOptions {
  /** "right": every step reads the right token (teacher forcing); "own": what the step before wrote (free running). */
  readonly reads: "right" | "own";
  /** Free running without <eos> ends after this many tokens; the target's length and two more unless said otherwise. */
  readonly maxTime?: number;
}

/**
 * Follows one pair through a model, token by token.
 *
 * @param pair  token ids of source and target, without <eos>
 * @returns the steps of the encoder, <eos> included, and those of the decoder, until it wrote or should write <eos>
 * @throws {TypeError} the model cannot write
 * @throws {RangeError} a token is no whole number ≥ 0, or maxTime is not a whole number ≥ 1
 *
 * Taught in notebook 04.
 */
export function unroll(
  model: Seq2Seq,
  { source, target }: EncodedPair,
  { reads, maxTime = target.length + 2 }: UnrollOptions,
): Unrolled {
  checkWriting("unroll", model, [source]);
  checkSize("unroll", "maxTime", maxTime);
  return tf.tidy(() => {
    const encoded = encodeSources(model, [source]);
    const [states] = encoded.hiddens.arraySync() as [number[][]];
    const encoder = states.map((row, s) => ({ read: source[s] ?? EOS, state: row }));
    const decoder: DecoderTrace[] = [];
    let state: DecoderState = model.decoder.start(encoded);
    let read = SOS;
    const isOver = (t: number) => (reads === "right" ? t > target.length : t >= maxTime || read === EOS);
    for (let t = 0; !isOver(t); t++) {
      const right = target[t] ?? EOS;
      const next = tf.tidy(() => {
        const decoded = model.decoder.run(columnOf([read]), encoded, state);
        const probabilities = tf.softmax(decoded.logits).flatten();
        const [wrote] = probabilities.argMax().dataSync();
        const [probability] = probabilities.max().dataSync();
        const hidden = Array.from(decoded.state.hidden.dataSync());
        decoder.push({ read, wrote: wrote!, right, probability: probability!, state: hidden });
        return decoded.state;
      });
      disposeState(state, next, encoded);
      [state, read] = [next, reads === "right" ? right : decoder.at(-1)!.wrote];
    }
    return { encoder, decoder };
  });
}
