/** Decoding: letting a trained model write, one token after the other, reading back what it wrote. */
import { tf } from "./tf";
import { checkFunction, checkRecord, checkSize } from "./argument";
import { pairBatch, type EncodedPair } from "./batches";
import { tracedStep } from "./engine/traced-step";
import { EOS, SOS } from "./vocabulary";
import {
  checkWriting,
  columnOf,
  disposeState,
  encodeSources,
  tidied,
  type Forced,
  type Sources,
  type StepInputs,
  type Writer,
  type Written,
} from "./writer";

export { beamSearch } from "./beam-search"; // also found here

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
  options: { readonly maxTime: number },
): Written[] {
  const { maxTime } = checkRecord("greedyDecode", "options", options);
  checkWriting("greedyDecode", model, sources);
  checkSize("greedyDecode", "maxTime", maxTime);
  const sequences = sources.map(startSequence);
  tf.tidy(() => {
    const encoded = encodeSources(model, sources);
    let state = model.decoder.start(encoded);
    const step = tracedStep(model.decoder, "greedy", (decoder, inputs: StepInputs<Encoded, State>) => {
      const { logits, weights, state } = decoder.run(inputs.tokens, inputs.encoded, inputs.state);
      return { best: logits.argMax(2), looks: weights, state };
    });
    for (let t = 0; t <= maxTime && sequences.some(({ isDone }) => !isDone); t++) {
      const next = tidied(() => {
        const decoded = step({ tokens: columnOf(sequences.map(({ last }) => last)), encoded, state });
        const best = decoded.best.dataSync();
        const looks = decoded.looks?.arraySync();
        sequences.forEach((sequence, example) => append(sequence, best[example]!, looks?.[example]?.[0]));
        return decoded.state;
      });
      disposeState(state, next, encoded);
      state = next;
    }
  }); // without a result: `tidy` would look for tensors among all those weights
  return sequences.map(({ tokens, weights }) => ({
    tokens: tokens.slice(0, maxTime),
    ...(weights.length > 0 ? { weights } : {}),
  }));
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
  checkFunction("teacherForcedDecode", "model.run", model?.run);
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
