/** Runs the module of an answer (tools/answers), and gives the live answer; its imports count from the project's root. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Answer } from "../answers/answer";
import { courseModule } from "../answers/imports";
import { importFile, root } from "./load";

export type AnswerCode = Pick<Answer, "task" | "code" | "modules">;

const AsyncFunction = (async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<void>;

/** @throws {Error} an import is not there, or whatever the code throws when it is loaded */
export async function loadAnswer({ task, code, modules }: AnswerCode): Promise<unknown> {
  const loaded = new Map<string, unknown>();
  for (const name of modules) loaded.set(courseModule(name) ?? name, await importFromRoot(name));
  const require = (name: string): unknown => loaded.get(courseModule(name) ?? name) ?? fromPackage(name);
  const exports: Record<string, unknown> = {};
  await new AsyncFunction("exports", "require", code)(exports, require);
  return exports[task];
}

const fromPackage = createRequire(join(root, "answer.ts"));

/** By `import`, which every loader of TypeScript understands; packages as Node finds them. */
async function importFromRoot(name: string): Promise<unknown> {
  const path = courseModule(name);
  if (path === undefined) return fromPackage(name);
  const file = join(root, `${path}.ts`);
  if (!existsSync(file))
    throw new Error(`import "${name}": there is no such file; it counts from the project's root`);
  return importFile(file);
}
