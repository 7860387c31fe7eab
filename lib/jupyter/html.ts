/** HTML from values: what a learner prints may hold `<eos>`, and it should be seen, not swallowed by the page. */
import { stripVTControlCharacters } from "node:util";
import { largest } from "../extremes";
import { colours } from "./design";

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML that shows exactly that text. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A value as a reader wants it in a table cell: at most four significant decimals, nothing for nothing. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  if (isMarked(value)) return markedText(value, (text) => `*${text}*`);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A text of which the words that differ from another text's are marked, or pieces of a word. */
export interface MarkedText {
  /** [word, piece] */
  readonly words: readonly (readonly { readonly text: string; readonly isDifferent: boolean }[])[];
}

const markedText = (
  { words }: MarkedText,
  mark: (text: string) => string,
  plain = (text: string): string => text,
): string =>
  words
    .map((pieces) => pieces.map(({ text, isDifferent }) => (isDifferent ? mark(text) : plain(text))).join(""))
    .join(" ");

const isMarked = (value: unknown): value is MarkedText =>
  typeof value === "object" && value !== null && "words" in value && Array.isArray(value.words);

/** Bold and underlined, for print and for eyes that see few colours. */
const cellHtml = (value: unknown): string =>
  isMarked(value)
    ? markedText(value, (text) => `<b style="${markedStyle}">${escapeHtml(text)}</b>`, escapeHtml)
    : escapeHtml(cellText(value));

// The words keep the page's colour: no red has contrast enough on white and on black.
const markedStyle = `text-decoration: underline 0.15em ${colours.bad.onAny}`;

/** Korean breaks between words, and a word only where it is wider than its column. */
const wholeWords = "word-break: keep-all; overflow-wrap: break-word";

/** Rows as an HTML table; numbers stand right, so that their digits line up. */
export function htmlTable(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  caption = "",
): string {
  const cell = (tag: "td" | "th", value: unknown): string => {
    const align = typeof value === "number" ? "right" : "left";
    return `<${tag} style="text-align: ${align}">${cellHtml(value)}</${tag}>`;
  };
  const head = columns.map((name, i) =>
    cell("th", name).replace("left", isNumeric(rows, i) ? "right" : "left"),
  );
  const body = rows.map((row) => `<tr>${row.map((value) => cell("td", value)).join("")}</tr>`);
  // As wide as the page: a caption inside the table would be squeezed to the table's width.
  const title = caption && `<figcaption>${escapeHtml(caption)}</figcaption>`;
  const start = `<figure style="margin: 0; ${wholeWords}">${title}<table>`;
  return `${start}<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></figure>`;
}

const isNumeric = (rows: readonly (readonly unknown[])[], column: number): boolean =>
  rows.length > 0 && rows.every((row) => typeof row[column] === "number");

/** The same table for a terminal, with columns as wide as their longest cell; Korean and Japanese count double, colours nothing. */
export function textTable(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  caption = "",
): string {
  const cells = [columns, ...rows].map((row) => row.map(cellText));
  const widths = columns.map((_, i) => largest(cells.map((row) => widthOf(row[i] ?? ""))));
  const standsRight = columns.map((_, i) => isNumeric(rows, i));
  const pad = (text: string, i: number): string => {
    const blanks = " ".repeat(widths[i]! - widthOf(text));
    return standsRight[i] ? blanks + text : text + blanks;
  };
  const lines = cells.map((row) => row.map(pad).join("  ").trimEnd());
  return [...(caption ? [caption] : []), ...lines].join("\n");
}

const widthOf = (text: string): number =>
  [...stripVTControlCharacters(text)].reduce((sum, letter) => sum + (isWide(letter) ? 2 : 1), 0);

const isWide = (letter: string): boolean =>
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(letter);
