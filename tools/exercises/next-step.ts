/** The last line of a check: what a learner does now. */
import type { Sheet, Task, TaskRecord } from "./sheet";

/** How a learner goes on where they are. */
export interface Wording {
  /** After "write NAME": where, and what makes it count. */
  readonly write: string;
  /** Where the next hint is. */
  readonly hint: string;
}

const inNotebook: Wording = { write: "in the cell above, run it", hint: "Unfold a hint below." };

export function nextStep(
  sheet: Sheet,
  task: Task,
  { verdict, checks }: TaskRecord,
  wording: Wording = inNotebook,
): string {
  if (verdict === "not_attempted") return `Next: write ${task.name} ${wording.write}, and check again.`;
  if (verdict !== "pass") {
    const failed = checks.find((check) => check.verdict === "fail")!;
    return `Next: "${failed.name}". Stuck? ${wording.hint}`;
  }
  const following = sheet.tasks[sheet.tasks.indexOf(task) + 1];
  const then = following
    ? `then go on with ${following.name}`
    : `then hand in sheet ${sheet.slug.slice(0, 2)}: it is done`;
  return `All checks pass. Next: run the cell that shows what your ${task.name} does, ${then}.${hiddenNote(task)}`;
}

function hiddenNote({ cases }: Task): string {
  const points = cases
    .filter(({ visibility }) => visibility === "hidden")
    .reduce((sum, one) => sum + one.points, 0);
  return points === 0 ? "" : ` (A grader's hidden checks, on other inputs, are worth ${points} more.)`;
}
