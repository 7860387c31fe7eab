/**
 * What of a cell's code a reader sees. The rule, in three lines:
 *
 * 1. *Shown*, and translated in the code: values of these properties, arguments of these functions, comments of two words.
 * 2. *Names*, and translated when they are shown: other texts of two words, quoted keys, what stands in a table's rows.
 * 3. Never: imports, types, seeds, places where records are kept, and what stands in `notTexts`.
 */

import type ts from "typescript";

export type TextKind = "title" | "axis" | "prediction" | "table" | "print" | "comment" | "name";

/** A text at its place in the code, from `start` up to `end`. */
export interface CodeText {
  readonly kind: TextKind;
  /** With {0}, {1} … in the places of a template's expressions. */
  readonly text: string;
  /** The expressions, in order. */
  readonly places: readonly ts.Expression[];
  readonly start: number;
  readonly end: number;
}

export const shownProperties: Readonly<Record<string, TextKind>> = {
  title: "title",
  xTitle: "axis",
  yTitle: "axis",
  valueTitle: "axis",
  sourceTitle: "axis",
  targetTitle: "axis",
  question: "prediction",
  choices: "prediction",
  answer: "prediction",
  description: "title",
  wrote: "title",
};

/** Functions whose arguments are shown: of all of them, or of those at the places. */
export const shownArguments: Readonly<Record<string, { kind: TextKind; places?: readonly number[] }>> = {
  "console.log": { kind: "print" },
  table: { kind: "table", places: [1] },
  curves: { kind: "title", places: [0] },
  oneCurve: { kind: "title", places: [0] },
  trainEcho: { kind: "title", places: [0, 1] },
  trainTagger: { kind: "title", places: [0, 1] },
};

/** Functions whose arguments no reader sees: seeds, names of records and weights, parts of words. */
export const hiddenArguments: ReadonlySet<string> = new Set([
  "randomGenerator",
  "recordedRuns",
  "numbersOf",
  "vectorOf",
  "lstmWeights",
  "join",
  "split",
  "replace",
  "includes",
  "startsWith",
  "endsWith",
]);

/** Texts that look like a reader's and are not, such as what a model reads; one that is met is added here. */
export const notTexts: readonly RegExp[] = [/^https?:/];
