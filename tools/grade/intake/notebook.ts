/** Reads a notebook that anybody may have made: every version, every malformation, to cells, notes, or a reason. */
import { firstOf } from "../judge/record";
import { RejectedInput } from "./item";
import { parseJson } from "./notebook-json";
import { decodeText, refuseOtherKinds } from "./notebook-text";

/** What a cell says that it is (the `course` entry of its metadata). */
export interface CellRole {
  readonly sheet?: string;
  readonly task?: string;
  readonly role?: string;
}

/** A cell, cleaned: text in one string with "\n", outputs gone. */
export interface SourceCell {
  /** Counted from 1, as a reader counts. */
  readonly number: number;
  readonly isCode: boolean;
  readonly source: string;
  readonly course: CellRole;
}

export interface SourceNotebook {
  readonly sheet: string | undefined;
  readonly cells: readonly SourceCell[];
  readonly notes: readonly string[];
}

type Fields = Record<string, unknown>;
const MAX_CELLS = 5000;
/** Characters of all cells together: a picture in a text cell has a few million. */
const MAX_TEXT = 16e6;
const MAX_NOTES = 40;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const kinds: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
};

function describe(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : (kinds[typeof value] ?? "an object");
}

/** nbformat 2 and 3 kept the cells in worksheets. */
function rawCells(notebook: Fields, notes: string[]): readonly unknown[] {
  const { nbformat, nbformat_minor: minor, worksheets, cells } = notebook;
  const sheets = Array.isArray(worksheets)
    ? worksheets.slice(0, MAX_CELLS).flatMap((sheet) => fields(sheet)["cells"] ?? [])
    : undefined;
  const isOld = cells === undefined && sheets !== undefined;
  if (nbformat === undefined) notes.push("nbformat is missing; the version was told by the notebook's shape");
  else if (nbformat !== 4)
    notes.push(
      `nbformat says ${JSON.stringify(nbformat)}, the shape is that of ${isOld ? 3 : 4}; read as that`,
    );
  else if (isOld) notes.push("nbformat says 4, the shape is that of 3; read as that");
  else if (typeof minor === "number" && minor > 5)
    notes.push(`nbformat 4.${minor} is newer than what we know; read as 4.5`);
  else if (typeof minor !== "number" || minor < 5) notes.push("an older notebook format was upgraded to 4.5");
  if (isOld) return sheets;
  if (Array.isArray(cells)) return cells;
  if (typeof nbformat === "number" && nbformat > 4)
    throw new RejectedInput(`has the unknown notebook format ${nbformat}`);
  throw new RejectedInput(
    cells === undefined ? "has no cells" : `its cells are ${describe(cells)}, not a list`,
  );
}

function noteKernel(metadata: unknown, notes: string[]): void {
  if (!isFields(metadata)) return void notes.push("the notebook's metadata is missing");
  const kernel = fields(metadata["kernelspec"]);
  if (text(kernel["name"]) === undefined)
    return void notes.push("the notebook names no kernel; TypeScript was assumed");
  const language =
    text(kernel["language"]) ?? text(fields(metadata["language_info"])["name"]) ?? "typescript";
  if (!/typescript/i.test(language) || /jslab|deno/i.test(String(kernel["name"])))
    notes.push(
      `the notebook names the kernel ${JSON.stringify(String(kernel["name"]).slice(0, 60))}; its cells were read as TypeScript`,
    );
}

function joinSource(source: unknown, number: number, notes: string[]): string {
  if (typeof source === "string") return source.replace(/\r\n?/g, "\n");
  if (Array.isArray(source) && source.every((line) => typeof line === "string"))
    return source.join("").replace(/\r\n?/g, "\n");
  notes.push(
    `cell ${number}: its text is ${source === undefined ? "missing" : describe(source)}; taken as empty`,
  );
  return "";
}

const hidden: readonly (readonly [RegExp, string])[] = [
  [/\x00/, "a NUL"],
  [/[\u202a-\u202e\u2066-\u2069]/, "characters that turn the reading direction"],
  [/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/, "half of a surrogate pair"],
  [/[\u200b\u2060\ufeff]/, "invisible spaces"],
];

function readRole(metadata: unknown): CellRole {
  const course = fields(fields(metadata)["course"]);
  const [sheet, task, role] = [text(course["sheet"]), text(course["task"]), text(course["role"])];
  return { ...(sheet && { sheet }), ...(task && { task }), ...(role && { role }) };
}

function readCell(raw: unknown, number: number, notes: string[]): SourceCell {
  const cell = fields(raw);
  if (!isFields(raw)) notes.push(`cell ${number} is ${describe(raw)}, not a cell`);
  const type = text(cell["cell_type"]) ?? "code";
  const source = joinSource(cell["source"] ?? cell["input"], number, notes);
  const course = readRole(cell["metadata"]);
  const isKnown = ["code", "markdown", "raw", "heading", "html"].includes(type);
  if (!isKnown) notes.push(`cell ${number} has the unknown type ${JSON.stringify(type.slice(0, 40))}`);
  const wasCode = type === "code" || !isKnown;
  const isAnswer = course.role === "answer";
  if (isAnswer && !wasCode)
    notes.push(`cell ${number} holds an answer but has the type ${type}; read as code`);
  for (const [pattern, what] of hidden) if (pattern.test(source)) notes.push(`cell ${number} holds ${what}`);
  return { number, isCode: wasCode || isAnswer, source, course };
}

/** The sheet that a notebook says it is: its own metadata first, then that of its cells. */
function readSheet(metadata: unknown, cells: readonly SourceCell[]): string | undefined {
  const course = fields(fields(metadata)["course"]);
  const own = text(course["sheet"]) ?? text(course["notebook"]);
  return own ?? cells.find(({ course: { sheet } }) => sheet !== undefined)?.course.sheet;
}

/**
 * Reads a notebook file.
 *
 * @throws {RejectedInput} what cannot be graded; the message says why
 */
export function readNotebook(bytes: Buffer): SourceNotebook {
  refuseOtherKinds(bytes);
  const decoded = decodeText(bytes);
  const { value, notes: jsonNotes } = parseJson(decoded.text);
  if (!isFields(value)) throw new RejectedInput(`is ${describe(value)}, not a notebook`);
  const notes = [...decoded.notes, ...jsonNotes];
  const raw = rawCells(value, notes);
  noteKernel(value["metadata"], notes);
  if (raw.length > MAX_CELLS) throw new RejectedInput(`has ${raw.length} cells, more than ${MAX_CELLS}`);
  const cells = raw.map((cell, index) => readCell(cell, index + 1, notes));
  const length = cells.reduce((sum, { source }) => sum + source.length, 0);
  if (length > MAX_TEXT)
    throw new RejectedInput(`has ${length} characters in its cells, more than ${MAX_TEXT}`);
  return { sheet: readSheet(value["metadata"], cells), cells, notes: firstOf(notes, MAX_NOTES) };
}
