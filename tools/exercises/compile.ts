/** Turns the module of an answer (extract.ts) into the live answer; its imports count from the project's root. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./load";
import { parse } from "./syntax";

const compilerOptions: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  esModuleInterop: true,
};

/** @throws {Error} it is no TypeScript, an import is not there, or whatever the code throws when it is loaded */
export async function compileAnswer(task: string, code: string): Promise<unknown> {
  const imports = parse(code).statements.filter(ts.isImportDeclaration);
  const paths = imports.map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text);
  const loaded = new Map<string, unknown>();
  for (const path of paths) loaded.set(path, await importFromRoot(path));
  const { outputText, diagnostics = [] } = ts.transpileModule(code, {
    compilerOptions,
    reportDiagnostics: true,
  });
  if (diagnostics.length > 0) throw new SyntaxError(inWords(diagnostics[0]!));
  const module = { exports: {} as Record<string, unknown> };
  const require = (path: string): unknown => loaded.get(path);
  new Function("module", "exports", "require", outputText)(module, module.exports, require);
  return module.exports[task];
}

/** "')' expected, in: function dotScore( {" */
function inWords({ messageText, file, start = 0 }: ts.Diagnostic): string {
  const [line] = file!.text.slice(file!.text.lastIndexOf("\n", start - 1) + 1).split("\n");
  return `${ts.flattenDiagnosticMessageText(messageText, " ")} In: ${line!.trim()}`;
}

/** By `import`, which every loader of TypeScript understands; packages as Node finds them. */
async function importFromRoot(path: string): Promise<unknown> {
  if (!path.startsWith(".")) return createRequire(join(root, "answer.ts"))(path);
  const file = join(root, `${path}.ts`);
  if (!existsSync(file))
    throw new Error(`import "${path}": there is no such file; it counts from the project's root`);
  return import(file);
}
