/** Before a batch: the suite must tell right from wrong, here and now, or nobody is graded by it. */
import { checkTask, computeHere } from "../../exercises/check";
import { load } from "../../exercises/load";
import { firstFailed } from "../../exercises/points";
import type { Case, CheckRecord, Sheet, Task } from "../../exercises/sheet";
import { judgedOnce } from "../../mutation/trial";
import { sha256 } from "../intake/learner-id";
import { readNotebook } from "../intake/notebook";
import type { Prepared } from "../intake/select";
import { gradeSubmission } from "./grade-submission";
import type { Workplace } from "./grade-submission";
import type { Grade } from "./record";
import type { Suite } from "./suite";

/** A sheet's notebooks, as JSON: with stubs, and solved. */
export type PagesOf = (sheet: Sheet) => { readonly exercises: object; readonly solutions: object };

function preparedFrom(slug: string, notebook: object): Prepared {
  const { cells } = readNotebook(Buffer.from(JSON.stringify(notebook)));
  return { sheets: [{ slug, path: `${slug}.ipynb`, cells }], notes: [], key: sha256(JSON.stringify(cells)) };
}

const wrongTasks = ({ tasks }: Grade, isWrong: (task: Grade["tasks"][number]) => boolean): string =>
  tasks.filter(isWrong).map(({ task, verdict, message, checks }) => {
    const first = checks.find((check) => check.verdict === "fail");
    return `${task} (${verdict}${first ? `: ${message ?? first.message}` : ""})`;
  }).join("; "); // prettier-ignore

async function checkPages(
  sheet: Sheet,
  pages: ReturnType<PagesOf>,
  suite: Suite,
  place: Workplace,
): Promise<string[]> {
  const gradeOf = async (notebook: object): Promise<Grade> =>
    (await gradeSubmission(preparedFrom(sheet.slug, notebook), [sheet], suite.hash, place)).grade;
  const solved = wrongTasks(await gradeOf(pages.solutions), ({ verdict }) => verdict !== "pass");
  const stubs = wrongTasks(await gradeOf(pages.exercises), ({ verdict }) => verdict !== "not_attempted");
  return [
    ...(solved === "" ? [] : [`${sheet.slug}: the solution does not earn everything: ${solved}`]),
    ...(stubs === "" ? [] : [`${sheet.slug}: a stub is taken for an answer: ${stubs}`]),
  ];
}

async function checkMistakes(sheet: Sheet, task: Task): Promise<string[]> {
  const problems: string[] = [];
  const once = judgedOnce(task);
  for (const { says, answer } of task.mistakes)
    if (!(await firstFailure(sheet, once, answer)))
      problems.push(`${sheet.slug}: ${task.name} passes a known mistake: ${says}`);
  for (const { name, answer } of task.alternatives) {
    const failed = await firstFailure(sheet, once, answer);
    if (failed)
      problems.push(`${sheet.slug}: ${task.name} refuses a right answer (${name}): ${failed.message}`);
  }
  return problems;
}

/** Case by case, what trains last: an answer that fails is not trained for seconds. */
async function firstFailure(sheet: Sheet, task: Task, answer: unknown): Promise<CheckRecord | undefined> {
  const compute = computeHere(task, answer, load);
  const isLong = (testCase: Case): number => Number(testCase.isLong ?? false);
  for (const testCase of [...task.cases].sort((a, b) => isLong(a) - isLong(b))) {
    const { checks } = await checkTask(sheet.slug, task, compute, load, [testCase]);
    const failed = firstFailed(checks);
    if (failed) return failed;
  }
  return undefined;
}

/** What is wrong with the suite; empty if solutions earn everything, stubs nothing, and every known mistake fails. */
export async function preflight(
  suite: Suite,
  pagesOf: PagesOf,
  place: Workplace,
  onSheet: () => void = () => undefined,
): Promise<string[]> {
  const problems: string[] = [];
  for (const sheet of suite.sheets) {
    problems.push(...(await checkPages(sheet, pagesOf(sheet), suite, place)));
    for (const task of sheet.tasks) problems.push(...(await checkMistakes(sheet, task)));
    onSheet();
  }
  return problems;
}
