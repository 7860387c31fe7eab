/** Decoding: letting a trained model write, one token after the other, reading back what it wrote. */
import { tf } from "./tf";
import { checkFunction, checkRecord, checkSize } from "./argument";
import { checkPairs, pairBatch, type EncodedPair } from "./batches";
import { tidied } from "./engine/passing-state";
import { repeatedStep, type StepInputs } from "./engine/repeated-step";
import { EOS, SOS } from "./vocabulary";
import {
  beginWriting,
  checkWriting,
  columnOf,
  inParts,
  type Forced,
  type Sources,
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
  return inParts(sources, 1, (some, sourceTime) => writeGreedily(model, some, { maxTime, sourceTime }));
}

function writeGreedily<Encoded, State>(
  model: Writer<Encoded, State>,
  sources: Sources,
  { maxTime, sourceTime }: { readonly maxTime: number; readonly sourceTime: number },
): Written[] {
  const { tokens, looks } = tidied(() => {
    const { encoded, state } = beginWriting(model, sources, sourceTime);
    const carried = {
      tokens: columnOf(sources.map(() => SOS)),
      isDone: tf.zeros<tf.Rank.R2>([sources.length, 1], "bool"),
      state,
    };
    const write = repeatedStep(model.decoder, "greedy", greedyStep<Encoded, State>);
    return write({ given: encoded, carried }, maxTime + 1);
  });
  const [ids, weights] = [tokens.arraySync(), looks?.arraySync()];
  tf.dispose([tokens, looks ?? []]);
  return sources.map((source, example) => {
    const written = ids.map((step) => step[example]!);
    const end = written.indexOf(EOS);
    const length = end === -1 ? written.length : end;
    const rows = weights?.slice(0, length + 1).map((step) => step[example]!.slice(0, source.length + 1));
    return { tokens: written.slice(0, Math.min(length, maxTime)), ...(rows && { weights: rows }) };
  });
}

/** What goes from one written token to the next. */
interface Writing<State> {
  /** The last one of each sequence  [batch, 1]  int32 */
  readonly tokens: tf.Tensor2D;
  /** [batch, 1]  bool */
  readonly isDone: tf.Tensor2D;
  readonly state: State;
}

function greedyStep<Encoded, State>(
  decoder: Writer<Encoded, State>["decoder"],
  { given, carried }: StepInputs<Encoded, Writing<State>>,
) {
  const { logits, weights, state } = decoder.run(carried.tokens, given, carried.state);
  const tokens = logits.argMax(2) as tf.Tensor2D;
  const isDone = carried.isDone.logicalOr<tf.Tensor2D>(tokens.equal(EOS));
  const shown = {
    tokens: tokens.reshape<tf.Tensor2D>([1, -1]), // [step, batch]
    looks: weights?.transpose<tf.Tensor3D>([1, 0, 2]), // [step, batch, source]
  };
  return { carried: { tokens, isDone, state }, shown, isOver: tf.all(isDone) as tf.Scalar };
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
  checkPairs("teacherForcedDecode", pairs);
  const firsts = Array.from({ length: Math.ceil(pairs.length / MAX_PAIRS) }, (_, part) => part * MAX_PAIRS);
  return firsts.flatMap((first) => readForced(model, pairs.slice(first, first + MAX_PAIRS)));
}

/** So many pairs go at the same time, with all their tokens at once: more take no less time each, but memory. */
const MAX_PAIRS = 128;

function readForced(model: Forced, pairs: readonly EncodedPair[]): Written[] {
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
