/** Whether a translation is built as its message: same places, formulas, code, links, emphasis, rows and items. */
import MarkdownIt from "markdown-it";
import { placesOf } from "./places";

const code = /`[^`]+`/g;
const formula = /\$\$[\s\S]+?\$\$|\$[^$\n]+\$/g;
const target = /(?<=\]\()[^)\s]+/g;
const tag = /<[/!]?[a-z][^>]*>/gi;

/** The text without what no reader reads as words. */
export const wordsOf = (text: string): string =>
  text.replace(code, " ").replace(formula, " ").replace(target, "").replace(tag, " ");

export interface Pair {
  readonly text: string;
  readonly translation: string;
  /** The kind of the message, and whether it has places: "title, with places". */
  readonly note: string;
}

/** @returns what differs, a line each */
export function structureFindings({ text, translation, note }: Pair): string[] {
  const hasPlaces = note.endsWith("with places");
  const kind = note.replace(", with places", "");
  const isMarkdown = ["heading", "paragraph", "list", "table", "quote", "details", "prediction"].includes(
    kind,
  );
  return [
    ...(hasPlaces ? differ("places", placesOf(text).map(String), placesOf(translation).map(String)) : []),
    ...(isMarkdown ? markdownFindings(text, translation) : []),
    ...(text.startsWith("|") ? differ("cells of the table", cellCounts(text), cellCounts(translation)) : []),
    ...(kind === "formula" ? differ("symbols", [symbolsOf(text)], [symbolsOf(translation)]) : []),
    ...(kind === "list" ? differ("items of the list", itemMarks(text), itemMarks(translation)) : []),
  ];
}

/** A formula with nothing in its \text{…}. */
const symbolsOf = (whole: string): string => whole.replace(/\\text\{[^}]*\}/g, "\\text{}");

function markdownFindings(text: string, translation: string): string[] {
  const found = (pattern: RegExp, where: string): string[] => (where.match(pattern) ?? []).sort();
  const outsideCode = [text, translation].map((one) => one.replace(code, "")) as [string, string];
  const outside = outsideCode.map((one) => one.replace(formula, "")) as [string, string];
  return [
    ...differ("code", found(code, text), found(code, translation)),
    ...differ("formulas", ...(outsideCode.map((one) => found(formula, one)) as [string[], string[]])),
    ...differ("links", ...(outside.map((one) => found(target, one)) as [string[], string[]])),
    ...starFindings(translation),
    ...strikeFindings(outside[1]),
  ];
}

/** JupyterLab strikes out what stands between two tildes (the book does not): "1~3 … 4~6". */
const strikeFindings = (outside: string): string[] =>
  (outside.match(/(?<![~\\])~(?=[^\s~])[^~]*?[^\s~\\]~(?!~)/g) ?? []).map(
    (struck) => `struck out: ${struck}`,
  );

const markdown = new MarkdownIt({ html: true });

/** Between a full stop, a bracket or a quote and Hangul, stars are no marks of emphasis (CommonMark 0.31, §6.2). */
function starFindings(translation: string): string[] {
  const tokens = markdown
    .parse(translation.replace(formula, "$$"), {})
    .flatMap(({ children }) => children ?? []);
  const shown = tokens.filter(({ type, content }) => type === "text" && content.includes("*"));
  return shown.length === 0
    ? []
    : [`stars that are shown: ${shown.map(({ content }) => content.trim()).join(" … ")}`];
}

/** In a table a bar inside a formula or code is none between cells. */
const cellCounts = (table: string): string[] =>
  table
    .replace(code, "x")
    .replace(formula, "x")
    .split("\n")
    .map((row) => String(row.split(/(?<!\\)\|/).length - 2));

const itemMarks = (list: string): string[] => list.match(/^ *(?:[-*]|\d+\.)(?= )/gm) ?? [];

function differ(what: string, wanted: readonly string[], got: readonly string[]): string[] {
  if (wanted.join("\n") === got.join("\n")) return [];
  const list = (items: readonly string[]): string => items.join(" ") || "none";
  return [`${what} differ: the message has ${list(wanted)}, the translation ${list(got)}`];
}
