/** What the alignment explorer shows: decodings of many sources by several models, recorded ahead. */
import type { Alignment } from "../../lib/alignment";

export interface Recording {
  /** The command that made it, for those who want to repeat it. */
  readonly command: string;
  readonly tasks: readonly RecordedTask[];
}

export interface RecordedTask {
  /** "Dates" */
  readonly name: string;
  /** One of its examples, in a sentence: "date". */
  readonly example: string;
  /** What stands between tokens in a text. */
  readonly space: "" | " ";
  readonly examples: readonly RecordedExample[];
  readonly models: readonly RecordedModel[];
}

export interface RecordedExample {
  /** The tokens that a model reads, <eos> included. */
  readonly source: readonly string[];
  /** The right answer, without <eos>. */
  readonly target: readonly string[];
  /** What an annotator would draw. */
  readonly gold: Alignment;
}

export interface RecordedModel {
  readonly name: string;
  readonly numParameters: number;
  /** Share of the examples that it writes without a mistake. */
  readonly exactMatch: number;
  /** Names of its attention maps: one for an attention decoder, one a layer and head for a Transformer. */
  readonly maps: readonly string[];
  /** One for each example. */
  readonly outputs: readonly RecordedOutput[];
}

export interface RecordedOutput {
  /** Written free-running; the last one is <eos>, unless it ran out of time. */
  readonly tokens: readonly string[];
  readonly maps: readonly RecordedMap[];
}

export interface RecordedMap {
  /** Weights, row by row, one character each (see {@link readWeights}).  [token, source] */
  readonly weights: string;
  /** Of each row, in nats, from the weights before they were rounded.  [token] */
  readonly entropyNats: readonly number[];
  /** What the model writes without this head, where that is another text. */
  readonly without?: string;
}

/** Weights are kept in steps of 1/90: one character of ASCII each, but no quote and no backslash. */
const steps = 90;
const characters = Array.from({ length: 126 - 34 }, (_, index) => String.fromCharCode(35 + index))
  .filter((character) => character !== "\\")
  .join("");

/** The reverse of {@link readWeights}. */
export const writeWeights = (weights: readonly (readonly number[])[]): string =>
  weights
    .flat()
    .map((weight) => characters[Math.round(weight * steps)]!)
    .join("");

/** @returns [token, source], each in [0, 1] */
export function readWeights(text: string, numSources: number): number[][] {
  const weights = Array.from(text, (character) => characters.indexOf(character) / steps);
  return Array.from({ length: weights.length / numSources }, (_, row) =>
    weights.slice(row * numSources, (row + 1) * numSources),
  );
}
