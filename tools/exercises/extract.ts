/**
 * A learner's notebook to one TypeScript module a task: the answer and what it needs, wherever that stands.
 *
 * A task is found by its cell's metadata, then by the name that a cell declares, never by position. What the answer
 * does not need is dropped: a training cell of five minutes must not run to check a function of two lines.
 */
import ts from "typescript";
import { joinText, type Notebook } from "../notebook/notebook-file";
import { declaredNames, parse, statementsFor, trimImport, usedNames } from "./syntax";

export interface Extracted {
  readonly task: string;
  /** A module that exports the answer by its name; undefined if the notebook has none. */
  readonly code: string | undefined;
  /** What a reader should know: a cell without metadata, a cell that could not be read. */
  readonly notes: readonly string[];
}

interface CodeCell {
  readonly task: string | undefined;
  readonly statements: readonly ts.Statement[];
}

/** @param task  the name of its function or class */
export function extractTask(notebook: Notebook, task: string): Extracted {
  const cells = notebook.cells.filter(({ cell_type }) => cell_type === "code").map(readCell);
  const declares = ({ statements }: CodeCell): boolean =>
    statements.some((s) => declaredNames(s).includes(task));
  const marked = cells.filter((cell) => cell.task === task && declares(cell)).at(-1);
  const cell = marked ?? cells.filter(declares).at(-1);
  if (cell === undefined) return { task, code: undefined, notes: [] };
  // The answer cell comes last, so that its own declarations win over others of the same name.
  const others = cells.filter((other) => other !== cell).flatMap(({ statements }) => statements);
  const ordered = [...others, ...cell.statements];
  const notes = marked ? [] : [`${task} was found by its name: its cell has lost its metadata`];
  return { task, code: moduleOf(task, ordered), notes };
}

function readCell({ source, metadata }: Notebook["cells"][number], index: number): CodeCell {
  const course = metadata["course"] as { task?: string; role?: string } | undefined;
  const { statements } = parse(joinText(source), `cell-${index + 1}.ts`);
  return { task: course?.role === "answer" ? course.task : undefined, statements: [...statements] };
}

function moduleOf(task: string, statements: readonly ts.Statement[]): string {
  const kept = [...statementsFor([task], statements)];
  const used = new Set(kept.filter((s) => !ts.isImportDeclaration(s)).flatMap((s) => [...usedNames(s)]));
  const imports = kept.filter(ts.isImportDeclaration).map((statement) => trimImport(statement, used));
  const rest = kept
    .filter((statement) => !ts.isImportDeclaration(statement))
    .map((s) => s.getFullText().trim());
  const isExported = rest.some((text) => new RegExp(`^export .*\\b${task}\\b`, "m").test(text));
  return [...imports, ...rest, ...(isExported ? [] : [`export { ${task} };`])].join("\n\n") + "\n";
}
