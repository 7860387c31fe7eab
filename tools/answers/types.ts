/**
 * Checks the types of cells as the kernel would: by its compiler, under its settings, whole cells in their order. What
 * the kernel refuses is refused here.
 *
 * Each cell becomes a module that imports what it mentions of the cells above. All are checked in one program: the
 * course's own types, which take seconds to read, are read once.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type TypeScript from "typescript";
import { adviceOn } from "../kernel/advice.cjs";
import type { Cell } from "./cell";
import type { Compiler } from "./names";
import { courseModule } from "./imports";

/** What tslab sets for a cell; a learner's own settings are never read. */
const kernelOptions = (ts: Compiler, root: string): TypeScript.CompilerOptions => ({
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  esModuleInterop: true,
  resolveJsonModule: true,
  experimentalDecorators: true,
  declaration: true,
  skipLibCheck: true,
  noEmit: true,
});

/** The nearest cell above that declares a name; if there is none, the first below: it was run before. */
export function holderOf(cells: readonly Cell[], name: string, user: Cell): Cell | undefined {
  const holders = cells.filter((cell) => cell !== user && cell.kinds.has(name));
  return holders.filter(({ number }) => number < user.number).at(-1) ?? holders[0];
}

const namesUsed = ({ statements }: Cell): Set<string> => new Set(statements.flatMap(({ uses }) => [...uses]));

/** A cell, and for each name that it takes from another cell: from which. */
interface Module {
  readonly cell: Cell;
  readonly sources: ReadonlyMap<string, Cell>;
}

/** The cells that are asked for, and all that they lean on. */
function modulesFor(wanted: readonly Cell[], cells: readonly Cell[]): Module[] {
  const modules = new Map<Cell, Module>();
  const pending = [...wanted];
  for (let cell = pending.pop(); cell; cell = pending.pop()) {
    if (modules.has(cell)) continue;
    const sources = new Map<string, Cell>();
    for (const name of namesUsed(cell)) {
      const holder = cell.kinds.has(name) ? undefined : holderOf(cells, name, cell);
      if (holder) sources.set(name, holder);
    }
    modules.set(cell, { cell, sources });
    pending.push(...sources.values());
  }
  return [...modules.values()];
}

const fileOf = ({ number }: Cell): string => `cell-${number}`;

/** In the first line: what the cell takes from others. A variable is no import, for imports cannot be assigned. */
function prelude({ sources }: Module): string {
  const parts = [...sources].map(([name, cell]) =>
    cell.kinds.get(name) === "let"
      ? `declare let ${name}: typeof import("./${fileOf(cell)}").${name};`
      : `import { ${name} } from "./${fileOf(cell)}";`,
  );
  return `export {}; ${parts.join(" ")}\n`;
}

/** Blanks out what a cell imports of the course and nobody asks for: to read the types of all plots takes a second. */
function leanSource(cell: Cell, asked: ReadonlySet<string>, ts: Compiler, root: string): string {
  let text = cell.source;
  for (const { node } of cell.statements) {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) continue;
    const bindings = node.importClause?.namedBindings;
    const path = courseModule(node.moduleSpecifier.text);
    if (path === undefined || !bindings || !ts.isNamedImports(bindings) || node.importClause?.name) continue;
    const unused = bindings.elements.filter(
      ({ name, propertyName }) =>
        !asked.has(name.text) && isExported(join(root, `${path}.ts`), (propertyName ?? name).text),
    );
    if (unused.length === bindings.elements.length) text = blanked(text, node.getStart(), node.end);
    else
      for (const element of unused) text = blanked(text, element.getStart(), afterComma(text, element.end));
  }
  return text;
}

const blanked = (text: string, from: number, to: number): string =>
  text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, " ") + text.slice(to);

const afterComma = (text: string, end: number): number =>
  end + (/^\s*,/.exec(text.slice(end))?.[0].length ?? 0);

/** Whether a file of the course plainly exports a name; what is not plain is left to the compiler. */
function isExported(file: string, name: string): boolean {
  if (!existsSync(file)) return false;
  const text = readFileSync(file, "utf8");
  const declaration = `^export (?:declare |abstract |async )*(?:function|const|let|class|interface|type|enum)\\*? ${name}\\b`;
  const list = `^export (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\}`;
  return new RegExp(`${declaration}|${list}`, "m").test(text);
}

/** A compiler that reads the course's own files once. */
export function createTypeChecker(ts: Compiler, root: string) {
  const options = kernelOptions(ts, root);
  const host = ts.createCompilerHost(options, false);
  const readCourse = host.getSourceFile.bind(host);
  const read = new Map<string, TypeScript.SourceFile | undefined>();
  let virtual = new Map<string, string>();
  let last: TypeScript.Program | undefined;
  host.getSourceFile = (path, language, ...rest) => {
    const text = virtual.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, language, true);
    if (!read.has(path)) read.set(path, readCourse(path, language, ...rest));
    return read.get(path);
  };
  const { fileExists } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  const resolutions = ts.createModuleResolutionCache(root, (name) => name, options);
  host.resolveModuleNameLiterals = (names, file, redirected) => {
    const known = virtual.has(file) ? undefined : resolutions; // the course's own imports stay; a cell may import what was missing
    return names.map(({ text }) => ts.resolveModuleName(text, file, options, host, known, redirected));
  };
  const pathOf = (cell: Cell): string => join(root, `${fileOf(cell)}.ts`);

  function write(modules: readonly Module[]): void {
    virtual = new Map(
      modules.map((module) => {
        const { cell } = module;
        const asked = namesUsed(cell);
        for (const { sources } of modules)
          for (const [name, source] of sources) if (source === cell) asked.add(name);
        const text = leanSource(cell, asked, ts, root);
        const kept = [...cell.kinds].flatMap(([name, kind]) =>
          kind === "import" && !asked.has(name) ? [] : name,
        );
        return [pathOf(cell), `${prelude(module)}${text}\nexport { ${kept.join(", ")} };`];
      }),
    );
  }

  function errorsOf(program: TypeScript.Program, { cell }: Module): string[] {
    const file = program.getSourceFile(pathOf(cell))!;
    const errors = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    const found = errors.length > 0 ? errors : program.getDeclarationDiagnostics(file);
    return found.map(({ start = 0, messageText, code }) => {
      const line = file.getLineAndCharacterOfPosition(start).line; // below the prelude, so it counts from 1
      const words = ts.flattenDiagnosticMessageText(messageText, " ").replace(/\s+/g, " ").slice(0, 300);
      const advice = adviceOn(words);
      return `line ${line}: ${advice === undefined ? "" : `${advice}: `}${words} (TS${code})`;
    });
  }

  /** What is wrong with some cells, and with those that they lean on. */
  return (wanted: readonly Cell[], cells: readonly Cell[]): ReadonlyMap<Cell, readonly string[]> => {
    const modules = modulesFor(wanted, cells);
    write(modules);
    const program = ts.createProgram([...virtual.keys()], options, host, last);
    last = program;
    return new Map(
      modules
        .map((module) => [module.cell, errorsOf(program, module)] as const)
        .filter(([, { length }]) => length > 0),
    );
  };
}
