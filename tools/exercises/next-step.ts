/** The last line of a check: what a learner does now. */
import { firstFailed } from "./points";
import type { Sheet, Task, TaskRecord } from "./sheet";

/** How a learner goes on where they are. */
export interface Wording {
  /** After "write NAME": where, and what makes it count. */
  readonly write: string;
  /** Where the next hint is. */
  readonly hint: string;
  /** Before the command that checks the whole sheet. */
  readonly save: string;
}

const inNotebook: Wording = {
  write: "in the cell above, run it",
  hint: "Unfold a hint below.",
  save: "save the notebook, and in a terminal ",
};

/** One task passes; whether the sheet is ready only a check of the whole sheet tells, as its file stands then. */
export function nextStep(
  sheet: Sheet,
  task: Task,
  { verdict, checks }: TaskRecord,
  wording: Wording = inNotebook,
): string {
  if (verdict === "not_attempted") return `Next: write ${task.name} ${wording.write}, and check again.`;
  if (verdict !== "pass") {
    const failed = firstFailed(checks.filter(({ hidden }) => !hidden));
    const what = failed ? `"${failed.name}"` : "the inputs that only a hidden check tries";
    return `Next: ${what}. Stuck? ${wording.hint}`;
  }
  const following = sheet.tasks[sheet.tasks.indexOf(task) + 1];
  const then = following
    ? `then go on with ${following.name}`
    : `then ${wording.save}run npm run check -- ${sheet.slug.slice(0, 2)}: it says whether the whole sheet is ready`;
  return `All checks pass. Next: run the cell that shows what your ${task.name} does, ${then}.`;
}
