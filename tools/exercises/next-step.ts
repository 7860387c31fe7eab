/** The last line of a check: what a learner does now. */
import { phrase, shownCheck } from "../../lib/jupyter/language.cjs";
import { firstFailed } from "./points";
import type { Sheet, Task, TaskRecord } from "./sheet";

/** How a learner goes on where they are. */
export interface Wording {
  /** Where a task is written, and what makes it count. */
  readonly write: (task: string) => string;
  /** Where the next hint is. */
  readonly hint: string;
  /** What leads to the command that checks the whole sheet. */
  readonly whole: (command: string) => string;
}

const inNotebook = (): Wording => ({
  write: (name) => phrase("Next: write {0} in the cell above, run it, and check again.", name),
  hint: phrase("Unfold a hint below."),
  whole: (command) =>
    phrase(
      "then save the notebook, and in a terminal run {0}: it says whether the whole sheet is ready",
      command,
    ),
});

/** One task passes; whether the sheet is ready only a check of the whole sheet tells, as its file stands then. */
export function nextStep(
  sheet: Sheet,
  task: Task,
  { verdict, checks }: TaskRecord,
  wording: Wording = inNotebook(),
): string {
  if (verdict === "not_attempted") return wording.write(task.name);
  if (verdict !== "pass") {
    const failed = firstFailed(checks.filter(({ hidden }) => !hidden));
    const what = failed
      ? `"${shownCheck(failed.name)}"`
      : phrase("the inputs that only a hidden check tries");
    return phrase("Next: {0}. Stuck? {1}", what, wording.hint);
  }
  const following = sheet.tasks[sheet.tasks.indexOf(task) + 1];
  const then = following
    ? phrase("then go on with {0}", following.name)
    : wording.whole(`npm run check -- ${sheet.slug.slice(0, 2)}`);
  return phrase("All checks pass. Next: run the cell that shows what your {0} does, {1}.", task.name, then);
}
