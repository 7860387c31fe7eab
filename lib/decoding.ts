/**
 * Decoding: letting a trained model write, one token after the other, reading back what it wrote.
 */
import { tf } from "./tf";
import { pairBatch, type EncodedPair } from "./batches";
import { checkSize } from "./parameters";
import { EOS, SOS } from "./vocabulary";
import { columnOf, encodeSources, type Forced, type Sources, type Writer, type Written } from "./writer";

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
    let state = model.decoder.start(encoded);
    let last: Iterable<number> = sources.map(() => SOS);
    const written = sources.map(() => ({ tokens: [] as number[], weights: [] as number[][], isDone: false }));
    for (let t = 0; t <= maxTime && written.some(({ isDone }) => !isDone); t++) {
      const decoded = model.decoder.run(columnOf(last), encoded, state);
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
export function teacherForcedDecode(model: Forced, pairs: readonly EncodedPair[]): Written[] {
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
