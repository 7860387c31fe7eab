/** An answer against its stub: whole lines added, removed and kept, with their colours; and against another answer: words. */
import { phrase } from "../../../lib/jupyter/language.cjs";
import { diffLines, diffWordsWithSpace } from "diff";
import hljs from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import { longestSource } from "./fold";

hljs.registerLanguage("typescript", typescript);

export interface DiffLine {
  readonly kind: "kept" | "added" | "removed";
  /** Escaped, with colours. */
  readonly html: string;
}

export interface Diff {
  readonly lines: readonly DiffLine[];
  /** What the reader should know of it. */
  readonly note?: string;
}

const slowestMs = 2000;
const maxLines = 600;

/** Characters that turn text round or cannot be seen are named. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const visible = (text: string): string =>
  text.replace(unseen, (char) => `⟨U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

function cut(source: string): { text: string; isCut: boolean } {
  const lines = source.slice(0, longestSource).split("\n").slice(0, maxLines);
  const text = `${visible(lines.join("\n").trimEnd())}\n`;
  return { text, isCut: source.length > longestSource || source.split("\n").length > maxLines };
}

/** TypeScript as HTML, one entry a line; a colour that spans lines starts anew on each. */
export function highlightLines(source: string): string[] {
  const html = hljs.highlight(source, { language: "typescript", ignoreIllegals: true }).value;
  let open: string[] = [];
  return html.split("\n").map((line) => {
    const start = open.join("");
    for (const [tag] of line.matchAll(/<span class="[^"]*">|<\/span>/g))
      open = tag === "</span>" ? open.slice(0, -1) : [...open, tag];
    return start + line + "</span>".repeat(open.length);
  });
}

/** More marks than this share of the letters say nothing: the two answers have no more in common than the stub. */
const mostMarked = 0.5;

/** By place in `text`, whether the letter belongs to a word that another answer has not. */
function differing(text: string, other: string): readonly boolean[] {
  const parts = diffWordsWithSpace(other, text, { timeout: slowestMs }) ?? [];
  const places = parts
    .filter(({ removed }) => !removed)
    .flatMap(({ value, added }) => Array.from(value, (letter) => added && /\S/.test(letter)));
  return places.filter(Boolean).length > mostMarked * text.replace(/\s/g, "").length ? [] : places;
}

/** Puts `<mark>` round the letters of a highlighted line that `isMarked` names by place. */
function withMarks(html: string, isMarked: (place: number) => boolean): string {
  let [marked, place, isOpen] = ["", 0, false];
  for (const [piece] of html.matchAll(/<[^>]*>|&[^;]+;|[^]/gu)) {
    const isLetter = !piece.startsWith("<");
    const isOn = isLetter && isMarked(place);
    if (isOn !== isOpen) marked += isOn ? "<mark>" : "</mark>";
    [marked, isOpen] = [marked + piece, isOn];
    if (isLetter) place += 1;
  }
  return isOpen ? `${marked}</mark>` : marked;
}

/** The lines of a text with its colours, and with marks where another answer differs. */
function markedLines(text: string, other: string | undefined): string[] {
  const places = other === undefined ? [] : differing(text, other);
  let start = 0;
  return highlightLines(text).map((html, index) => {
    const from = start;
    start += [...text.split("\n")[index]!].length + 1;
    return withMarks(html, (place) => places[from + place] === true);
  });
}

/**
 * @param stub   what the learner found in the place of the answer
 * @param other  another answer: what it has not is marked
 */
export function diffAgainst(stub: string, answer: string, other?: string): Diff {
  const [before, after] = [cut(stub), cut(answer)];
  const parts = diffLines(before.text, after.text, { timeout: slowestMs });
  const oldLines = highlightLines(before.text);
  const newLines = markedLines(after.text, other === undefined ? undefined : cut(other).text);
  const notes = after.isCut ? { note: phrase("The answer is longer than what is shown here.") } : {};
  if (parts === undefined)
    return { lines: newLines.slice(0, -1).map((html) => ({ kind: "added", html })), ...notes };
  let [oldAt, newAt] = [0, 0];
  const lines = parts.flatMap(({ added, removed, count }) =>
    Array.from({ length: count }, (): DiffLine => {
      if (removed) return { kind: "removed", html: oldLines[oldAt++]! };
      if (!added) oldAt += 1;
      return { kind: added ? "added" : "kept", html: newLines[newAt++]! };
    }),
  );
  return { lines, ...notes };
}
