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

/** @throws {Error} an import is not there; or whatever the code throws when it is loaded */
export async function compileAnswer(task: string, code: string): Promise<unknown> {
  const imports = parse(code).statements.filter(ts.isImportDeclaration);
  const paths = imports.map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text);
  const loaded = new Map<string, unknown>();
  for (const path of paths) loaded.set(path, await importFromRoot(path));
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  const module = { exports: {} as Record<string, unknown> };
  const require = (path: string): unknown => loaded.get(path);
  new Function("module", "exports", "require", outputText)(module, module.exports, require);
  return module.exports[task];
}

/** By `import`, which every loader of TypeScript understands; packages as Node finds them. */
async function importFromRoot(path: string): Promise<unknown> {
  if (!path.startsWith(".")) return createRequire(join(root, "answer.ts"))(path);
  const file = join(root, `${path}.ts`);
  if (!existsSync(file))
    throw new Error(`import "${path}": there is no such file; it counts from the project's root`);
  return import(file);
}
