/** One meaning everywhere: a table of notebooks, of which kernel, terminal, hand-in, grader and review say the same. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AnswerProcess } from "../../../tools/exercises/answer-process";
import { loadSheet } from "../../../tools/exercises/load";
import type { Sheet } from "../../../tools/exercises/sheet";
import { projectRoot } from "../../../tools/grade/layout";
import type { Compile } from "../../../tools/grade/run/compiler";
import { prepareEngine, type Engine } from "../../../tools/grade/run/engine";
import { openSandbox } from "../../../tools/grade/run/sandbox";
import { openPool } from "../../../tools/grade/scale/pool";
import { openSuite } from "../../../tools/grade/judge/suite";
import { smallLimits } from "../grade/grading";
import { isMissing } from "../needs";
import { askGrader, askHandIn, askKernel, askReview, askTerminal, type Said } from "./columns";
import { rows, type Row } from "./notebooks";

interface Agreement {
  readonly row: Row;
  readonly kernel: Said;
  readonly terminal: Said;
  readonly handIn: string;
  grader?: Said;
  review?: string;
}

const state = mkdtempSync(join(tmpdir(), "agreement-"));
const answers = new AnswerProcess();
const hasSandbox = !isMissing("bubblewrap");
const table = new Map<string, Agreement>();
let sheet: Sheet;
let engine: Engine;

beforeAll(async () => {
  if (hasSandbox) engine = await prepareEngine(); // before the state moves: an empty one would have it built again
  process.env["COURSE_STATE"] = state;
  const whole = await loadSheet("06");
  sheet = { ...whole, tasks: whole.tasks.filter(({ name }) => name === "dotScore") };
  const kernel = askKernel(rows, state); // beside the others
  const here: Omit<Agreement, "kernel">[] = [];
  for (const row of rows)
    here.push({ row, terminal: await askTerminal(sheet, row, answers), handIn: askHandIn(sheet, row) });
  const there = await kernel;
  here.forEach((said, index) => table.set(said.row.name, { ...said, kernel: there[index]! }));
  if (hasSandbox) await askSandboxes();
  writeTable();
}, 1_500_000);

async function askSandboxes(): Promise<void> {
  const limits = { ...smallLimits, cpuSeconds: 4, wallSeconds: 8 };
  const pool = openPool(openSandbox(engine), await openSuite({ all: [sheet] }), limits, 1);
  const place = { ...pool.place, compile: compileOnce(pool.place.compile) };
  try {
    for (const said of table.values()) {
      said.grader = await askGrader(sheet, said.row, place);
      said.review = await askReview(said.row, place);
    }
  } finally {
    await pool.close();
  }
}

/** The grader and the review put the same question to the same compiler: it answers it once. */
function compileOnce(compile: Compile): Compile {
  const known = new Map<string, ReturnType<Compile>>();
  return (...question) => {
    const asked = JSON.stringify(question);
    const answer = known.get(asked) ?? compile(...question);
    known.set(asked, answer);
    return answer;
  };
}

/** Kept where it can be read: notebook, and what each one says. */
function writeTable(): void {
  const points = (said: Said | undefined): string => (said ? `${said.verdict} ${said.earned}` : "–");
  const lines = [...table.values()].map(({ row, kernel, terminal, handIn, grader, review }) =>
    [row.name, points(kernel), points(terminal), handIn, points(grader), review ?? "–"].join(" | "),
  );
  const folder = join(projectRoot, ".course", "agreement");
  mkdirSync(folder, { recursive: true });
  const head = [
    "notebook | kernel | terminal | hand-in | grader | review",
    "--- | --- | --- | --- | --- | ---",
  ];
  writeFileSync(join(folder, "table.md"), `${[...head, ...lines].join("\n")}\n`);
}

afterAll(() => {
  answers.stop();
  delete process.env["COURSE_STATE"];
  rmSync(state, { recursive: true, force: true });
});

test("the table has at least sixty notebooks, each of another name", () => {
  expect(table.size).toBe(rows.length);
  expect(table.size).toBeGreaterThanOrEqual(60);
});

describe("kernel, terminal, hand-in, grader and review say the same of", () => {
  test.for(rows.map(({ name }) => name))("%s", (name) => {
    const { row, kernel, terminal, handIn, grader, review } = table.get(name)!;
    const isRunnable = ["pass", "fail"].includes(row.verdict);
    const told = `${kernel.words}\n${terminal.words}\n${grader?.words}`;
    const points = { pass: 5, fail: terminal.earned }[row.verdict as string] ?? 0;
    const wanted = { verdict: row.verdict, earned: points };
    expect(kernel, told).toMatchObject(wanted);
    expect(terminal, told).toMatchObject({ ...wanted, possible: 5 });
    if (isRunnable || row.name === "an answer that throws") expect(handIn).toBe("ready");
    else if (row.name !== "a helper that throws when it is made") expect(handIn).toBe(row.verdict);
    if (!hasSandbox) return;
    expect(grader, told).toMatchObject({ ...wanted, possible: 5 });
    expect(review).toBe(handIn === "ready" ? "shown" : handIn);
  });
});
