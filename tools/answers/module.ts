/** Turns the statements of an answer into JavaScript that behaves as in the kernel, and into text that people read. */
import type TypeScript from "typescript";
import { moduleNames } from "../kernel/spelling.cjs";
import type { Cell, Statement } from "./cell";
import type { Compiler } from "./names";

/** The name under which a cell finds what other cells declared. */
const otherCells = "#cells";

export interface AnswerModule {
  /** The body of an async function of `exports` and `require`; it exports the answer by its name. */
  readonly code: string;
  /** TypeScript, as it was written, cell by cell. */
  readonly source: string;
  /** The modules that it loads. */
  readonly modules: readonly string[];
}

function groupByCell(statements: readonly Statement[]): Map<Cell, Statement[]> {
  const groups = new Map<Cell, Statement[]>();
  for (const statement of statements)
    groups.set(statement.cell, [...(groups.get(statement.cell) ?? []), statement]);
  return groups;
}

const valuesOf = (statements: readonly Statement[]): Map<string, string> =>
  new Map(
    statements
      .flatMap(({ declares }) => declares)
      .filter(({ kind }) => kind !== "type")
      .map(({ name, kind }) => [name, kind]),
  );

/** Other cells see a variable as it is now, and what they assign to it is assigned here. */
const sharing = (name: string, kind: string): string =>
  `Object.defineProperty(exports, ${JSON.stringify(name)}, { configurable: true, enumerable: true, get: () => ${name}` +
  `${kind === "let" ? `, set: (value: any) => void (${name} = value)` : ""} });`;

/** One cell as a function body: what it takes from others is looked up whenever it is used, as in the kernel. */
function cellCode(ts: Compiler, statements: readonly Statement[], others: ReadonlySet<string>): string {
  const own = valuesOf(statements);
  const declared = new Set(statements.flatMap(({ declares }) => declares.map(({ name }) => name)));
  const used = new Set(statements.flatMap(({ uses }) => [...uses]));
  const taken = [...used].filter((name) => others.has(name) && !declared.has(name));
  const text = [
    `import { ${taken.join(", ")} } from "${otherCells}";`,
    ...statements.map((statement) => statement.text),
    ...[...own].map(([name, kind]) => sharing(name, kind)),
  ].join("\n");
  return ts.transpileModule(text, { compilerOptions: options(ts) }).outputText;
}

const options = (ts: Compiler): TypeScript.CompilerOptions => ({
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
  experimentalDecorators: true,
  noImplicitUseStrict: true,
});

/** The import with only the names that are used: no answer should wait for plots that another cell shows. */
function readable(ts: Compiler, { node, text }: Statement, used: ReadonlySet<string>): string {
  if (!ts.isImportDeclaration(node)) return text;
  const bindings = node.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return text;
  const kept = bindings.elements
    .filter(({ name }) => used.has(name.text))
    .map((element) => element.getText());
  return text.replace(bindings.getText(), `{ ${kept.join(", ")} }`);
}

export function moduleOf(ts: Compiler, task: string, statements: readonly Statement[]): AnswerModule {
  const used = new Set([task, ...statements.flatMap(({ uses }) => [...uses])]);
  const kept = statements.map((statement) => ({ ...statement, text: readable(ts, statement, used) }));
  const groups = [...groupByCell(kept).values()];
  const all = new Set(
    groups.flatMap((group) => group.flatMap(({ declares }) => declares.map(({ name }) => name))),
  );
  const bodies = groups
    .map((group) => usedImports(group, used))
    .map((group) => `await (async (exports, require) => {\n${cellCode(ts, group, all)}\n})(cells, load);`);
  const code = [
    "const cells = {};",
    `const load = (name) => name === "${otherCells}" ? cells : require(name.replace(/^(\\.\\/.*)\\.js$/, "$1"));`,
    ...bodies,
    `exports.${task} = cells.${task};`,
  ].join("\n");
  const names = statements.flatMap(({ node }) => moduleNames(ts, node).map(({ text }) => text));
  const source = groups.map((group) => group.map(({ text }) => text).join("\n")).join("\n\n");
  return { code, source: `${source}\n`, modules: [...new Set(names)] };
}

/** Without the names of imports that nobody uses. */
const usedImports = (group: readonly Statement[], used: ReadonlySet<string>): Statement[] =>
  group.map((statement) => ({
    ...statement,
    declares: statement.declares.filter(({ name, kind }) => kind !== "import" || used.has(name)),
  }));
