/** What the kernel mends in tslab, seen from a learner's cells. */
import { expect, test } from "vitest";
import { executeNotebook } from "../../tools/notebook/execute";
import { buildNotebook, joinText } from "../../tools/notebook/notebook-file";

async function run(sources: string[]) {
  const cells = sources.map((source) => ({ type: "code" as const, source, metadata: {}, line: 1 }));
  const settings = { isSmoke: true, cellSeconds: 20, isQuiet: true };
  const { log, hasFailed, notebook } = await executeNotebook(buildNotebook("98", cells), settings);
  expect(hasFailed, log).toBe(false);
  return joinText(notebook.cells.at(-1)!.outputs![0]!.text);
}

test("a shorthand property finds the variable of an earlier cell", async () => {
  const text = await run([
    "const source = 1;",
    "let other = 2;\n({ source: other } = { source });",
    "({ source, other })",
  ]);
  expect(text).toBe("{ source: 1, other: 1 }\n");
}, 60_000);

test("files that come and go while a cell runs disturb neither it nor the next ones", async () => {
  const probe = JSON.stringify(`node_modules/probe-${process.pid}.ts`);
  const text = await run([
    'import { rmSync, writeFileSync } from "node:fs";\nimport { shown } from "./lib/argument";',
    "const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));",
    `for (let i = 0; i < 3; i++) {
  writeFileSync(${probe}, "1");
  await pause(300);
  rmSync(${probe});
}
await pause(1000);`,
    "await pause(500);",
    'console.log(shown("still here"));',
  ]);
  expect(text).toBe('"still here"\n');
}, 60_000);

test("a cell that shows a thousand things at once does not fail, and no line of a thousand is lost", async () => {
  const text = await run([
    'import { display } from "tslab";\nfor (let i = 0; i < 1000; i++) display.text(String(i));',
    "for (let i = 0; i < 1000; i++) console.log(i);",
  ]);
  expect(text.trim().split("\n")).toHaveLength(1000);
}, 60_000);
