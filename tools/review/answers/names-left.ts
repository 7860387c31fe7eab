/** What is left of names after masking, and what looks like one: a list for the teacher, who alone can tell. */
import Papa from "papaparse";
import { namesOf } from "./masking";
import type { Identities } from "./known-names";

export interface NameLeft {
  readonly line: number;
  /** What stands there. */
  readonly text: string;
  readonly why: string;
}

/** Where it stands in the session. */
export interface PlacedNameLeft extends NameLeft {
  readonly learner: string;
  readonly task: string;
}

/** Signs of a name that no list knows. */
const signs: readonly (readonly [RegExp, string])[] = [
  [
    /(?:\b(?:by|thanks to|author|credits?|from)\b:?\s+)(\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)+)/gu,
    "looks like a name",
  ],
  [/(\p{Script=Hangul}{2,4})\s?(?:님|씨|학생|조교|드림)/gu, "looks like a name"],
  [
    /(?<![\w@])(@[a-z][\w-]{3,})(?=[\s,.)]|$)(?<!@(?:param|returns?|throws|source|example|exercise|author|see|type|default|deprecated|template|browser|module|ts-\w+))/giu,
    "looks like an account",
  ],
  [/(?<![\d.])(\d{8,10})(?![\d.])/gu, "looks like a student number"],
  [/((?:github|gitlab|linkedin|instagram)\.com\/[\w.-]+)/giu, "an address on the web"],
];

const comments =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g;

const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/** Full and given names that stand inside a longer word: `minjis`, `kimminjinet`. */
function insideWords(source: string, identities: Identities): NameLeft[] {
  const known = namesOf(identities);
  const words = [...source.matchAll(/\p{Script=Latin}{5,}/gu)].filter(({ 0: word }) => known.isInside(word));
  return words.map(({ 0: text, index }) => ({
    line: lineAt(source, index),
    text,
    why: "a learner's name inside a word",
  }));
}

/** Of masked source or prose. */
export function namesLeftIn(masked: string, identities: Identities, isCode = true): NameLeft[] {
  const pieces = isCode
    ? [...masked.matchAll(comments)].map(({ 0: text, index }) => ({ text, index }))
    : [{ text: masked, index: 0 }];
  const looks = pieces.flatMap(({ text, index: start }) =>
    signs.flatMap(([pattern, why]) =>
      [...text.matchAll(pattern)].flatMap((found) => {
        const shown = found[1] ?? found[0];
        return shown.includes("[name]")
          ? []
          : [{ line: lineAt(masked, start + found.index), text: shown, why }];
      }),
    ),
  );
  return [...insideWords(masked, identities), ...looks];
}

const SHOWN = 20;

/** For the terminal. */
export function namesLeftText(left: readonly PlacedNameLeft[], file: string): string {
  const lines = left
    .slice(0, SHOWN)
    .map(
      ({ learner, task, line, text, why }) =>
        `  ${learner}, ${task}, line ${line}: ${JSON.stringify(text)} ${why}`,
    );
  const more = left.length > SHOWN ? [`  … and ${left.length - SHOWN} more`] : [];
  return [
    `Before these pages go to reviewers, look at what may still say whose an answer is (all of it: ${file}):`,
    ...lines,
    ...more,
    "",
  ].join("\n");
}

export const namesLeftCsv = (left: readonly PlacedNameLeft[]): string =>
  `${Papa.unparse({ fields: ["learner", "task", "line", "text", "why"], data: left.map(({ learner, task, line, text, why }) => [learner, task, line, text, why]) }, { escapeFormulae: true, newline: "\n" })}\n`; // prettier-ignore
