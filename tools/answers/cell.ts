/** The code cells of a notebook: each parsed on its own, so that a mistake in one harms no other. */
import type TypeScript from "typescript";
import type { SourceCell } from "../grade/intake/notebook";
import { respell } from "../kernel/spelling.cjs";
import { namesOf, type Compiler, type Kind, type Names } from "./names";

/** A statement at the top level of a cell. */
export interface Statement extends Names {
  readonly cell: Cell;
  /** Where it starts in its cell, counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly node: TypeScript.Statement;
}

export interface Cell extends Pick<SourceCell, "number" | "course"> {
  /** As the kernel reads it: no `export`, imports from the root. */
  readonly source: string;
  readonly statements: readonly Statement[];
  /** What it declares for other cells; an overloaded name once. */
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Why the kernel refuses the whole cell: "line 3: syntax error: …". */
  readonly problem?: string;
}

/** tslab's own marks for cells that run elsewhere. */
const foreignCell = /^\s*\/\*\*\s*@(browser|module|jsx)\b/;
const conflictMark = /^(<{7}|>{7}) /m;
const pythonLine =
  /^\s*(def \w+\(.*\).*:|import \w+( as \w+)?$|from \w+(\.\w+)* import |class \w+(\(\w*\))?:|elif |print\()/m;

function explain(source: string, line: number, message: string): string {
  if (pythonLine.test(source) && !/[;{]\s*$/m.test(source))
    return "this cell is Python; the course's language is TypeScript";
  const command = /^\s*([%!]+\s*\w+)/.exec(source.split("\n")[line - 1] ?? "")?.[1];
  return command === undefined
    ? `syntax error: ${message}`
    : `${JSON.stringify(command)} is a command of Python's notebooks; a TypeScript cell has none (${message})`;
}

function syntaxProblem(ts: Compiler, source: string, file: TypeScript.SourceFile): string | undefined {
  const conflict = conflictMark.exec(source);
  if (conflict) {
    const line = source.slice(0, conflict.index).split("\n").length;
    return `line ${line}: a merge conflict of git was never resolved`;
  }
  const { parseDiagnostics } = file as unknown as {
    parseDiagnostics: readonly TypeScript.DiagnosticWithLocation[];
  };
  const [first] = parseDiagnostics;
  if (!first) return undefined;
  const line = file.getLineAndCharacterOfPosition(first.start).line + 1;
  return `line ${line}: ${explain(source, line, ts.flattenDiagnosticMessageText(first.messageText, " "))}`;
}

function parseCell(ts: Compiler, { number, course, source: written }: SourceCell): Cell {
  const source = respell(ts, written);
  const file = ts.createSourceFile(`cell-${number}.ts`, source, ts.ScriptTarget.ES2022, true);
  const problem = syntaxProblem(ts, source, file);
  const statements: Statement[] = [];
  const kinds = new Map<string, Kind>();
  const cell: Cell = { number, course, source, statements, kinds, ...(problem !== undefined && { problem }) };
  for (const node of file.statements) {
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    const names = namesOf(ts, node);
    statements.push({ cell, line, text: node.getText(file), node, ...names });
    for (const { name, kind, isNested } of names.declares)
      if (!isNested && !kinds.has(name)) kinds.set(name, kind);
  }
  return cell;
}

/** A text may be nested so deeply that the parser's stack overflows. */
function parseSafely(ts: Compiler, cell: SourceCell): Cell {
  try {
    return parseCell(ts, cell);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { number, course, source } = cell;
    const problem = "line 1: the code is nested too deeply to be read";
    return { number, course, source, statements: [], kinds: new Map(), problem };
  }
}

export interface ParsedNotebook {
  readonly cells: readonly Cell[];
  readonly notes: readonly string[];
}

export function parseCells(ts: Compiler, cells: readonly SourceCell[]): ParsedNotebook {
  const code = cells.filter(({ isCode }) => isCode);
  const elsewhere = code.flatMap(({ number, source }) => {
    const mark = foreignCell.exec(source)?.[1];
    return mark === undefined ? [] : [{ number, mark }];
  });
  const here = code.filter(({ number }) => !elsewhere.some((cell) => cell.number === number));
  const notes = elsewhere.map(
    ({ number, mark }) => `cell ${number} is meant to run elsewhere (${mark}) and was left out`,
  );
  return { cells: here.map((cell) => parseSafely(ts, cell)), notes };
}
