/** Batches: sequences of different lengths, side by side in one tensor. */
import { tf } from "./tf";
import { checkFunction, checkList, checkLists, checkRandom, checkRecord, checkSize, shown } from "./argument";
import { largest } from "./extremes";
import { checkShapes } from "./shapes";
import { EOS, PAD, SOS } from "./vocabulary";
import type { RandomGenerator } from "./random";

/**
 * Fills sequences with PAD to one length.
 *
 * @param sequences  token ids, at least one sequence and one token
 * @param maxTime    the length to fill to; the longest sequence's when left out
 * @returns [batch, time]  int32
 * @throws {RangeError} no sequences, only empty ones, one longer than maxTime, or an id that is no whole number ≥ 0
 *
 * Taught in notebook 03.
 */
export function padSequences(sequences: readonly (readonly number[])[], maxTime?: number): tf.Tensor2D {
  const { ids, shape } = padded(sequences, maxTime);
  return tf.tensor2d(ids, shape, "int32");
}

/** Padded sequences and their {@link paddingMask}, which JavaScript makes faster than TensorFlow. */
function padAndMask(sequences: readonly (readonly number[])[]): [tokens: tf.Tensor2D, mask: tf.Tensor2D] {
  const { ids, shape } = padded(sequences);
  const mask = ids.map((id) => Number(id !== PAD));
  return [tf.tensor2d(ids, shape, "int32"), tf.tensor2d(mask, shape, "int32")];
}

function padded(sequences: readonly (readonly number[])[], maxTime?: number) {
  checkLists("padSequences", "sequences", sequences);
  const longest = largest([0, ...sequences.map((sequence) => sequence.length)]);
  if (longest === 0) throw new RangeError("padSequences: expected at least one token, got none");
  const time = maxTime ?? longest;
  checkSize("padSequences", "maxTime", time);
  if (longest > time)
    throw new RangeError(`padSequences: a sequence has ${longest} tokens, maxTime is ${time}`);
  const ids = new Int32Array(sequences.length * time).fill(PAD);
  sequences.forEach((sequence, example) => {
    checkTokens("padSequences", `sequences[${example}]`, sequence);
    ids.set(sequence, example * time);
  });
  return { ids, shape: [sequences.length, time] satisfies [number, number] };
}

/**
 * Checks that a sequence is a list of ids.
 *
 * @throws {TypeError} not a list
 * @throws {RangeError} an id that is no whole number ≥ 0
 *
 * Taught in notebook 03.
 */
export function checkTokens(functionName: string, argument: string, tokens: readonly number[]): void {
  checkList(functionName, argument, tokens);
  const wrong = tokens.findIndex((id) => !Number.isInteger(id) || id < 0);
  if (wrong < 0) return;
  throw new RangeError(
    `${functionName}: an id of ${argument} should be a whole number ≥ 0, got ${shown(tokens[wrong])} at position ${wrong}`,
  );
}

/**
 * 1 where a token stands, 0 where PAD fills up.
 *
 * @param tokens  [batch, time]  int32
 * @returns [batch, time]  int32
 *
 * Taught in notebook 03.
 */
export function paddingMask(tokens: tf.Tensor2D): tf.Tensor2D {
  checkShapes("paddingMask", { tokens: [tokens, "batch time"] });
  return tf.tidy(() => tf.notEqual(tokens, PAD).cast("int32")) as tf.Tensor2D;
}

export interface BucketOptions<Item> {
  /** Items in a batch, ≥ 1; the last batch of an epoch may be smaller. */
  readonly batchSize: number;
  /** The length that items of one batch should share. */
  readonly lengthOf: (item: Item) => number;
  /** Shuffles items and batches; leave it out for a fixed order. */
  readonly random?: RandomGenerator;
}

/**
 * Groups items of similar length, so that little of a batch is padding.
 *
 * Shuffled, cut into pools of 32 batches, each pool sorted by length and cut into batches, the batches shuffled:
 * every epoch sees other neighbours.
 *
 * @returns batches; every item is in exactly one
 * @throws {RangeError} no items, or a batchSize that is not a whole number ≥ 1
 *
 * Taught in notebook 03.
 */
export function bucketBatches<Item>(items: readonly Item[], options: BucketOptions<Item>): Item[][] {
  const { batchSize, lengthOf, random } = checkRecord("bucketBatches", "options", options);
  checkList("bucketBatches", "items", items);
  checkFunction("bucketBatches", "lengthOf", lengthOf);
  if (random !== undefined) checkRandom("bucketBatches", random);
  checkSize("bucketBatches", "batchSize", batchSize);
  if (items.length === 0) throw new RangeError("bucketBatches: expected at least one item, got none");
  const shuffled = random?.shuffle(items) ?? items;
  const batches = chunks(shuffled, batchSize * 32).flatMap((pool) =>
    chunks(
      [...pool].sort((a, b) => lengthOf(a) - lengthOf(b)),
      batchSize,
    ),
  );
  return random?.shuffle(batches) ?? batches;
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** A source and a target sequence as token ids, without <sos> and <eos>. */
export interface EncodedPair {
  readonly source: readonly number[];
  readonly target: readonly number[];
}

/** What a sequence-to-sequence model learns from. */
export type PairBatch = {
  /** What the encoder reads: source <eos>  [batch, source]  int32 */
  readonly source: tf.Tensor2D;
  /** 1 where a source token stands  [batch, source]  int32 */
  readonly sourceMask: tf.Tensor2D;
  /** What the decoder is fed: <sos> target  [batch, target]  int32 */
  readonly inputs: tf.Tensor2D;
  /** What the decoder should say: target <eos>  [batch, target]  int32 */
  readonly targets: tf.Tensor2D;
  /** 1 where a target token counts  [batch, target]  int32 */
  readonly targetMask: tf.Tensor2D;
};

/**
 * Checks pairs before they are read.
 *
 * @throws {TypeError} not a list of pairs
 * @throws {RangeError} no pairs, or an id that is no whole number ≥ 0
 */
export function checkPairs(functionName: string, pairs: readonly EncodedPair[]): void {
  checkList(functionName, "pairs", pairs);
  pairs.forEach((pair, index) => {
    checkRecord(functionName, `pairs[${index}]`, pair);
    checkTokens(functionName, `pairs[${index}].source`, pair.source);
    checkTokens(functionName, `pairs[${index}].target`, pair.target);
  });
  if (pairs.length === 0) throw new RangeError(`${functionName}: expected at least one pair, got none`);
}

/**
 * Puts pairs side by side; the decoder's inputs are its targets, one step later.
 *
 * @param pairs  at least one
 * @throws {RangeError} no pairs
 *
 * Taught in notebook 04.
 * @source Sutskever et al. 2014, "Sequence to Sequence Learning with Neural Networks", §2. https://arxiv.org/abs/1409.3215
 */
export function pairBatch(pairs: readonly EncodedPair[]): PairBatch {
  checkPairs("pairBatch", pairs);
  const [source, sourceMask] = padAndMask(pairs.map((pair) => [...pair.source, EOS]));
  const inputs = padSequences(pairs.map((pair) => [SOS, ...pair.target]));
  const [targets, targetMask] = padAndMask(pairs.map((pair) => [...pair.target, EOS]));
  return { source, sourceMask, inputs, targets, targetMask };
}

/** What a language model learns from: every token but the first is to be said from those before it. */
export type SequenceBatch = {
  /** What the model reads: all tokens but the last  [batch, time]  int32 */
  readonly inputs: tf.Tensor2D;
  /** What it should say: all tokens but the first  [batch, time]  int32 */
  readonly targets: tf.Tensor2D;
  /** 1 where a target counts  [batch, time]  int32 */
  readonly targetMask: tf.Tensor2D;
};

/**
 * Makes one batch of sequences, each padded to the longest.
 *
 * @param functionName  who asks, for the error
 * @param sequences     token ids
 * @throws {RangeError} no sequence with two tokens, or an id is no whole number ≥ 0
 *
 * Taught in notebook 03.
 */
export function sequenceBatch(
  functionName: string,
  sequences: readonly (readonly number[])[],
): SequenceBatch {
  checkLists(functionName, "sequences", sequences);
  if (!sequences.some((tokens) => tokens.length > 1))
    throw new RangeError(`${functionName}: expected at least one sequence of two tokens, got none`);
  const [targets, targetMask] = padAndMask(sequences.map((tokens) => tokens.slice(1)));
  const inputs = padSequences(
    sequences.map((tokens) => tokens.slice(0, -1)),
    targets.shape[1],
  );
  return { inputs, targets, targetMask };
}
