/** Whether a sheet keeps its promises: every stub fails, every solution passes, no hint gives the answer away. */
import { checkTask, computeHere } from "./check";
import { load } from "./load";
import { loadAnswer } from "./compile";
import { cellsOf } from "./desk";
import { readAnswers } from "./reader";
import { buildPages } from "./page";
import type { Sheet, Task } from "./sheet";
import { readSolution, readTasks, type TaskCells } from "./solution";
import type { Notebook } from "../notebook/notebook-file";

/** What is wrong with a sheet; empty if nothing is. */
export async function inspectSheet(sheet: Sheet): Promise<string[]> {
  const { exercises, solutions } = buildPages(sheet);
  const cells = readTasks(sheet, readSolution(sheet.slug));
  const problems: string[] = [];
  for (const [index, task] of sheet.tasks.entries()) {
    const found = [
      ...(await inspectStub(sheet, task, exercises)),
      ...(await inspectSolution(sheet, task, solutions)),
      ...inspectHints(cells[index]!),
    ];
    problems.push(...found.map((problem) => `${sheet.slug}, ${task.name}: ${problem}`));
  }
  return problems;
}

const recordOf = async ({ slug }: Sheet, task: Task, notebook: Notebook) => {
  const [answer] = readAnswers(cellsOf(notebook), [task.name]).answers;
  if (answer!.state !== "found") throw new Error(`${slug}, ${task.name}: ${answer!.message}`);
  return checkTask(slug, task, computeHere(task, await loadAnswer(answer!), load), load);
};

async function inspectStub(sheet: Sheet, task: Task, notebook: Notebook): Promise<string[]> {
  const { verdict, checks } = await recordOf(sheet, task, notebook);
  const passed = checks
    .filter((check) => check.verdict === "pass")
    .map(({ name }) => `the stub passes "${name}"`);
  return verdict === "not_attempted" ? passed : [...passed, `the stub is taken for an answer: ${verdict}`];
}

async function inspectSolution(sheet: Sheet, task: Task, notebook: Notebook): Promise<string[]> {
  const { checks } = await recordOf(sheet, task, notebook);
  const failed = checks.filter(({ verdict }) => verdict === "fail");
  return failed.map(({ name, message }) => `the solution fails "${name}": ${message}`);
}

/** Lines of work in an answer that say something; a brace alone says nothing. */
const workLines = (code: string): string[] =>
  code
    .split("\n")
    .map((line) => line.replace(/\/\/.*$/, "").replace(/\s+/g, ""))
    .filter((line) => line.length >= 16);

/** A hint may quote a line; one that holds most of them is the answer. */
export function inspectHints({ answer, hints }: Pick<TaskCells, "answer" | "hints">): string[] {
  const body = answer.slice(answer.indexOf("{", answer.search(/\bfunction\b|\bclass\b|=>/)));
  const lines = workLines(body);
  return hints.flatMap((text, i) => {
    const squeezed = text.replace(/\s+/g, "");
    const quoted = lines.filter((line) => squeezed.includes(line)).length;
    return lines.length > 0 && quoted / lines.length > 0.6
      ? [`hint ${i + 1} gives the whole answer away`]
      : [];
  });
}
