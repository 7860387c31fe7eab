/**
 * Decoding: letting a trained model write, one token after the other, reading back what it wrote.
 */
import { tf } from "./tf";
import { checkSize } from "./parameters";
import { EOS, SOS } from "./vocabulary";
import { columnOf, disposeState, encodeSources, type Sources, type Writer, type Written } from "./writer";

export { beamSearch, type BeamOptions, type BeamWritten } from "./beam-search";
export type { Writer, Written } from "./writer";

/**
 * Writes the most likely token at each step (free running).
 *
 *     y_t = argmax p(y | y_1 … y_{t−1}, x)
 *
 * @param model    a trained model
 * @param sources  token ids of each source, without <eos>
 * @param maxTime  a sequence without <eos> is cut after this many tokens; ≥ 1
 * @returns one result a source
 * @throws {RangeError} no sources, or maxTime is not a whole number ≥ 1
 *
 * Taught in notebook 04.
 * @source Sutskever et al. 2014, §3.2 (beam of size 1). https://arxiv.org/abs/1409.3215
 */
export function greedyDecode<Encoded, State>(
  model: Writer<Encoded, State>,
  sources: Sources,
  { maxTime }: { readonly maxTime: number },
): Written[] {
  checkSize("greedyDecode", "maxTime", maxTime);
  return tf.tidy(() => {
    const encoded = encodeSources("greedyDecode", model, sources);
    const sequences = sources.map(startSequence);
    let state = model.decoder.start(encoded);
    for (let t = 0; t <= maxTime && sequences.some(({ isDone }) => !isDone); t++) {
      const next = tf.tidy(() => {
        const decoded = model.decoder.run(columnOf(sequences.map(({ last }) => last)), encoded, state);
        const best = decoded.logits.squeeze<tf.Tensor2D>([1]).argMax(1).dataSync();
        const looks = decoded.weights?.squeeze<tf.Tensor2D>([1]).arraySync();
        sequences.forEach((sequence, example) => append(sequence, best[example]!, looks?.[example]));
        return decoded.state as never;
      });
      disposeState(state, next, encoded);
      state = next;
    }
    return sequences.map(({ tokens, weights }) => ({
      tokens: tokens.slice(0, maxTime),
      ...(weights.length > 0 ? { weights } : {}),
    }));
  });
}

/** A sequence that is being written. */
interface Sequence {
  readonly tokens: number[];
  readonly weights: number[][];
  readonly sourceLength: number;
  last: number;
  isDone: boolean;
}

function startSequence(source: readonly number[]): Sequence {
  return { tokens: [], weights: [], sourceLength: source.length + 1, last: SOS, isDone: false };
}

function append(sequence: Sequence, token: number, looks?: number[]): void {
  if (sequence.isDone) return;
  if (looks !== undefined) sequence.weights.push(looks.slice(0, sequence.sourceLength));
  sequence.last = token;
  sequence.isDone = token === EOS;
  if (!sequence.isDone) sequence.tokens.push(token);
}
