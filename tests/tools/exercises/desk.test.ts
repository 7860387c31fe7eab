/** `npm run check`: what becomes of an answer that is right, wrong, hostile, or not there; and what keeps a learner's work. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AnswerProcess } from "../../../tools/exercises/answer-process";
import { cellsOf, checkAnswer, readDesk, resetTask } from "../../../tools/exercises/desk";
import { findDesk } from "../../../tools/exercises/desk-file";
import { deskState } from "../../../tools/exercises/derive";
import { takeHint } from "../../../tools/exercises/hint";
import { loadSheet } from "../../../tools/exercises/load";
import { progressText } from "../../../tools/exercises/overview";
import { buildPages } from "../../../tools/exercises/page";
import { readProgress, recordOutcome } from "../../../tools/exercises/progress";
import { readAnswers } from "../../../tools/exercises/reader";
import { refresh } from "../../../tools/exercises/standing";
import { pointsOf } from "../../../tools/exercises/solution";
import { joinText, notebookText, type Notebook } from "../../../tools/notebook/notebook-file";

const sheet = await loadSheet("06");
const [task] = sheet.tasks;
const pages = buildPages(sheet);
const folder = mkdtempSync(join(tmpdir(), "desk-"));
const answers = new AnswerProcess(3);

beforeAll(() => {
  process.env["COURSE_STATE"] = join(folder, "state");
  answers.warmUp();
});
afterAll(() => {
  answers.stop();
  delete process.env["COURSE_STATE"];
  rmSync(folder, { recursive: true });
});

const isAnswer = ({ metadata }: Notebook["cells"][number]): boolean => {
  const course = metadata["course"] as { task?: string; role?: string } | undefined;
  return course?.task === "dotScore" && course.role === "answer";
};
const withAnswer = (source: string, notebook = pages.exercises): Notebook => ({
  ...notebook,
  cells: notebook.cells.map((cell) => (isAnswer(cell) ? { ...cell, source } : cell)),
});
const read = (notebook: Notebook, name = "dotScore") => readAnswers(cellsOf(notebook), [name]).answers[0]!;
const check = (notebook: Notebook) => checkAnswer(sheet, task!, read(notebook), answers);

describe("an answer in a notebook", () => {
  test("that is right passes", async () => {
    expect((await check(pages.solutions)).verdict).toBe("pass");
  }, 150_000);

  test("that is still the stub was not attempted, and earns nothing", async () => {
    expect(await check(pages.exercises)).toMatchObject({ verdict: "not_attempted", earned: 0 });
  }, 60_000);

  test("may have its helpers in other cells, under any name, and export itself", async () => {
    const helper = {
      ...pages.exercises.cells[1]!,
      metadata: {},
      source: "const spread = (x: tf.Tensor2D) => x.expandDims(1);",
    };
    const answer =
      "export const dotScore = (q: tf.Tensor2D, k: tf.Tensor3D) => tf.tidy(() => k.mul(spread(q)).sum(2));";
    const notebook = withAnswer(answer);
    expect((await check({ ...notebook, cells: [...notebook.cells, helper] })).verdict).toBe("pass");
  }, 60_000);

  test("whose cell lost its metadata is found by its name", () => {
    const cells = pages.solutions.cells.map((cell) => (isAnswer(cell) ? { ...cell, metadata: {} } : cell));
    const { state, notes } = read({ ...pages.solutions, cells });
    expect(state).toBe("found");
    expect(notes[0]).toContain("found by its name");
  });

  test("takes nothing along that it does not need, though a parameter has the name of a variable", () => {
    const { source, code } = read(pages.solutions, "attend");
    expect(source + code).not.toContain("attentionStepPlot");
    expect(source + code).not.toContain("[1, 4, 0, 2, 9]");
  });

  test.each([
    ["loops for ever", "function dotScore() { for (;;); }", "limit:wall"],
    ["never settles", "const dotScore = () => new Promise(() => undefined);", "limit:wall"],
    ["ends the process", "const dotScore = (process.exit(0), () => 1);", "student_error"],
    ["cannot be read", "function dotScore( {", "student_error"],
    [
      "gives NaN",
      "const dotScore = (q: tf.Tensor2D, k: tf.Tensor3D) => tf.fill([k.shape[0], k.shape[1]], NaN);",
      "fail",
    ],
    ["is gone", "", "not_submitted"],
  ])(
    "that %s gets a verdict, and the next one is checked all the same",
    async (_what, source, verdict) => {
      const record = await check(withAnswer(source));
      expect(record.verdict).toBe(verdict);
      expect(record.earned).toBeLessThan(record.possible);
      expect(record.checks[0]!.message).not.toBe("");
      expect((await check(pages.solutions)).verdict).toBe("pass");
    },
    150_000,
  );
});

describe("what a learner did", () => {
  const path = join(folder, `${sheet.slug}.ipynb`);

  test("is kept: a changed notebook counts as edited, an untouched old one as stale", () => {
    writeFileSync(path, notebookText(pages.exercises));
    expect(deskState(path, pages.exercises)).toBe("current");
    writeFileSync(path, notebookText(withAnswer("const dotScore = 1;")));
    expect(deskState(path, pages.exercises)).toBe("edited");
    const next = { ...pages.exercises, cells: pages.exercises.cells.slice(1) };
    writeFileSync(path, notebookText(pages.exercises));
    expect(deskState(path, next)).toBe("stale");
  });

  test("is put aside by --reset, not lost", async () => {
    writeFileSync(path, notebookText(withAnswer("const dotScore = 42;")));
    const kept = await resetTask(sheet, "dotScore", findDesk(sheet, folder));
    expect(readFileSync(kept, "utf8")).toBe("const dotScore = 42;\n");
    const notebook = JSON.parse(readFileSync(path, "utf8")) as Notebook;
    expect(joinText(notebook.cells.find(isAnswer)!.source)).toContain("not written yet: dotScore");
  });

  test("survives: verdicts and hints are still there for the next process", () => {
    recordOutcome({ sheet: "06", task: "dotScore", verdict: "pass", earned: 4, possible: 4, checks: [] });
    const titles = [1, 2, 3, 4].map(() => takeHint(sheet, "dotScore").title);
    expect(titles[0]).toContain("Hint 1 of 3");
    expect(titles[3]).toContain("Hint 3 of 3");
    expect(readProgress()["dotScore"]).toEqual({ verdict: "pass", earned: 4, possible: 4, hints: 3 });
    expect(progressText([sheet], readProgress())).toContain(`1 of ${sheet.tasks.length}`);
  });

  test("is counted as the file stands: answers that are put back on disk show", async () => {
    const standing = async (notebook: Notebook): Promise<string> => {
      writeFileSync(path, notebookText(notebook));
      expect(await refresh(sheet, answers, folder)).toBeUndefined();
      return progressText([sheet], readProgress());
    };
    const count = sheet.tasks.length;
    const points = sheet.tasks.reduce((sum, task) => sum + pointsOf(task), 0);
    expect(await standing(pages.exercises)).toContain(`0 of ${count}  0/${points}`);
    expect(await standing(pages.solutions)).toContain(`${count} of ${count}  ${points}/${points}`);
    expect(await standing(pages.exercises)).toContain(`0 of ${count}  0/${points}`);
  }, 150_000);

  test("in a file that is cut off is reported in a sentence", () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, notebookText(pages.exercises).slice(0, 500));
    expect(() => readDesk(findDesk(sheet, folder))).toThrow("is no notebook that can be read");
  });
});
