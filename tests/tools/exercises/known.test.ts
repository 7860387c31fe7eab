/** What makes `npm run check` quick: a reader that starts with the course's types in its memory, and verdicts that are kept. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { checkTask, computeHere } from "../../../tools/exercises/check";
import { cellsOf } from "../../../tools/exercises/desk";
import { parametersOf } from "../../../tools/exercises/judge";
import { load, loadSheets, root } from "../../../tools/exercises/load";
import { buildPages } from "../../../tools/exercises/page";
import { readAnswers } from "../../../tools/exercises/reader";
import { ReaderProcess } from "../../../tools/exercises/reader-process";
import { readerSnapshot } from "../../../tools/exercises/reader-snapshot.cjs";
import { References } from "../../../tools/exercises/references";
import type { TaskRecord } from "../../../tools/exercises/sheet";
import { Verdicts, type Read } from "../../../tools/exercises/verdicts";
import type { SourceCell } from "../../../tools/grade/intake/notebook";

const state = mkdtempSync(join(tmpdir(), "known-"));
beforeAll(() => {
  process.env["COURSE_STATE"] = state;
});
afterAll(() => {
  delete process.env["COURSE_STATE"];
  rmSync(state, { recursive: true });
});

const sheets = await loadSheets();
const reader = new ReaderProcess();
afterAll(() => reader.stop());

/** The last answer has wrong types, in words that depend on TensorFlow's own; the others are as they were. */
function withMistake(cells: readonly SourceCell[], task: string): SourceCell[] {
  const mistake = "const wrong: string = tf.zeros([2]).add(missing).matMul(3);";
  return cells.map((cell) =>
    cell.course.task === task && cell.course.role === "answer"
      ? { ...cell, source: `${cell.source}\n${mistake}` }
      : cell,
  );
}

describe("the reader that starts from a snapshot", () => {
  test("can be made here", () => {
    expect(readerSnapshot()).toContain("--snapshot-blob");
  }, 600_000); // a crowded machine; a quiet one needs ten seconds

  test.each(sheets.map((sheet) => [sheet.slug, sheet] as const))(
    "reads and refuses sheet %s as the compiler here does, word for word",
    async (_slug, sheet) => {
      const names = sheet.tasks.map(({ name }) => name);
      const cells = withMistake(cellsOf(buildPages(sheet).solutions), names.at(-1)!);
      const { answers, notes } = await reader.read(cells, names);
      expect({ answers, notes }).toEqual(readAnswers(cells, names));
      expect(answers.map(({ state }) => state)).toEqual([
        ...names.slice(1).map(() => "found"),
        "student_error",
      ]);
    },
    300_000,
  );

  test("is done without when it ends: the cells are read here", async () => {
    const [sheet] = sheets;
    const names = sheet!.tasks.map(({ name }) => name);
    const cells = cellsOf(buildPages(sheet!).exercises);
    const ended = new ReaderProcess();
    ended.warmUp();
    ended.stop();
    expect(await ended.read(cells, names)).toEqual(readAnswers(cells, names));
  }, 300_000);
});

describe("a verdict", () => {
  const read = (code: string): Read => ({
    task: "sum",
    state: "found",
    message: "",
    notes: [],
    code,
    modules: [],
  });
  const record = (message: string): TaskRecord => ({
    sheet: "06",
    task: "sum",
    verdict: "fail",
    earned: 0,
    possible: 1,
    checks: [{ name: "adds", verdict: "fail", points: 1, message }],
  });
  const kept = (code: string, message: string): Verdicts => {
    const verdicts = new Verdicts("06-attention");
    verdicts.keep(read(code), record(message));
    verdicts.write();
    return new Verdicts("06-attention");
  };

  test("is kept for the next command, and only for the answer that it is about", () => {
    const verdicts = kept("exports.sum = 1", "it is 1, expected 2");
    expect(verdicts.of(read("exports.sum = 1"))).toEqual(record("it is 1, expected 2"));
    expect(verdicts.of(read("exports.sum = 2"))).toBeUndefined();
  });

  test("on what never finished is not kept: perhaps the machine was busy", () => {
    expect(kept("exports.sum = 3", "it never finished").of(read("exports.sum = 3"))).toBeUndefined();
  });
});

describe("what a reference gave", () => {
  const task = sheets[0]!.tasks[0]!;
  const right = (...given: never[]): unknown => (task.reference as (...given: never[]) => unknown)(...given);
  /** The record of a right answer, and how often the reference was asked for it. */
  async function judge(references: References) {
    const reference = vi.fn(right);
    const parameters = parametersOf(task).map((name) => name ?? "");
    const counted = references.of({ ...task, parameters, reference });
    const record = await checkTask("01", counted, computeHere(task, task.reference, load), load);
    references.write();
    return { record, calls: reference.mock.calls.length };
  }

  test("is kept for the next command, and judges as if it had just been computed", async () => {
    const first = await judge(new References("one-suite", "suite"));
    expect(first.record.verdict).toBe("pass");
    expect(first.calls).toBeGreaterThan(0);
    expect(await judge(new References("one-suite", "suite"))).toEqual({ ...first, calls: 0 });
  });

  test("is computed again when the checks or what they run have changed", async () => {
    const { calls } = await judge(new References("two-suites", "suite"));
    expect((await judge(new References("two-suites", "another suite"))).calls).toBe(calls);
  });

  test("does not pass a wrong answer", async () => {
    await judge(new References("mistake", "suite"));
    const known = new References("mistake", "suite").of(task);
    const { answer } = task.mistakes[0]!;
    expect(await checkTask("01", known, computeHere(task, answer, load), load)).toEqual(
      await checkTask("01", task, computeHere(task, answer, load), load),
    );
  });
});

test("a second check of the same notebook says the same", () => {
  const check = (...options: string[]) => {
    const command = [join(root, "tools/run.cjs"), "check", "01", "--json", ...options];
    return spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  };
  const first = check();
  expect(JSON.parse(first.stdout), first.stderr).toHaveLength(sheets[0]!.tasks.length);
  expect(check().stdout).toBe(first.stdout);
}, 180_000);
