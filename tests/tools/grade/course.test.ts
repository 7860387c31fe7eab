/** The course's own sheets go the grader's way: solutions, stubs, and mistakes that learners make. */
import { beforeAll, describe, expect, test } from "vitest";
import { checkTask, computeHere, isVisible } from "../../../tools/exercises/check";
import { load, loadSheets } from "../../../tools/exercises/load";
import { cellsOf } from "../../../tools/exercises/desk";
import { buildPages } from "../../../tools/exercises/page";
import { firstFailed } from "../../../tools/exercises/points";
import type { Task } from "../../../tools/exercises/sheet";
import { gradeSheet } from "../../../tools/grade/judge/grade-sheet";
import { gradeSubmission } from "../../../tools/grade/judge/grade-submission";
import type { Grade } from "../../../tools/grade/judge/record";
import { openSuite } from "../../../tools/grade/judge/suite";
import type { Suite } from "../../../tools/grade/judge/suite";
import { prepareEngine } from "../../../tools/grade/run/engine";
import { defaultLimits } from "../../../tools/grade/run/limits";
import { openSandbox } from "../../../tools/grade/run/sandbox";
import { openPool } from "../../../tools/grade/scale/pool";
import { judgedOnce } from "../../../tools/mutation/trial";
import type { Notebook } from "../../../tools/notebook/notebook-file";
import { isMissing } from "../needs";
import { mistakesOf } from "./mistake-code";

/** What is shown draws the same numbers in every round: the reference answers them once. */
const visibleOnce = (task: Task): Task => ({
  ...task,
  cases: judgedOnce(task).cases.map((once, index) => (isVisible(once) ? once : task.cases[index]!)),
});
const sheets = (await loadSheets()).map((sheet) => ({ ...sheet, tasks: sheet.tasks.map(visibleOnce) }));
const limits = { ...defaultLimits, wallSeconds: 5 };

describe.skipIf(isMissing("bubblewrap"))("in the sandbox", () => {
  let suite: Suite;
  let pool: ReturnType<typeof openPool>; // one for all sheets: a compiler takes seconds to read the course's types
  beforeAll(async () => {
    suite = await openSuite({ all: sheets });
    pool = openPool(openSandbox(await prepareEngine()), suite, limits, 1);
    return () => pool.close();
  }, 120_000);

  describe.concurrent.each(sheets.map((sheet) => [sheet.slug, sheet] as const))(
    "sheet %s",
    (_slug, sheet) => {
      test("the solution earns everything and takes nothing that the sheet does not give, and no stub is an answer", async () => {
        const { solutions, exercises } = buildPages(sheet);
        const gradeOf = async (notebook: Notebook): Promise<Grade> => {
          const work = { slug: sheet.slug, path: `${sheet.slug}.ipynb`, cells: cellsOf(notebook) };
          const prepared = { sheets: [work], notes: [], key: "" };
          return (await gradeSubmission(prepared, [sheet], suite.hash, pool.place)).grade;
        };
        const solved = await gradeOf(solutions);
        expect(solved.tasks.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
        expect(solved.notes).toEqual([]);
        const { tasks } = await gradeOf(exercises);
        expect(tasks.map(({ verdict }) => verdict)).toEqual(sheet.tasks.map(() => "not_attempted"));
      }, 300_000);

      test("a mistake gets the verdict and the words that its learner got at home", async () => {
        const { tasks, notes } = await gradeSheet(sheet, await mistakesOf(sheet), "a learner", pool.place);
        expect(notes.filter((note) => note.includes("changes what all code shares"))).toEqual([]);
        for (const [index, task] of sheet.tasks.entries()) {
          const { says, answer } = task.mistakes[index % task.mistakes.length]!;
          const atHome = await checkTask(sheet.slug, task, computeHere(task, answer, load), load);
          const { verdict, checks } = tasks[index]!;
          expect(verdict, says).toMatch(/^(fail|student_error)$/);
          const visible = (one: typeof atHome.checks) => one.filter(({ hidden }) => !hidden);
          expect(visible(checks)).toEqual(visible(atHome.checks));
          expect(firstFailed(checks)!.message).toContain(says);
        }
      }, 300_000);
    },
  );
});
