/** From a notebook's cells to one module for each task. */
import type TypeScript from "typescript";
import type { SourceCell } from "../intake/notebook";
import { neededStatements } from "./needed";
import { courseModule, findPolicy, refusedImport } from "./policy";
import { parseCells } from "./statements";
import type { Compiler, ParsedCells, Statement } from "./statements";

/** A task's module, or why there is none. */
export interface Answer {
  readonly task: string;
  readonly state: "found" | "missing" | "student_error";
  /** TypeScript; empty unless found. */
  readonly source: string;
  /** For each line of the source: where it stood. */
  readonly places: readonly string[];
  readonly message: string;
  readonly notes: readonly string[];
}

const absent = (
  task: string,
  state: "missing" | "student_error",
  message: string,
  notes: string[] = [],
): Answer => ({
  task,
  state,
  source: "",
  places: [],
  message,
  notes,
});

const isAnswerCell = ({ course: { task: named, role } }: SourceCell, task: string): boolean =>
  named === task && (role === "answer" || role === undefined);

interface Found {
  readonly answer?: Statement;
  readonly problem?: string;
  readonly notes: string[];
}

/** The cell with the task's id, the last if there are several; else the last cell that declares the name. */
function findAnswer(
  { statements, problems }: ParsedCells,
  cells: readonly SourceCell[],
  task: string,
): Found {
  const notes: string[] = [];
  const marked = cells.filter((cell) => cell.isCode && isAnswerCell(cell, task));
  const numbers = marked.map(({ number }) => number).join(", ");
  if (marked.length > 1) notes.push(`${task}: cells ${numbers} all carry this task; the last was graded`);
  const last = marked.at(-1);
  const problem = problems.find(({ cell }) => cell === last);
  if (problem)
    return { problem: `cell ${problem.cell.number}, line ${problem.line}: ${problem.message}`, notes };
  const named = statements.filter(({ declares, node }) => declares.includes(task) && !isImport(node));
  const inside = named.filter(({ cell }) => cell === last).at(-1);
  if (inside) return { answer: inside, notes };
  const elsewhere = named.at(-1);
  if (elsewhere && last)
    notes.push(`${task}: cell ${last.number} carries this task, cell ${elsewhere.cell.number} defines it`);
  else if (elsewhere)
    notes.push(`${task}: found by its name in cell ${elsewhere.cell.number}; the cell's mark was lost`);
  if (elsewhere) return { answer: elsewhere, notes };
  if (last && last.source.trim() !== "")
    return { problem: `cell ${last.number} does not define ${task}`, notes };
  return { notes };
}

const isImport = (node: TypeScript.Statement): boolean => "moduleSpecifier" in node && "importClause" in node;

/** The import with only the names that are used; both spellings of the course's folders become one. */
function importText(ts: Compiler, statement: Statement, used: ReadonlySet<string>): string {
  const node = statement.node as TypeScript.ImportDeclaration;
  const specifier = (node.moduleSpecifier as TypeScript.StringLiteral).text;
  const inside = courseModule(specifier);
  const from = JSON.stringify(inside === undefined ? specifier : `./${inside}`);
  const { importClause: clause } = node;
  if (!clause) return `import ${from};`;
  const bindings = clause.namedBindings;
  const kept: string[] = clause.name ? [clause.name.text] : [];
  if (bindings && ts.isNamespaceImport(bindings)) kept.push(`* as ${bindings.name.text}`);
  if (bindings && ts.isNamedImports(bindings)) {
    const names = bindings.elements
      .filter(({ name }) => used.has(name.text))
      .map((element) => element.getText());
    if (names.length > 0) kept.push(`{ ${names.join(", ")} }`);
  }
  return `import ${clause.isTypeOnly ? "type " : ""}${kept.join(", ")} from ${from};`;
}

const withoutExport = (text: string): string =>
  text.replace(/^export\s+(default\s+(?=(async\s+)?function\b|class\b))?/, "");

function assemble(
  ts: Compiler,
  task: string,
  statements: readonly Statement[],
): { source: string; places: string[] } {
  const used = new Set(statements.flatMap(({ node, uses }) => (isImport(node) ? [] : [...uses])));
  const [lines, places]: [string[], string[]] = [[], []];
  for (const statement of statements) {
    const text = isImport(statement.node) ? importText(ts, statement, used) : withoutExport(statement.text);
    text.split("\n").forEach((line, index) => {
      lines.push(line);
      places.push(`cell ${statement.cell.number}, line ${statement.line + index}`);
    });
  }
  return { source: `${lines.join("\n")}\nexport { ${task} };\n`, places };
}

function refusedImports(ts: Compiler, statements: readonly Statement[]): string | undefined {
  for (const { node, cell } of statements) {
    if (!ts.isImportDeclaration(node)) continue;
    const refused = refusedImport((node.moduleSpecifier as TypeScript.StringLiteral).text);
    if (refused !== undefined) return `cell ${cell.number} ${refused}`;
  }
  return undefined;
}

function extractOne(ts: Compiler, parsed: ParsedCells, cells: readonly SourceCell[], task: string): Answer {
  const { answer, problem, notes } = findAnswer(parsed, cells, task);
  if (problem !== undefined) return absent(task, "student_error", problem, notes);
  if (!answer) {
    const python = parsed.problems.find(({ message }) => message.includes("Python"));
    if (python) return absent(task, "student_error", `cell ${python.cell.number}: ${python.message}`, notes);
    return absent(task, "missing", "no cell of the notebook holds this task", notes);
  }
  const statements = neededStatements(parsed.statements, answer, task);
  const refused = refusedImports(ts, statements);
  const findings = findPolicy(ts, statements, task).map(
    (finding) => `${task}: for a human to look at: ${finding}`,
  );
  const allNotes = [...notes, ...findings];
  if (refused !== undefined) return absent(task, "student_error", refused, allNotes);
  return { task, state: "found", message: "", notes: allNotes, ...assemble(ts, task, statements) };
}

/** Every task's answer, and notes about the notebook as a whole. */
export function extractAnswers(
  ts: Compiler,
  cells: readonly SourceCell[],
  tasks: readonly string[],
): { readonly answers: readonly Answer[]; readonly notes: readonly string[] } {
  const parsed = parseCells(ts, cells);
  const skipped = parsed.problems
    .filter(({ cell }) => cell.course.role !== "answer")
    .map(({ cell, line, message }) => `cell ${cell.number}, line ${line}: ${message}; the cell was left out`);
  const answers = tasks.map((task) => extractOne(ts, parsed, cells, task));
  return { answers, notes: [...parsed.notes, ...skipped] };
}
