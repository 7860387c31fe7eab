/**
 * Decoding: letting a trained model write, one token after the other, reading back what it wrote.
 */
import { tf } from "./tf";
import { checkSize } from "./parameters";
import { EOS, SOS } from "./vocabulary";
import { columnOf, encodeSources, type Sources, type Writer, type Written } from "./writer";

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
