/**
 * Running text as sentences: what every loader of prose gives, so that one text can stand in for another.
 */
import type { Split } from "./options";
import { wordTokens } from "./word-tokens";

/** A sentence of real prose, with its end mark. */
export interface ProseSentence {
  readonly text: string;
  /** Words and marks: ["Don't", "run", "!"]. */
  readonly words: readonly string[];
  readonly characters: readonly string[];
  /** Where it stands. All sentences of a chapter are in one split. */
  readonly chapter: string;
}

export interface ProseOptions {
  readonly split: Split;
  readonly limit?: number;
  readonly seed?: number;
}

/** Words without a full stop of their own, so that every full stop ends a sentence. */
const spelledOut: readonly (readonly [RegExp, string])[] = [
  [/\be\.g\.,?/g, "for example"],
  [/\bi\.e\.,?/g, "that is"],
  [/\bvs\./g, "versus"],
  [/\betc\.(?=[,;)]| [a-z])/g, "and so on"],
  [/\betc\./g, "and so on."],
];

/** The sentences of a paragraph of plain text. A colon ends one only where the paragraph ends. */
export function sentencesOf(paragraph: string): string[] {
  const text = spelledOut.reduce((mended, [short, long]) => mended.replace(short, long), paragraph);
  return text
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=[.!?]["'”’)]?) /)
    .filter((sentence) => sentence !== "");
}

/** A sentence with its tokens. */
export function proseSentence(text: string, chapter: string): ProseSentence {
  return { text, words: wordTokens(text), characters: [...text], chapter };
}
