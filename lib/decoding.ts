/**
 * Decoding: letting a trained model write, one token after the other, reading back what it wrote.
 */
import { tf } from "./tf";
import { padSequences, pairBatch, paddingMask, type EncodedPair } from "./batches";
import { checkSize } from "./parameters";
import type { Seq2Seq } from "./seq2seq";
import { EOS, SOS } from "./vocabulary";

export interface Written {
  /** What the model wrote, without <sos> and <eos>. */
  readonly tokens: number[];
  /**
   * Where it looked, if it has attention: one row for each token and one for the end, each with one weight for every
   * source token and one for the source's <eos>.
   */
  readonly weights?: number[][];
}

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
export function greedyDecode(
  model: Seq2Seq,
  sources: readonly (readonly number[])[],
  { maxTime }: { readonly maxTime: number },
): Written[] {
  checkSize("greedyDecode", "maxTime", maxTime);
  if (sources.length === 0) throw new RangeError("greedyDecode: expected at least one source, got none");
  return tf.tidy(() => {
    const source = padSequences(sources.map((tokens) => [...tokens, EOS]));
    const encoded = model.encoder.run(source, paddingMask(source));
    let state = model.decoder.start(encoded);
    let last: Iterable<number> = sources.map(() => SOS);
    const written = sources.map(() => ({ tokens: [] as number[], weights: [] as number[][], isDone: false }));
    for (let t = 0; t <= maxTime && written.some(({ isDone }) => !isDone); t++) {
      const decoded = model.decoder.run(padSequences(Array.from(last, (id) => [id])), encoded, state);
      const next = decoded.logits.squeeze<tf.Tensor2D>([1]).argMax(1).dataSync();
      const looks = decoded.weights?.squeeze<tf.Tensor2D>([1]).arraySync();
      written.forEach((sequence, example) => {
        if (sequence.isDone) return;
        if (looks !== undefined)
          sequence.weights.push(looks[example]!.slice(0, sources[example]!.length + 1));
        sequence.isDone = next[example] === EOS || t === maxTime;
        if (!sequence.isDone) sequence.tokens.push(next[example]!);
      });
      [state, last] = [decoded.state, next];
    }
    return written.map(({ tokens, weights }) => (weights.length > 0 ? { tokens, weights } : { tokens }));
  });
}

/**
 * The most likely token at each step, if the decoder is given the right tokens before it (teacher forcing).
 *
 *     ŷ_t = argmax p(y | y*_1 … y*_{t−1}, x)
 *
 * A mistake cannot spoil the steps after it, so this flatters the model: show it beside {@link greedyDecode}.
 *
 * @param model  a trained model
 * @param pairs  token ids of source and target, without <eos>; at least one pair
 * @returns one result a pair, with as many tokens as its target has
 * @throws {RangeError} no pairs
 *
 * Taught in notebook 05.
 * @source Williams & Zipser 1989, "A Learning Algorithm for Continually Running Fully Recurrent Neural Networks", §3.
 *   https://doi.org/10.1162/neco.1989.1.2.270
 */
export function teacherForcedDecode(model: Seq2Seq, pairs: readonly EncodedPair[]): Written[] {
  return tf.tidy(() => {
    const decoded = model.run(pairBatch(pairs));
    const tokens = decoded.logits.argMax(2).arraySync() as number[][];
    const weights = decoded.weights?.arraySync();
    return pairs.map(({ source, target }, example) => {
      const written = { tokens: tokens[example]!.slice(0, target.length) };
      if (weights === undefined) return written;
      const rows = weights[example]!.slice(0, target.length + 1);
      return { ...written, weights: rows.map((row) => row.slice(0, source.length + 1)) };
    });
  });
}
