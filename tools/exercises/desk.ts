/** The learner's notebook of a sheet: read it, check it, put a stub back. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { phrase, shownCheck } from "../../lib/jupyter/language.cjs";
import type { Answer } from "../answers/answer";
import { RejectedInput } from "../grade/intake/item";
import { readNotebook, type SourceCell, type SourceNotebook } from "../grade/intake/notebook";
import { parseJson } from "../grade/intake/notebook-json";
import { decodeText } from "../grade/intake/notebook-text";
import { joinText, notebookText, type Notebook } from "../notebook/notebook-file";
import { learnerFolder, shownPath } from "../setup/state-folder.cjs";
import type { AnswerProcess } from "./answer-process";
import type { Desk } from "./desk-file";
import { checkTask, isVisible } from "./check";
import { callsOf } from "./judge";
import { load, root } from "./load";
import { statePath } from "./progress";
import type { Sheet, Task, TaskRecord } from "./sheet";

/**
 * By the grader's own reader: what it mends is mended here, what it refuses is refused.
 *
 * @throws {Error} it is missing, or no notebook
 */
export const readDesk = ({ path }: Desk): SourceNotebook => reading(path, readNotebook);

/** The file's JSON, with what the reader of cells leaves aside. @throws {Error} as above */
const rawDesk = ({ path }: Desk): Notebook =>
  reading(path, (bytes) => parseJson(decodeText(bytes).text).value) as Notebook;

function reading<Read>(path: string, read: (bytes: Buffer) => Read): Read {
  const name = shownPath(path, root);
  if (!existsSync(path)) {
    const maker = learnerFolder() === root ? "npm run derive" : "npm start";
    throw new Error(phrase("{0} is missing: {1} makes it.", name, maker));
  }
  try {
    return read(readFileSync(path));
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error;
    throw new Error(
      phrase(
        "{0} is no notebook that can be read: it {1}. Save it again in Jupyter, or restore it.",
        name,
        shownCheck(error.message),
      ),
    );
  }
}

/** The cells of a notebook that was just built. */
export const cellsOf = (notebook: Notebook): readonly SourceCell[] =>
  readNotebook(Buffer.from(JSON.stringify(notebook))).cells;

/** Checks one answer, in another process. */
export async function checkAnswer(
  sheet: Sheet,
  task: Task,
  answer: Pick<Answer, "task" | "state" | "message" | "code" | "modules">,
  process: AnswerProcess,
): Promise<TaskRecord> {
  const number = sheet.slug.slice(0, 2);
  if (answer.state === "missing") return failedRecord(number, task, "not_submitted", answer.message);
  if (answer.state === "student_error") return failedRecord(number, task, "student_error", answer.message);
  const problem = await process.load(answer);
  if (problem !== undefined) return failedRecord(number, task, "student_error", problem);
  let isStuck = false;
  const compute = async (testCase: Task["cases"][number]) => {
    const calls = callsOf(task, testCase);
    if (isStuck) return calls.map(() => ({ limit: "not run" }) as const);
    const results = await process.run(calls, { seconds: task.seconds, trains: testCase.isLong });
    isStuck = results.some((result) => "limit" in result);
    return results;
  };
  return checkTask(number, task, compute, load);
}

/** A task whose answer could not be run: every check says why. */
export function failedRecord(
  sheet: string,
  { name, cases }: Task,
  verdict: TaskRecord["verdict"],
  message: string,
): TaskRecord {
  const checks = cases.map((testCase) => ({
    name: testCase.name,
    verdict: "fail" as const,
    points: testCase.points,
    message,
    ...(!isVisible(testCase) && { hidden: true as const }),
  }));
  const possible = checks.reduce((sum, { points }) => sum + points, 0);
  return { sheet, task: name, verdict, earned: 0, possible, checks };
}

/**
 * Puts the stub of a task back, and keeps the old answer.
 *
 * @returns where the old answer went
 * @throws {Error} the notebook has no cell for the task
 */
export async function resetTask(sheet: Sheet, task: string, desk: Desk): Promise<string> {
  const { buildPages } = await import("./page"); // it brings a second compiler, which a check does without
  const notebook = rawDesk(desk);
  const isAnswer = ({ metadata }: Notebook["cells"][number]): boolean => {
    const course = metadata?.["course"] as { task?: string; role?: string } | undefined;
    return course?.task === task && course.role === "answer";
  };
  const stub = buildPages(sheet, desk.language).exercises.cells.find(isAnswer);
  const old = notebook.cells.filter(isAnswer).at(-1);
  if (!stub || !old) throw new Error(phrase("{0} has no answer cell of {1}.", `${sheet.slug}.ipynb`, task));
  const kept = keepAnswer(sheet, task, joinText(old.source));
  const cells = notebook.cells.map((cell) =>
    cell === old ? { ...cell, source: stub.source, outputs: [], execution_count: null } : cell,
  );
  writeFileSync(`${desk.path}.new`, notebookText({ ...notebook, cells }));
  renameSync(`${desk.path}.new`, desk.path);
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
