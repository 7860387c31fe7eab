/** What the kernel mends in tslab, seen from a learner's cells. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { executeNotebook } from "../../tools/notebook/execute";
import { buildNotebook, joinText } from "../../tools/notebook/notebook-file";

function execute(sources: string[]) {
  const cells = sources.map((source) => ({ type: "code" as const, source, metadata: {}, line: 1 }));
  const settings = { isSmoke: true, cellSeconds: 20, isQuiet: true };
  return executeNotebook(buildNotebook("98", cells), settings);
}

async function run(sources: string[]) {
  const { log, hasFailed, notebook } = await execute(sources);
  expect(hasFailed, log).toBe(false);
  return joinText(notebook.cells.at(-1)!.outputs![0]!.text);
}

const probe = JSON.stringify(`node_modules/probe-${process.pid}.ts`);

/** Cells that end well and share no name: one kernel runs them all, since its start takes seconds. */
const stories = {
  shorthand: [
    "const source = 1;",
    "let other = 2;\n({ source: other } = { source });",
    "({ source, other })",
  ],
  files: [
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
  ],
  manyThings: [
    'import { display } from "tslab";\nfor (let i = 0; i < 1000; i++) display.text(String(i));',
    "for (let i = 0; i < 1000; i++) console.log(i);",
  ],
  assignment: [
    "let steps = 0;\nlet [temperature] = [1];\nfunction step() { steps += 1; return `T is ${temperature}`; }",
    "step(); step();",
    "steps = 0;\n({ temperature } = { temperature: 0.5 });",
    "const told = step();\n[steps, told]",
  ],
};
const lastTexts = new Map<string, string>();

beforeAll(async () => {
  const { log, hasFailed, notebook } = await execute(Object.values(stories).flat());
  expect(hasFailed, log).toBe(false);
  let end = 0;
  for (const [name, { length }] of Object.entries(stories))
    lastTexts.set(name, joinText(notebook.cells[(end += length) - 1]!.outputs![0]!.text));
}, 120_000);

test("a shorthand property finds the variable of an earlier cell", () => {
  expect(lastTexts.get("shorthand")).toBe("{ source: 1, other: 1 }\n");
});

test("files that come and go while a cell runs disturb neither it nor the next ones", () => {
  expect(lastTexts.get("files")).toBe('"still here"\n');
});

test("a cell that shows a thousand things at once does not fail, and no line of a thousand is lost", () => {
  expect(lastTexts.get("manyThings")!.trim().split("\n")).toHaveLength(1000);
});

test("an assignment to an earlier cell's variable is seen by that cell's functions, and theirs by later cells", () => {
  expect(lastTexts.get("assignment")).toBe("[ 1, 'T is 0.5' ]\n");
});

test("an imported file is checked once for each text that it and its imports have, in whatever kernel", async () => {
  const folder = mkdtempSync("tests/probe-");
  const write = (name: string, text: string) => writeFileSync(`${folder}/${name}.ts`, text);
  const cell = `import { shout } from "./${folder}/shout";\nconsole.log(shout);`;
  try {
    write("word", 'export const word = "hello";');
    write("shout", 'import { word } from "./word";\nexport const shout: string = word.toUpperCase();');
    expect(await run([cell])).toBe("HELLO\n");
    expect(await run([cell])).toBe("HELLO\n"); // from what the first kernel kept
    write("word", "export const word = 5;");
    const { hasFailed, log } = await execute([cell]);
    expect(hasFailed).toBe(true);
    expect(log).toContain("Property 'toUpperCase' does not exist on type '5'");
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 90_000);

test("an error in code that nobody awaited makes its cell fail, and says what to do", async () => {
  const { hasFailed, log } = await execute([
    'const fail = async () => { throw new Error("the loss is NaN"); };',
    "fail();\n1;",
  ]);
  expect(hasFailed).toBe(true);
  expect(log).toContain("the loss is NaN");
  expect(log).toContain("put `await` before the call");
}, 60_000);

test("an error that comes after its cell has ended stands in the next cell, with the number of its own", async () => {
  const { notebook } = await execute([
    'setTimeout(() => { throw new Error("too late"); }, 100);',
    "1;",
    "await new Promise((done) => setTimeout(done, 300));",
    "2;",
  ]);
  const shown = JSON.stringify(notebook.cells.slice(2).map(({ outputs }) => outputs));
  expect(shown).toContain("An error of cell [1], after it had ended");
  expect(shown).toContain("too late");
}, 60_000);

test("an exercise that is not written yet says so in one line, not in red, and an error shows no line of the kernel's machinery", async () => {
  const stub = await execute([
    'function dotScore(): never { throw new Error("not written yet: dotScore"); }\ndotScore();',
  ]);
  expect(stub.hasFailed).toBe(true);
  const { name, text } = stub.notebook.cells[0]!.outputs![0]!;
  expect([name, joinText(text)]).toEqual([
    "stdout",
    "dotScore is not written yet: write it in its own cell, run that cell, then this one.\n",
  ]);
  const broken = await execute(['function f(): never { throw new RangeError("3 is odd"); }\nf();']);
  const trace = joinText(broken.notebook.cells[0]!.outputs![0]!.text);
  expect(trace).toContain("RangeError: 3 is odd\n    at f (");
  expect(trace).not.toMatch(/tslab|node:/);
}, 120_000);

test("an exercise that is not written yet says so in one line where nobody awaited it, too", async () => {
  const { hasFailed, log } = await execute([
    'const attend = async () => { throw new Error("not written yet: attend"); };',
    "attend();\n1;",
  ]);
  expect(hasFailed).toBe(true);
  expect(log).toContain("attend is not written yet: write it in its own cell");
  expect(log).not.toMatch(/evalmachine|node_modules/);
}, 60_000);
