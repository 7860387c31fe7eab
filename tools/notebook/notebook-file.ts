/** The .ipynb file: built from cells, always to the same bytes. */
import { createHash } from "node:crypto";
import type { Cell } from "./percent-source";

/** What Jupyter stores for a cell (nbformat 4.5); only what we touch. */
export interface NotebookCell {
  readonly cell_type: string;
  readonly id: string;
  readonly metadata: Record<string, unknown>;
  readonly source: string | readonly string[];
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
}

export interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Record<string, unknown>;
}

export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly metadata: Record<string, unknown>;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}

export const kernelName = "rnn-to-transformer";

const kernelMetadata = {
  kernelspec: { display_name: "TypeScript (rnn-to-transformer)", language: "typescript", name: kernelName },
  language_info: {
    codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
    file_extension: ".ts",
    mimetype: "text/typescript",
    name: "typescript",
    version: "3.7.2", // what tslab says of itself; any other value would be changed back by the first run
  },
};

/** A notebook that has not run yet. */
export function buildNotebook(number: string, cells: readonly Cell[]): Notebook {
  return {
    cells: cells.map(buildCell),
    metadata: { course: { notebook: number }, ...kernelMetadata },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

function buildCell({ type, source, metadata }: Cell, position: number): NotebookCell {
  const id = createHash("sha256").update(`${position}\n${source}`).digest("hex").slice(0, 12);
  const cell = { cell_type: type, id, metadata, source: source.split(/(?<=\n)/) };
  return type === "code" ? { ...cell, execution_count: null, outputs: [] } : cell;
}

/** As Jupyter writes it: keys in order, one space of indent, a line break at the end. */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify(notebook, sortKeys, 1)}\n`;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Text as Jupyter stores it, whole or in lines. */
export const joinText = (text: string | readonly string[] = ""): string =>
  typeof text === "string" ? text : text.join("");

/** Whether two notebooks say the same, whatever they put out when they ran. */
export function sameCells(a: Notebook, b: Notebook): boolean {
  const content = ({ cells }: Notebook): string =>
    JSON.stringify(
      cells.map((cell) => [cell.cell_type, joinText(cell.source), cell.metadata]),
      sortKeys,
    );
  return content(a) === content(b);
}

const commentLine = /^\s*(?:\/\/(?! %)|\/\*\*|\*[ /]).*\n/gm;

/**
 * A notebook with the outputs of its last run, as far as that run still speaks for it: all of them where only prose and
 * lines of comment have changed, and none where code has, since later cells build on it.
 */
export function withOutputsOf(past: Notebook, notebook: Notebook): Notebook {
  const codeOf = ({ cells }: Notebook) => cells.filter(({ cell_type }) => cell_type === "code");
  const textOf = (cells: readonly NotebookCell[]) =>
    JSON.stringify(cells.map(({ source }) => joinText(source).replace(commentLine, "")));
  const ran = codeOf(past);
  if (textOf(ran) !== textOf(codeOf(notebook))) return notebook;
  const waiting = [...ran];
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "code") return cell;
    const { outputs = [], execution_count = null } = waiting.shift()!;
    return { ...cell, outputs, execution_count };
  });
  return { ...notebook, cells, metadata: past.metadata };
}
