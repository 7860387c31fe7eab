/** What a cell says to its reader: plots, tables, questions with folded answers, and results with their band. */
import type { TopLevelSpec } from "vega-lite";
import { checkRecord, checkText, shown } from "./argument";
import { display, type MimeBundle } from "./jupyter/display";
import { editOperations } from "./edit-operations";
import { escapeHtml, htmlTable, type MarkedText, textTable } from "./jupyter/html";
import { drawDiagram, type Diagram } from "./plot/diagram";
import { phrase, shownName, shownNames, shownText } from "./jupyter/language.cjs";
import { titleLines, withPlainTexts } from "./plot/plot-style";
import { shownDiagram, shownSpec } from "./plot/shown-spec";
import { renderSvg } from "./plot/svg";

export { check, explain, hint } from "./jupyter/check";
export { predict, type Prediction } from "./jupyter/predict";

/** What can be shown: a plot is a Vega-Lite 5 specification. */
export type Showable = TopLevelSpec | Diagram;

/**
 * Shows a plot, interactive where the page knows Vega-Lite, or a diagram, as part of a page that knows HTML; else as a
 * picture where the page knows SVG, else in words. Returns nothing, because a notebook prints what the last line of a
 * cell returns.
 *
 * @throws {TypeError} no specification
 */
export function show(spec: Showable): void {
  checkRecord("show", "spec", spec);
  display(plotBundle(spec));
}

/** One plot in three formats. The picture has a white ground, for pages whose colour it cannot know. */
export function plotBundle(given: Showable): MimeBundle {
  if ("shapes" in given) return diagramBundle(shownDiagram(given));
  const spec = shownSpec(given);
  return {
    "application/vnd.vegalite.v5+json": withPlainTexts(spec),
    "image/svg+xml": renderSvg(spec, "white"),
    "text/plain": phrase("[plot] {0}", spec.description ?? phrase("without a description")),
  };
}

/** A part of an HTML page has that page's colours, and words under the pointer. */
const diagramBundle = (diagram: Diagram): MimeBundle => ({
  "text/html": drawDiagram(diagram),
  "image/svg+xml": drawDiagram(diagram, "white"),
  "text/plain": `${phrase("[diagram] {0}", titleLines(diagram.title).join(" "))}\n${diagram.description}`,
});

/** A data frame or a series as danfojs has it; only what a table needs. */
export interface FrameLike {
  readonly columns: readonly string[];
  /** One list a row, or one value a row if it is a series. */
  readonly values: unknown;
  readonly index?: readonly (string | number)[];
}

/**
 * Shows rows as a table.
 *
 * danfojs' `sortValues` leaves a column in disorder if it holds NaN: drop such rows before you sort.
 *
 * @param rows     records with the same keys, a danfojs data frame, or a danfojs series, whose index is shown too
 * @param caption  what the table says
 * @throws {RangeError} no rows
 */
export function table(rows: readonly object[] | FrameLike, caption = ""): void {
  const { columns, cells } = shownCells(
    typeof rows === "object" && "columns" in rows ? frameCells(rows) : recordCells(rows),
  );
  const shownCaption = shownText(caption);
  display({
    "text/html": htmlTable(columns, cells, shownCaption),
    "text/plain": textTable(columns, cells, shownCaption),
  });
}

interface Cells {
  readonly columns: readonly string[];
  readonly cells: readonly (readonly unknown[])[];
}

/** In the reader's language, as far as its words are names of the notebook's own. */
function shownCells({ columns, cells }: Cells): Cells {
  const names = columns.map((_, i) =>
    shownNames(cells.map((row) => row[i]).filter((value): value is string => typeof value === "string")),
  );
  const show = (value: unknown, i: number): unknown =>
    typeof value === "string" ? (names[i]?.get(value) ?? value) : value;
  return { columns: columns.map(shownName), cells: cells.map((row) => row.map(show)) };
}

function frameCells({ columns, values, index }: FrameLike): Cells {
  const rows = values as readonly unknown[];
  if (rows.every(Array.isArray)) return { columns, cells: rows as unknown[][] };
  return { columns: ["", ...columns], cells: rows.map((value, row) => [index?.[row], value]) };
}

function recordCells(rows: readonly object[]): Cells {
  if (!Array.isArray(rows) || rows.length === 0) {
    throw new RangeError(`table: rows should be a list with at least one record, got ${shown(rows)}`);
  }
  const columns = [...new Set(rows.flatMap((row: object) => Object.keys(row)))];
  // Not what every object has: a column may be called "constructor".
  const cell = (row: Record<string, unknown>, name: string) =>
    Object.hasOwn(row, name) ? row[name] : undefined;
  return { columns, cells: rows.map((row) => columns.map((name) => cell(row, name))) };
}

/**
 * A cell of a `table`: a written text with the words marked that are not in the right one, in their order; of a date or
 * another number in place of one, only its digits that differ. A word that was left out has no mark.
 *
 * @throws {TypeError} one of them is no text
 */
export function marked(written: string, right: string): MarkedText {
  checkText("marked", "written", written);
  checkText("marked", "right", right);
  const wordsOf = (text: string): string[] => text.split(/\s+/u).filter(Boolean);
  const words = editOperations(wordsOf(right), wordsOf(written)).flatMap(({ kind, from, to }) => {
    if (to === undefined) return [];
    if (kind === "substitution" && isNumber(from!) && isNumber(to)) return [digitsOf(to, from!)];
    return [[{ text: to, isDifferent: kind !== "match" }]];
  });
  return { words };
}

const isNumber = (word: string): boolean => /^\d[\d-]*$/.test(word);

/** The digits of a number, as few pieces as there are changes between what differs and what does not. */
function digitsOf(written: string, right: string): MarkedText["words"][number] {
  const pieces: { text: string; isDifferent: boolean }[] = [];
  for (const { kind, to } of editOperations([...right], [...written])) {
    if (to === undefined) continue;
    const isDifferent = kind !== "match";
    const last = pieces.at(-1);
    if (last?.isDifferent === isDifferent) last.text += to;
    else pieces.push({ text: to, isDifferent });
  }
  return pieces;
}

/** A result and the range in which it should land. */
export interface Band {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Marks an output as a band, so that whoever runs a notebook can check it. */
export const bandMimeType = "application/vnd.course.band+json";

/** Whether this run is a rehearsal with tiny sizes (SMOKE=1): its numbers mean nothing. */
export const isSmoke = (): boolean => process.env["SMOKE"] === "1";

/** A large number with its thousands apart: 1000000000000 would have to be counted. */
const grouped = (x: number): string | number =>
  Math.abs(x) >= 1000 && Number.isFinite(x) ? x.toLocaleString("en") : x;

/**
 * States a result beside the band it should land in; building the notebooks fails if one is outside.
 *
 * @throws {TypeError} no result, a name that is no text, or a number that is none
 * @throws {RangeError} a bound is NaN, or low is above high
 */
export function band(result: Band): void {
  const { name, value, low, high } = checkRecord("band", "result", result);
  checkText("band", "name", name);
  for (const [part, number] of Object.entries({ value, low, high })) {
    if (typeof number === "number") continue;
    throw new TypeError(`band: ${part} should be a number, got ${shown(number)}`);
  }
  if (!(low <= high))
    throw new RangeError(`band: low should be at most high, got low ${low} and high ${high}`);
  const isInside = value >= low && value <= high;
  const numbers = [value, low, high].map((x) => grouped(Number(x.toPrecision(4))));
  const line = isInside
    ? phrase("✓ inside its band: {0} is {1}, expected {2} to {3}", shownName(name), ...numbers)
    : isSmoke()
      ? phrase("· not checked, smoke size, outside its band: {0} is {1}, expected {2} to {3}", shownName(name), ...numbers)
      : phrase("✗ outside its band: {0} is {1}, expected {2} to {3}", shownName(name), ...numbers); // prettier-ignore
  // JSON has no NaN; null says "not a number" to the reader of the notebook's metadata.
  const record = { ...result, value: Number.isFinite(value) ? value : null };
  // JupyterLab tears the words of plain text where a line ends, but not those of HTML.
  display({ [bandMimeType]: record, "text/html": `<p>${escapeHtml(line)}</p>`, "text/plain": line });
}
