/** What decoding needs of a model: an encoder that reads, and a decoder that can be fed one token after the other. */
import { tf } from "./tf";
import { checkFunction, checkList, checkRecord } from "./argument";
import { checkTokens, padSequences, paddingMask, type PairBatch } from "./batches";
import { tracedStep } from "./engine/traced-step";
import { largest } from "./extremes";
import { EOS } from "./vocabulary";

/** A model that reads a source and writes a target, such as Seq2Seq or Transformer. */
export interface Writer<Encoded, State> {
  readonly encoder: { run(tokens: tf.Tensor2D, mask: tf.Tensor2D): Encoded };
  readonly decoder: {
    start(encoded: Encoded): State;
    run(
      tokens: tf.Tensor2D,
      encoded: Encoded,
      state: State,
    ): { readonly logits: tf.Tensor3D; readonly state: State; readonly weights?: tf.Tensor3D };
  };
}

/** A model that can be given the right target, such as Seq2Seq or Transformer. */
export interface Forced {
  run(batch: PairBatch): { readonly logits: tf.Tensor3D; readonly weights?: tf.Tensor3D };
}

/** What a model wrote for one source. */
export type Written = {
  /** What the model wrote, without <sos> and <eos>. */
  readonly tokens: number[];
  /**
   * Where it looked, if it has attention: one row for each token and one for the end, each with one weight for every
   * source token and one for the source's <eos>.
   */
  readonly weights?: number[][];
};

/** Token ids of each source, without <eos>. */
export type Sources = readonly (readonly number[])[];

/** Checks what decoding is given, before anything is read. */
export function checkWriting<Encoded, State>(
  functionName: string,
  model: Writer<Encoded, State>,
  sources: Sources,
): void {
  checkRecord(functionName, "model", model);
  checkFunction(functionName, "model.encoder.run", model.encoder?.run);
  checkFunction(functionName, "model.decoder.run", model.decoder?.run);
  checkList(functionName, "sources", sources);
  if (sources.length === 0) throw new RangeError(`${functionName}: expected at least one source, got none`);
  sources.forEach((source, index) => checkTokens(functionName, `sources[${index}]`, source));
}

/**
 * So many rows a model writes at the same time. More take no less time a row, and memory that the process never gives back.
 */
const MAX_ROWS = 256;

/**
 * Writes for some sources at a time, in parts of one size.
 *
 * @param rowsEach  how many rows of a batch a source takes
 * @param write     for some of the sources, filled to a length that all parts share, so that one graph serves them all
 */
export function inParts<Result>(
  sources: Sources,
  rowsEach: number,
  write: (some: Sources, sourceTime: number, first: number) => Result[],
): Result[] {
  const sourceTime = 1 + largest(sources.map(({ length }) => length)); // <eos> ends it
  const numParts = Math.ceil((sources.length * rowsEach) / MAX_ROWS);
  const size = Math.ceil(sources.length / numParts);
  const firsts = Array.from({ length: Math.ceil(sources.length / size) }, (_, part) => part * size);
  return firsts.flatMap((first) => write(sources.slice(first, first + size), sourceTime, first));
}

type Tokens = { readonly tokens: tf.Tensor2D };

/** Token ids, each source ended by <eos>  [batch, source]  int32. */
const sourceTokens = (sources: Sources, sourceTime?: number): tf.Tensor2D =>
  padSequences(
    sources.map((tokens) => [...tokens, EOS]),
    sourceTime,
  );

/**
 * Reads the sources, each ended by <eos>.
 *
 * @param sourceTime  the length to fill them to; the longest one's when left out
 */
export function encodeSources<Encoded>(
  { encoder }: Pick<Writer<Encoded, unknown>, "encoder">,
  sources: Sources,
  sourceTime?: number,
): Encoded {
  const read = tracedStep(encoder, "read", (encoder, { tokens }: Tokens) =>
    encoder.run(tokens, paddingMask(tokens)),
  );
  return read({ tokens: sourceTokens(sources, sourceTime) });
}

/** Encoders and decoders that began to write together, by their encoders: what is traced of both stays with the pair. */
const pairs = new WeakMap<object, Pick<Writer<unknown, unknown>, "encoder" | "decoder">>();

/** Reads the sources, each ended by <eos>, and makes the decoder's state before the first token: all in one graph. */
export function beginWriting<Encoded, State>(
  { encoder, decoder }: Writer<Encoded, State>,
  sources: Sources,
  sourceTime: number,
): { readonly encoded: Encoded; readonly state: State } {
  const known = pairs.get(encoder) as Writer<Encoded, State> | undefined;
  const pair = known?.decoder === decoder ? known : { encoder, decoder };
  pairs.set(encoder, pair as Writer<unknown, unknown>);
  const begin = tracedStep(pair, "begin", ({ encoder, decoder }, { tokens }: Tokens) => {
    const encoded = encoder.run(tokens, paddingMask(tokens));
    return { encoded, state: decoder.start(encoded) };
  });
  return begin({ tokens: sourceTokens(sources, sourceTime) });
}

/** One token a row  [batch, 1]  int32. */
export const columnOf = (tokens: Iterable<number>): tf.Tensor2D =>
  padSequences(Array.from(tokens, (id) => [id]));

/** What a decoder's step reads. */
export interface StepInputs<Encoded, State> {
  readonly tokens: tf.Tensor2D;
  readonly encoded: Encoded;
  readonly state: State;
}
