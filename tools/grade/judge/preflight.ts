/** Before a batch: the suite must tell right from wrong, here and now, or nobody is graded by it. */
import { checkTask, computeHere } from "../../exercises/check";
import { load } from "../../exercises/load";
import type { Sheet, Task } from "../../exercises/sheet";
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
  for (const { says, answer } of task.mistakes) {
    const { verdict } = await checkTask(sheet.slug, task, computeHere(task, answer, load), load, task.cases);
    if (verdict === "pass") problems.push(`${sheet.slug}: ${task.name} passes a known mistake: ${says}`);
  }
  for (const { name, answer } of task.alternatives) {
    const { verdict, checks } = await checkTask(
      sheet.slug,
      task,
      computeHere(task, answer, load),
      load,
      task.cases,
    );
    const failed = checks.find((check) => check.verdict === "fail");
    if (verdict !== "pass")
      problems.push(`${sheet.slug}: ${task.name} refuses a right answer (${name}): ${failed?.message}`);
  }
  return problems;
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
