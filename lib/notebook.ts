/** What a cell says to its reader: plots, tables, questions with folded answers, and results with their band. */
import type { TopLevelSpec } from "vega-lite";
import { checkRecord, checkText, shown } from "./argument";
import { display, type MimeBundle } from "./jupyter/display";
import { editOperations } from "./edit-operations";
import { escapeHtml, htmlTable, type MarkedText, textTable } from "./jupyter/html";
import { drawDiagram, type Diagram } from "./plot/diagram";
import { titleLines, withPlainTexts } from "./plot/plot-style";
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
export function plotBundle(spec: Showable): MimeBundle {
  if ("shapes" in spec) return diagramBundle(spec);
  return {
    "application/vnd.vegalite.v5+json": withPlainTexts(spec),
    "image/svg+xml": renderSvg(spec, "white"),
    "text/plain": `[plot] ${spec.description ?? "without a description"}`,
  };
}

/** A part of an HTML page has that page's colours, and words under the pointer. */
const diagramBundle = (diagram: Diagram): MimeBundle => ({
  "text/html": drawDiagram(diagram),
  "image/svg+xml": drawDiagram(diagram, "white"),
  "text/plain": `[diagram] ${titleLines(diagram.title).join(" ")}\n${diagram.description}`,
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
  const { columns, cells } =
    typeof rows === "object" && "columns" in rows ? frameCells(rows) : recordCells(rows);
  display({
    "text/html": htmlTable(columns, cells, caption),
    "text/plain": textTable(columns, cells, caption),
  });
}

interface Cells {
  readonly columns: readonly string[];
  readonly cells: readonly (readonly unknown[])[];
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
 * A cell of a `table`: a written text with the words marked that are not in the right one, in their order. A word that
 * was left out has no mark.
 *
 * @throws {TypeError} one of them is no text
 */
export function marked(written: string, right: string): MarkedText {
  checkText("marked", "written", written);
  checkText("marked", "right", right);
  const wordsOf = (text: string): string[] => text.split(/\s+/u).filter(Boolean);
  const operations = editOperations(wordsOf(right), wordsOf(written));
  const words = operations.flatMap(({ kind, to }) =>
    to === undefined ? [] : [{ text: to, isDifferent: kind !== "match" }],
  );
  return { words };
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
  const number = (x: number): string => String(Number(x.toPrecision(4)));
  const verdict = isInside ? "✓ inside" : isSmoke() ? "· not checked, smoke size, outside" : "✗ outside";
  const line = `${verdict} its band: ${name} is ${number(value)}, expected ${number(low)} to ${number(high)}`;
  // JSON has no NaN; null says "not a number" to the reader of the notebook's metadata.
  const record = { ...result, value: Number.isFinite(value) ? value : null };
  // JupyterLab tears the words of plain text where a line ends, but not those of HTML.
  display({ [bandMimeType]: record, "text/html": `<p>${escapeHtml(line)}</p>`, "text/plain": line });
}
