/** The project in a folder whose name means something else in an address. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirePlainFolder } from "../../../tools/test/vitest.mjs";
import { temporaryFolder } from "./folder";

const project = join(import.meta.dirname, "..", "..", "..");
const loadFile = join(project, "tools", "exercises", "load.ts");

/** A program that imports a file of TypeScript in a folder called "C# 100%", and prints what that exports. */
function printedFrom(folder: string, requireLoad: string, flags: readonly string[]): string {
  const odd = join(folder, "C# 100%");
  mkdirSync(odd);
  writeFileSync(join(odd, "answer.ts"), "export const answer: number = 42;\n");
  const program = join(folder, "program.cjs");
  const file = JSON.stringify(join(odd, "answer.ts"));
  writeFileSync(program, `${requireLoad}.importFile(${file}).then(({ answer }) => console.log(answer));\n`);
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, program], {
    cwd: project,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout;
}

test("a file of TypeScript is imported from a folder called C# 100% in a terminal", () => {
  const requireLoad = `require(${JSON.stringify(loadFile)})`;
  expect(printedFrom(temporaryFolder(), requireLoad, ["--import", "tsx"])).toBe("42\n");
});

test("and in the notebook kernel", () => {
  const kernel = JSON.stringify(join(project, "tools", "kernel", "typescript.cjs"));
  const requireLoad = `require(${kernel}).requireTypeScript(${JSON.stringify(loadFile)})`;
  expect(printedFrom(temporaryFolder(), requireLoad, [])).toBe("42\n");
});

test("tests, which vitest would run from such a folder, are refused in a sentence", () => {
  expect(() => requirePlainFolder("/home/kim/C# 100%")).toThrow(
    /^vitest cannot run in .*, because of the "#": move/,
  );
  expect(() => requirePlainFolder("/home/kim/내 과제 100%")).not.toThrow();
});
