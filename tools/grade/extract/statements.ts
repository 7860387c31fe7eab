/** The top-level statements of all cells: what each declares and which names it uses. */
import type TypeScript from "typescript";
import type { SourceCell } from "../intake/notebook";

export type Compiler = typeof TypeScript;

export interface Statement {
  readonly cell: SourceCell;
  /** Where it starts in its cell, counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly node: TypeScript.Statement;
  readonly declares: readonly string[];
  readonly uses: ReadonlySet<string>;
  /** The name whose value it changes, as in `table[0] = 1`. */
  readonly assigns?: string;
}

export interface CellProblem {
  readonly cell: SourceCell;
  readonly line: number;
  readonly message: string;
}

export interface ParsedCells {
  readonly statements: readonly Statement[];
  readonly problems: readonly CellProblem[];
  readonly notes: readonly string[];
}

/** tslab's own marks for cells that run elsewhere. */
const foreignCell = /^\s*\/\*\*\s*@(browser|module|jsx)\b/;
/** Commands to IPython or a shell. */
const magicLine = /^[ \t]*(%%?[a-z]\w*.*|!\s*(npm|npx|pip|node|ls|cat|cd|pwd|apt|git)\b.*)$/gim;

const conflictMark = /^(<{7}|>{7}) /m;
const pythonLine =
  /^\s*(def \w+\(.*\).*:|import \w+( as \w+)?$|from \w+(\.\w+)* import |class \w+(\(\w*\))?:|elif |print\()/m;

function explain(source: string, message: string): string {
  return pythonLine.test(source) && !/[;{]\s*$/m.test(source)
    ? "this cell is Python; the course's language is TypeScript"
    : message;
}

/** Names of variables, taken out of patterns too. */
function boundNames(ts: Compiler, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundNames(ts, element.name) : [],
  );
}

function importedNames(ts: Compiler, { importClause }: TypeScript.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
  const whole = bindings && ts.isNamespaceImport(bindings) ? [bindings.name.text] : [];
  return [...(importClause?.name ? [importClause.name.text] : []), ...named, ...whole];
}

function declaredNames(ts: Compiler, node: TypeScript.Statement): string[] {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name));
  if (ts.isImportDeclaration(node)) return importedNames(ts, node);
  const isNamed =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node);
  return isNamed && node.name && ts.isIdentifier(node.name) ? [node.name.text] : [];
}

/** Every identifier but property names: too many rather than too few. */
function usedNames(ts: Compiler, root: TypeScript.Node): Set<string> {
  const names = new Set<string>();
  const pending: TypeScript.Node[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const isProperty = node.parent && ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (ts.isIdentifier(node) && !isProperty) names.add(node.text);
    ts.forEachChild(node, (child) => void pending.push(child));
  }
  return names;
}

function assignedName(ts: Compiler, node: TypeScript.Statement): string | undefined {
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return undefined;
  const { operatorToken, left } = node.expression;
  const isAssignment =
    operatorToken.kind >= ts.SyntaxKind.FirstAssignment && operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  let target: TypeScript.Expression = left;
  while (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
    target = target.expression;
  return isAssignment && ts.isIdentifier(target) ? target.text : undefined;
}

function firstSyntaxError(file: TypeScript.SourceFile): { line: number; message: string } | undefined {
  const { parseDiagnostics } = file as unknown as {
    parseDiagnostics: readonly TypeScript.DiagnosticWithLocation[];
  };
  const first = parseDiagnostics[0];
  if (!first) return undefined;
  const text = typeof first.messageText === "string" ? first.messageText : first.messageText.messageText;
  return { line: file.getLineAndCharacterOfPosition(first.start).line + 1, message: `syntax error: ${text}` };
}

function parseCell(ts: Compiler, cell: SourceCell): Statement[] | CellProblem {
  const { source } = cell;
  const conflict = conflictMark.exec(source);
  if (conflict) {
    const line = source.slice(0, conflict.index).split("\n").length;
    return { cell, line, message: "a merge conflict of git was never resolved" };
  }
  const code = source.replace(magicLine, (line) => " ".repeat(line.length));
  const file = ts.createSourceFile(
    `cell-${cell.number}.ts`,
    code,
    ts.ScriptTarget.ES2022,
    true,
    ts.ScriptKind.TS,
  );
  const problem = firstSyntaxError(file);
  if (problem) return { cell, line: problem.line, message: explain(source, problem.message) };
  return file.statements.map((node) => {
    const assigns = assignedName(ts, node);
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    const shared = { cell, line, text: node.getText(file), node, declares: declaredNames(ts, node) };
    return { ...shared, uses: usedNames(ts, node), ...(assigns !== undefined && { assigns }) };
  });
}

/** A text may be nested so deeply that the parser's stack overflows. */
function parseSafely(ts: Compiler, cell: SourceCell): Statement[] | CellProblem {
  try {
    return parseCell(ts, cell);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { cell, line: 1, message: "the code is nested too deeply to be read" };
  }
}

/** Parses every code cell on its own, so that a mistake in one harms no other. */
export function parseCells(ts: Compiler, cells: readonly SourceCell[]): ParsedCells {
  const statements: Statement[] = [];
  const problems: CellProblem[] = [];
  const notes: string[] = [];
  for (const cell of cells.filter(({ isCode }) => isCode)) {
    if (foreignCell.test(cell.source)) {
      notes.push(
        `cell ${cell.number} is meant to run elsewhere (${foreignCell.exec(cell.source)![1]}) and was left out`,
      );
      continue;
    }
    const parsed = parseSafely(ts, cell);
    if (Array.isArray(parsed)) statements.push(...parsed);
    else problems.push(parsed);
  }
  return { statements, problems, notes };
}
