/**
 * Beam search: following several unfinished sequences at a time, since the best first word need not start the best
 * sentence.
 */
import { tf } from "./tf";
import { checkFunction, checkRecord, checkSize, shown } from "./argument";
import { disposeState, tidied } from "./engine/passing-state";
import { tracedStep } from "./engine/traced-step";
import { EOS, SOS } from "./vocabulary";
import {
  checkWriting,
  columnOf,
  encodeSources,
  inParts,
  type Sources,
  type StepInputs,
  type Writer,
  type Written,
} from "./writer";

export interface BeamOptions {
  /** How many unfinished sequences are followed at a time, ≥ 1; 1 is greedy decoding. */
  readonly width: number;
  /** A sequence without <eos> is cut after this many tokens; ≥ 1. */
  readonly maxTime: number;
  /** α, ≥ 0: how much longer sequences are helped; 0, not at all, unless said otherwise. */
  readonly lengthPenalty?: number;
  /** Told of each step of the search for each source, to draw or count what it does. */
  readonly onStep?: (step: BeamStep) => void;
}

/** One step of the search for one source. */
export interface BeamStep {
  /** Which source, counted from 0. */
  readonly source: number;
  /** Counted from 1. */
  readonly step: number;
  /** The likeliest ways to go on, the likeliest first; all that are kept are among them. */
  readonly candidates: readonly BeamCandidate[];
}

/** A way to go on. */
export interface BeamCandidate {
  /** Up to here, without <eos>. */
  readonly tokens: readonly number[];
  /** In nats, ≤ 0. */
  readonly logProbability: number;
  /** Whether <eos> follows here. */
  readonly isDone: boolean;
  /** Whether it is followed further or, if it is done, set aside to win or lose in the end. */
  readonly isKept: boolean;
}

/** A sequence that beam search wrote, and how likely it is. */
export type BeamWritten = Written & {
  /** log p of the tokens and <eos>, in nats, ≤ 0. */
  readonly logProbability: number;
  /** What the finished sequences were compared by. */
  readonly score: number;
};

/** A sequence that is followed, or finished. */
interface Beam {
  readonly tokens: number[];
  readonly weights: number[][];
  readonly logProbability: number;
  /** Whether <eos> followed. */
  readonly isDone: boolean;
  /** The row of the batch that it continues. */
  readonly parent: number;
}

/** The search for one source. */
interface Search {
  live: Beam[];
  finished: Beam[];
}

/**
 * Writes the best sequence that it finds by following several at a time.
 *
 *     score(y) = log p(y | x) / lp(y)      lp(y) = ((5 + |y|) / 6)^α
 *
 * A source is done when as many of its sequences have ended as the beam is wide. A wider beam looks at more, but is no
 * promise: what it keeps early may push out what would have won.
 *
 * @param model    a trained model
 * @param sources  token ids of each source, without <eos>
 * @returns the best sequence of each source
 * @throws {RangeError} no sources, or an option out of its range
 *
 * Ours / theirs: width is the beam size, lengthPenalty α; |y| counts <eos>.
 * Taught in notebook 11.
 * @source Wu et al. 2016, "Google's Neural Machine Translation System", §7, eq. 14. https://arxiv.org/abs/1609.08144
 * @exercise 11-translation
 */
export function beamSearch<Encoded, State>(
  model: Writer<Encoded, State>,
  sources: Sources,
  options: BeamOptions,
): BeamWritten[] {
  checkOptions(checkRecord("beamSearch", "options", options));
  checkWriting("beamSearch", model, sources);
  return inParts(sources, options.width, (some, sourceTime, first) =>
    search(model, some, { ...options, sourceTime, first }),
  );
}

interface SearchOptions extends BeamOptions {
  /** The length to fill the sources to. */
  readonly sourceTime: number;
  /** The number of the first source. */
  readonly first: number;
}

function search<Encoded, State>(
  model: Writer<Encoded, State>,
  sources: Sources,
  { width, maxTime, lengthPenalty = 0, onStep, sourceTime, first }: SearchOptions,
): BeamWritten[] {
  const searches = sources.map((_, source): Search => ({ live: [firstBeam(source * width)], finished: [] }));
  tf.tidy(() => {
    const rows = sources.flatMap((_, source) => Array.from({ length: width }, () => source));
    const encoded = tidied(() => takeRows(encodeSources(model, sources, sourceTime), rows)); // [source · width, …]
    let state = model.decoder.start(encoded);
    const run = tracedStep(model.decoder, "run", (decoder, inputs: StepInputs<Encoded, State>) =>
      decoder.run(inputs.tokens, inputs.encoded, inputs.state),
    );
    for (let t = 0; t <= maxTime && searches.some(({ live }) => live.length > 0); t++) {
      const next = tidied(() => {
        const decoded = run({ tokens: columnOf(lastTokens(searches, width)), encoded, state });
        const grow = growth(decoded, width);
        searches.forEach((search, source) => {
          const grown = search.live.flatMap((beam, index) => grow(beam, source * width + index));
          if (grown.length === 0) return;
          const { followed, ended } = advance(search, grown, { width, isLastStep: t === maxTime });
          search.live = followed;
          search.finished = [...search.finished, ...ended];
          onStep?.({
            source: first + source,
            step: t + 1,
            candidates: candidatesOf(grown, [...followed, ...ended], width),
          });
        });
        return takeRows(decoded.state, parentRows(searches, width));
      });
      disposeState(state, next, encoded);
      state = next;
    }
  });
  return searches.map(({ finished }, source) => best(finished, lengthPenalty, sources[source]!.length + 1));
}

/** The sequences to follow, none if the source is done, and those that ended at this step. */
function advance(
  { live, finished }: Search,
  grown: Beam[],
  { width, isLastStep }: { readonly width: number; readonly isLastStep: boolean },
): { readonly followed: Beam[]; readonly ended: Beam[] } {
  const sorted = [...grown].sort((a, b) => b.logProbability - a.logProbability);
  const ended = sorted.slice(0, width).filter((beam) => beam.isDone);
  const numEnded = finished.length + ended.length;
  if (isLastStep && numEnded === 0) return { followed: [], ended: cut(live, grown) };
  const followed = sorted.filter((beam) => !beam.isDone).slice(0, width);
  return { followed: numEnded >= width ? [] : followed, ended };
}

/** Sequences as they are, with where they looked when <eos> did not come. */
function cut(live: Beam[], grown: Beam[]): Beam[] {
  const numWays = grown.length / live.length;
  return live.map((beam, index) => ({ ...beam, weights: grown[index * numWays]!.weights }));
}

/** As many of each kind, done or not, as may be kept. */
function candidatesOf(grown: Beam[], kept: Beam[], width: number): BeamCandidate[] {
  const likeliest = [...grown].sort((a, b) => b.logProbability - a.logProbability).slice(0, 2 * width);
  return likeliest.map((beam) => {
    const { tokens, logProbability, isDone } = beam;
    return { tokens, logProbability, isDone, isKept: kept.includes(beam) };
  });
}

const firstBeam = (parent: number): Beam => ({
  tokens: [],
  weights: [],
  logProbability: 0,
  isDone: false,
  parent,
});

/** Row source · width + k belongs to the k-th sequence of a source; a row without one reads <sos> for nothing. */
function lastTokens(searches: Search[], width: number): number[] {
  return searches.flatMap(({ live }) =>
    Array.from({ length: width }, (_, k) => live[k]?.tokens.at(-1) ?? SOS),
  );
}

function parentRows(searches: Search[], width: number): number[] {
  return searches.flatMap(({ live }, source) =>
    Array.from({ length: width }, (_, k) => live[k]?.parent ?? source * width),
  );
}

/** How a sequence that stands in a row goes on: with each of the row's most likely tokens. */
function growth(
  decoded: { readonly logits: tf.Tensor3D; readonly weights?: tf.Tensor3D },
  width: number,
): (beam: Beam, row: number) => Beam[] {
  const logProbabilities = tf.logSoftmax(decoded.logits.squeeze<tf.Tensor2D>([1])); // [source · width, vocab]
  const count = Math.min(width + 1, logProbabilities.shape[1]); // one of them may be <eos>
  const top = tf.topk(logProbabilities, count);
  const [values, ids] = [top.values.arraySync(), top.indices.arraySync()] as [number[][], number[][]];
  const looks = decoded.weights?.squeeze<tf.Tensor2D>([1]).arraySync();
  return ({ tokens, weights, logProbability }, row) =>
    ids[row]!.map((id, place) => ({
      tokens: id === EOS ? tokens : [...tokens, id],
      weights: looks === undefined ? weights : [...weights, looks[row]!],
      logProbability: logProbability + values[row]![place]!,
      isDone: id === EOS,
      parent: row,
    }));
}

function best(beams: Beam[], lengthPenalty: number, sourceLength: number): BeamWritten {
  const scored = beams.map(({ tokens, weights, logProbability, isDone }) => {
    const length = tokens.length + (isDone ? 1 : 0);
    const score = logProbability / ((5 + length) / 6) ** lengthPenalty;
    const looks = weights.map((row) => row.slice(0, sourceLength));
    return { tokens, ...(looks.length > 0 ? { weights: looks } : {}), logProbability, score };
  });
  return scored.reduce((a, b) => (b.score > a.score ? b : a));
}

/** Takes rows of every tensor in an encoder's or decoder's output, however deep it lies. */
function takeRows<Tensors>(tensors: Tensors, rows: number[]): Tensors {
  const row = tf.tensor1d(rows, "int32");
  const take = (value: unknown): unknown => {
    if (value instanceof tf.Tensor) return tf.gather(value, row);
    if (Array.isArray(value)) return value.map(take);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, take(part)]));
  };
  return take(tensors) as Tensors;
}

function checkOptions({ width, maxTime, lengthPenalty = 0, onStep }: BeamOptions): void {
  checkSize("beamSearch", "width", width);
  checkSize("beamSearch", "maxTime", maxTime);
  if (onStep !== undefined) checkFunction("beamSearch", "onStep", onStep);
  if (lengthPenalty >= 0 && lengthPenalty !== Infinity) return;
  throw new RangeError(`beamSearch: lengthPenalty should be a number ≥ 0, got ${shown(lengthPenalty)}`);
}
