/** The learner's notebook of a sheet: read it, check it, put a stub back. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { joinText, notebookText, type Notebook } from "../notebook/notebook-file";
import type { AnswerProcess } from "./answer-process";
import { checkTask, isVisible } from "./check";
import { extractTask } from "./extract";
import { callsOf } from "./judge";
import { load, root } from "./load";
import { buildPages } from "./page";
import { statePath } from "./progress";
import type { Sheet, Task, TaskRecord } from "./sheet";

/** @throws {Error} it is missing, or no notebook */
export function readDesk({ slug }: Sheet, folder = join(root, "exercises")): Notebook {
  const path = join(folder, `${slug}.ipynb`);
  const name = relative(root, path);
  if (!existsSync(path)) throw new Error(`${name} is missing: npm run derive makes it.`);
  try {
    const notebook = JSON.parse(readFileSync(path, "utf8")) as Notebook;
    if (Array.isArray(notebook.cells)) return notebook;
  } catch {
    // Said below: a file that is cut off and one that never was a notebook need the same from the learner.
  }
  throw new Error(`${name} is no notebook that can be read. Save it again in Jupyter, or restore it.`);
}

/** Checks one task of a notebook, in another process. */
export async function checkAnswer(
  sheet: Sheet,
  task: Task,
  notebook: Notebook,
  process: AnswerProcess,
): Promise<TaskRecord> {
  const { code } = extractTask(notebook, task.name);
  const number = sheet.slug.slice(0, 2);
  if (code === undefined) return failedRecord(number, task, "not_submitted", `no cell declares ${task.name}`);
  const problem = await process.load(task.name, code);
  if (problem !== undefined) return failedRecord(number, task, "student_error", problem);
  let isStuck = false;
  const compute = async (testCase: Task["cases"][number]) => {
    const calls = callsOf(task, testCase);
    if (isStuck) return calls.map(() => ({ limit: "not run" }) as const);
    const results = await process.run(calls, task.seconds);
    isStuck = results.some((result) => "limit" in result);
    return results;
  };
  return checkTask(number, task, compute, load);
}

function failedRecord(
  sheet: string,
  { name, cases }: Task,
  verdict: TaskRecord["verdict"],
  message: string,
): TaskRecord {
  const checks = cases
    .filter(isVisible)
    .map((testCase) => ({ name: testCase.name, verdict: "fail" as const, points: testCase.points, message }));
  const possible = checks.reduce((sum, { points }) => sum + points, 0);
  return { sheet, task: name, verdict, earned: 0, possible, checks };
}

/**
 * Puts the stub of a task back, and keeps the old answer.
 *
 * @returns where the old answer went
 * @throws {Error} the notebook has no cell for the task
 */
export function resetTask(sheet: Sheet, task: string, folder = join(root, "exercises")): string {
  const notebook = readDesk(sheet, folder);
  const isAnswer = ({ metadata }: Notebook["cells"][number]): boolean => {
    const course = metadata["course"] as { task?: string; role?: string } | undefined;
    return course?.task === task && course.role === "answer";
  };
  const stub = buildPages(sheet).exercises.cells.find(isAnswer);
  const old = notebook.cells.filter(isAnswer).at(-1);
  if (!stub || !old) throw new Error(`${sheet.slug}.ipynb has no answer cell of ${task}.`);
  const kept = keepAnswer(sheet, task, joinText(old.source));
  const cells = notebook.cells.map((cell) =>
    cell === old ? { ...cell, source: stub.source, outputs: [], execution_count: null } : cell,
  );
  const path = join(folder, `${sheet.slug}.ipynb`);
  writeFileSync(`${path}.new`, notebookText({ ...notebook, cells }));
  renameSync(`${path}.new`, path);
  return kept;
}

function keepAnswer({ slug }: Sheet, task: string, source: string): string {
  const folder = statePath("answers");
  mkdirSync(folder, { recursive: true });
  const versions = Array.from({ length: 10_000 }, (_, i) => join(folder, `${slug}-${task}-${i + 1}.ts`));
  const path = versions.find((file) => !existsSync(file))!;
  writeFileSync(path, `${source}\n`);
  return path;
}
