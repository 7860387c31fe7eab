import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CourseCompiler, compilerLimits } from "../../../tools/grade/run/compiler";
import { readNotebook } from "../../../tools/grade/intake/notebook";
import type { Prepared } from "../../../tools/grade/intake/select";
import { gradeSubmission, infrastructureError } from "../../../tools/grade/judge/grade-submission";
import { preflight } from "../../../tools/grade/judge/preflight";
import type { Suite } from "../../../tools/grade/judge/suite";
import { prepareEngine } from "../../../tools/grade/run/engine";
import type { Engine } from "../../../tools/grade/run/engine";
import { openSandbox } from "../../../tools/grade/run/sandbox";
import { openPool } from "../../../tools/grade/scale/pool";
import { openWorker } from "../../../tools/grade/scale/worker";
import { isMissing } from "../needs";
import { smallLimits, temporaryFolder, tinySuite } from "./grading";
import { notebookOf, notebookText, stubCells, tinyCells } from "./notebooks";
import { startGrader, writeCohort } from "./process";
import { sheet } from "./tiny-sheet";

const place = temporaryFolder();
afterAll(() => place.remove());

const preparedOf = (answers: Record<string, string>): Prepared => {
  const { cells } = readNotebook(Buffer.from(notebookText(tinyCells(answers))));
  return { sheets: [{ slug: sheet.slug, path: "90-tiny.ipynb", cells }], notes: [], key: "" };
};

test("without bubblewrap nothing is graded, and the message says what to install", async () => {
  writeCohort(join(place.path, "few"), 1);
  const grader = startGrader([join(place.path, "few"), "--out", join(place.path, "out")], {
    PATH: "/nowhere",
  });
  expect(await grader.ended).toBe(4);
  expect(grader.text()).toMatch(/bubblewrap.*(apt install|Linux).*--trust-local/s);
}, 120_000);

describe.skipIf(isMissing("bubblewrap"))("the host", () => {
  let engine: Engine;
  let suite: Suite;
  beforeAll(async () => {
    [engine, suite] = [await prepareEngine(), await tinySuite()];
  }, 120_000);

  const brokenSandbox = () => {
    const empty = join(place.path, "empty");
    mkdirSync(empty, { recursive: true });
    return openSandbox({ ...engine, folder: empty });
  };

  test("a record has a sheet's tasks in the sheet's order, which is that of the lesson", () => {
    const { tasks } = infrastructureError(suite.sheets, "no room");
    expect(tasks.map(({ task }) => task)).toEqual(["doubled", "rowSums", "greeting"]);
  });

  test("a host that cannot run anything gives no verdict: every point is undetermined", async () => {
    const pool = openPool(brokenSandbox(), suite, smallLimits, 1);
    const { grade } = await pool.grade(preparedOf({}));
    expect(grade).toMatchObject({ verdict: "infra_error", earned: 0, possible: 7, undetermined: 7 });
    expect(grade.tasks.map(({ verdict }) => verdict)).toEqual(["infra_error", "infra_error", "infra_error"]);
    await pool.close();
  }, 120_000);

  test("a compiler that dies before its first notebook is the host's fault, not the learner's", async () => {
    const folder = join(place.path, "dying");
    mkdirSync(folder, { recursive: true });
    const dies = `const { createHmac } = require("crypto");
      process.stdin.once("data", (key) => {
        const signer = createHmac("sha256", Buffer.from(String(key).trim(), "hex"));
        require("fs").writeSync(3, signer.update('\\n{"ready":true}').digest("hex") + '{"ready":true}\\n');
        process.stdin.once("data", () => process.exit(7));
      });`;
    writeFileSync(join(folder, "compile.cjs"), dies);
    const pool = openPool(openSandbox({ ...engine, folder }), suite, smallLimits, 1);
    const { grade } = await pool.grade(preparedOf({}));
    expect(grade).toMatchObject({ verdict: "infra_error", earned: 0, undetermined: 7 });
    expect(grade.reason).toBe(
      "the compiler did not get ready: the process ended (exit code 7) before it answered",
    );
    await pool.close();
  }, 120_000);

  test("a worker whose canary fails takes no work", async () => {
    const out = { write: () => undefined };
    const options = { url: "redis://127.0.0.1:1", suite, sandbox: brokenSandbox(), concurrency: 1, out };
    await expect(openWorker(options)).rejects.toThrow(/the sandbox did not start/);
  }, 120_000);

  test("a compiler that a notebook keeps busy too long is stopped, told to the learner, and there for the next", async () => {
    const sandbox = openSandbox(engine);
    const hasty = new CourseCompiler(sandbox, { ...compilerLimits, cpuSeconds: 0.01 });
    const slow = Array.from({ length: 3000 }, (_, i) => `type T${i} = { a: T${(i + 1) % 3000}[] };`).join(
      "\n",
    );
    const place = { sandbox, limits: smallLimits, compile: hasty.compile.bind(hasty) };
    const work = preparedOf({
      greeting: `${slow}\nexport const greeting = (name: string & T0): any => name;`,
    });
    const { grade } = await gradeSubmission(work, suite.sheets, suite.hash, place);
    expect(grade.tasks.map(({ verdict }) => verdict)).toEqual(["limit:cpu", "limit:cpu", "limit:cpu"]);
    expect(grade.tasks[0]!.message).toMatch(/"90-tiny.ipynb": the compiler gave up/);
    expect(await hasty.compile([], ["doubled"])).toMatchObject({ answers: [{ state: "missing" }] });
    await hasty.close();
  }, 240_000);

  test("without control groups a watcher stops what uses too much memory, and the report says so", async () => {
    const sandbox = openSandbox(engine, null);
    expect(sandbox.description).toMatch(/watcher only/);
    const pool = openPool(sandbox, suite, { ...smallLimits, cpuSeconds: 20 }, 1);
    const bomb = "const held: Buffer[] = [];\n  for (;;) held.push(Buffer.alloc(5e6, 1));";
    const { grade } = await pool.grade(
      preparedOf({ greeting: `export function greeting(name: string): string {\n  ${bomb}\n}` }),
    );
    expect(grade.tasks.map(({ task, verdict }) => [task, verdict])).toContainEqual(["greeting", "limit:mem"]);
    await pool.close();
  }, 240_000);

  test("preflight passes the tiny sheet, and refuses a suite that takes a mistake or a stub for right", async () => {
    const pool = openPool(openSandbox(engine), suite, smallLimits, 1);
    const pages = { exercises: notebookOf(stubCells()), solutions: notebookOf(tinyCells()) };
    expect(await preflight(suite, () => pages, pool.place)).toEqual([]);
    const [first, ...others] = sheet.tasks;
    const blind = { ...first!, mistakes: [{ says: "no mistake at all", answer: first!.reference }] };
    const broken = { ...suite, sheets: [{ ...sheet, tasks: [blind, ...others] }] };
    const problems = await preflight(
      broken,
      () => ({ exercises: pages.solutions, solutions: pages.exercises }),
      pool.place,
    );
    expect(problems.join("\n")).toMatch(
      /solution does not earn everything.*stub is taken for an answer.*passes a known mistake: no mistake at all/s,
    );
    await pool.close();
  }, 240_000);
});
