/** Hands out hints one by one, and remembers how many were taken. */
import { hintNames } from "./page";
import { readProgress, recordHints } from "./progress";
import type { Sheet } from "./sheet";
import { readSolution, readTasks } from "./solution";

/** The next hint of a task that was not shown yet; after the last, the last again. */
export function takeHint(sheet: Sheet, task: string): { title: string; text: string } {
  const { hints } = readTasks(sheet, readSolution(sheet.slug)).find(({ name }) => name === task)!;
  const index = Math.min(readProgress()[task]?.hints ?? 0, hints.length - 1);
  recordHints(task, index + 1);
  const last = index === hints.length - 1 ? "; there is no further one" : "";
  return {
    title: `Hint ${index + 1} of ${hints.length} for ${task}: ${hintNames[index]}${last}`,
    text: hints[index]!,
  };
}
