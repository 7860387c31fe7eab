/** The checker that the notebook kernel offers to `check` and `hint`: checks here, in the process of the answer. */
import type { Checker, TaskOutcome } from "../../lib/jupyter/check";
import { checkTask, computeHere } from "./check";
import { load, loadSheet, slugsFor } from "./load";
import { nextStep } from "./next-step";
import { recordOutcome } from "./progress";
import type { Sheet, Task } from "./sheet";

/** @throws {Error} no sheet has such a task; the message names those there are */
export async function findTask(name: string): Promise<{ sheet: Sheet; task: Task }> {
  const known: string[] = [];
  for (const slug of slugsFor(name)) {
    const sheet = await loadSheet(slug);
    const task = sheet.tasks.find((one) => one.name === name);
    if (task) return { sheet, task };
    known.push(...sheet.tasks.map((one) => one.name));
  }
  throw new Error(`There is no exercise "${name}". Exercises: ${known.join(", ") || "none yet"}.`);
}

export const checker: Checker = {
  async check(name: string, answer: unknown): Promise<TaskOutcome> {
    const { sheet, task } = await findTask(name);
    const record = await checkTask(sheet.slug.slice(0, 2), task, computeHere(task, answer, load), load);
    recordOutcome(record);
    return { ...record, nextStep: nextStep(sheet, task, record) };
  },

  async hint(name: string) {
    const { sheet } = await findTask(name);
    const { takeHint } = await import("./hint"); // it brings a whole compiler, which a check does without
    return takeHint(sheet, name);
  },
};
