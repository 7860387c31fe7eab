/** How the sheets stand as their files are now: what was checked as it is now is not checked again. */
import { createHash } from "node:crypto";
import type { SourceNotebook } from "../grade/intake/notebook";
import { sheetsHash } from "../grade/judge/suite";
import type { AnswerProcess } from "./answer-process";
import { checkAnswer, readDesk } from "./desk";
import { findDesk, isUntouched, sayWhichDesk } from "./desk-file";
import { readAnswers } from "./reader";
import { readProgress, recordOutcome } from "./progress";
import type { Sheet, Task, TaskRecord } from "./sheet";

/** Everything that can change a verdict. */
export function printOf({ cells }: SourceNotebook): string {
  const content = cells.map(({ isCode, source, course }) => [isCode, source, course]);
  return createHash("sha256")
    .update(JSON.stringify([sheetsHash(), content]))
    .digest("hex")
    .slice(0, 16);
}

/** Checks tasks of a sheet, and keeps the verdicts. */
export async function checkTasks(
  sheet: Sheet,
  tasks: readonly Task[],
  notebook: SourceNotebook,
  process: AnswerProcess,
): Promise<TaskRecord[]> {
  const { answers } = readAnswers(
    notebook.cells,
    tasks.map(({ name }) => name),
  );
  const of = printOf(notebook);
  const records: TaskRecord[] = [];
  for (const [index, task] of tasks.entries()) {
    const record = await checkAnswer(sheet, task, answers[index]!, process);
    recordOutcome(record, of);
    records.push(record);
  }
  return records;
}

/** Whether a sheet's records are about its file as it is now. */
function isKnown({ tasks }: Sheet, notebook: SourceNotebook): boolean {
  const progress = readProgress();
  const of = printOf(notebook);
  return tasks.every(({ name }) => progress[name]?.of === of);
}

/**
 * Brings the records of a sheet up to its file.
 *
 * @returns what hinders that: the notebook is missing or cannot be read
 */
export async function refresh(
  sheet: Sheet,
  process: AnswerProcess,
  folder?: string,
): Promise<string | undefined> {
  try {
    const desk = findDesk(sheet, folder);
    sayWhichDesk(desk, `npm run check -- ${sheet.slug.slice(0, 2)}`);
    const notebook = readDesk(desk);
    if (isKnown(sheet, notebook)) return undefined;
    if (isUntouched(sheet, desk.path))
      sheet.tasks.forEach((task) => recordOutcome(untouched(sheet, task), printOf(notebook)));
    else await checkTasks(sheet, sheet.tasks, notebook, process);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const untouched = ({ slug }: Sheet, { name, cases }: Task): TaskRecord => ({
  sheet: slug.slice(0, 2),
  task: name,
  verdict: "not_attempted",
  earned: 0,
  possible: cases.reduce((sum, { points }) => sum + points, 0),
  checks: [],
});
