/**
 * Words and parts of words that know what they say, so that two sentences built side by side are aligned by construction.
 */
import type { Alignment, Link } from "../../lib/alignment";

export interface Piece {
  /** A leading hyphen glues it to the piece before: "-을". */
  readonly text: string;
  /** What this piece alone says, such as "object/noun": linked surely to the piece that says it in the other language. */
  readonly sure?: string | undefined;
  /** What it helps to say. */
  readonly possible?: readonly string[];
}

/** What the forms of a verb say beside the verb: its ending in Korean, its auxiliary in English. */
export function tenseOf(concept: string): string {
  return `${concept}/tense`;
}

/** Piece by piece: sure where both say the same thing, possible where both have a part in it. */
export function align(source: readonly Piece[], target: readonly Piece[]): Alignment {
  const sure: Link[] = [];
  const possible: Link[] = [];
  const heardMeanings = source.map(meanings);
  target.forEach((said, t) => {
    const saidMeanings = meanings(said);
    source.forEach((heard, s) => {
      if (!saidMeanings.some((meaning) => heardMeanings[s]!.includes(meaning))) return;
      const link = { source: s, target: t };
      possible.push(link);
      if (said.sure !== undefined && said.sure === heard.sure) sure.push(link);
    });
  });
  return { sure, possible };
}

/** What a piece says alone stands first. */
function meanings({ sure, possible = [] }: Piece): readonly string[] {
  return sure === undefined ? possible : [sure, ...possible];
}

/** Korean as it is written: glued pieces without their hyphens. */
export function koreanText(pieces: readonly Piece[]): string {
  return pieces
    .map(({ text }) => (/^[.?]$/.test(text) ? text : text.startsWith("-") ? text.slice(1) : ` ${text}`))
    .join("")
    .trim();
}

/** English as it is written, with a capital in front. */
export function englishText(pieces: readonly Piece[]): string {
  const text = pieces
    .map(({ text }) => (/^(\.|\?|'s)$/.test(text) ? text : ` ${text}`))
    .join("")
    .trim();
  return text[0]!.toUpperCase() + text.slice(1);
}
