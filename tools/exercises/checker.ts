/** The checker that the notebook kernel offers to `check` and `hint`: checks here, in the process of the answer. */
import type { Checker, TaskOutcome } from "../../lib/jupyter/check";
import { checkTask, computeHere } from "./check";
import { failedRecord } from "./desk";
import { foldHidden } from "./hidden";
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

/** What the kernel knows of cells that did not run (tools/kernel/refused.cjs): an older answer must not pass for the new. */
const refused = (): Map<string, string> | undefined =>
  (globalThis as Record<symbol, unknown>)[Symbol.for("rnn-to-transformer.refused")] as
    Map<string, string> | undefined;

export const checker: Checker = {
  async check(name: string, answer: unknown): Promise<TaskOutcome> {
    const { sheet, task } = await findTask(name);
    const number = sheet.slug.slice(0, 2);
    const refusal = refused()?.get(name);
    const whole =
      refusal === undefined
        ? await checkTask(number, task, computeHere(task, answer, load), load)
        : failedRecord(
            number,
            task,
            "student_error",
            `the cell that defines ${name} did not run: ${refusal}`,
          );
    recordOutcome(whole);
    const record = foldHidden(whole);
    return { ...record, nextStep: nextStep(sheet, task, record) };
  },

  async hint(name: string) {
    const { sheet } = await findTask(name);
    const { takeHint } = await import("./hint"); // it brings a whole compiler, which a check does without
    return takeHint(sheet, name);
  },

  async explain(number: string) {
    const { askAboutDesk } = await import("../questions/desk");
    return askAboutDesk(await loadSheet(number));
  },
};
