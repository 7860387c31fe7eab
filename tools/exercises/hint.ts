/** Hands out hints one by one, and remembers how many were taken. */
import { language, phrase } from "../../lib/jupyter/language.cjs";
import { hintNames, sheetCells } from "./page";
import { readProgress, recordHints } from "./progress";
import type { Sheet } from "./sheet";
import { readTasks } from "./solution";

/** The next hint of a task that was not shown yet; after the last, the last again. */
export function takeHint(sheet: Sheet, task: string): { title: string; text: string } {
  const { hints } = readTasks(sheet, sheetCells(sheet.slug, language())).find(({ name }) => name === task)!;
  const index = Math.min(readProgress()[task]?.hints ?? 0, hints.length - 1);
  recordHints(task, index + 1);
  const said = [index + 1, hints.length, task, hintNames()[index]];
  return {
    title:
      index === hints.length - 1
        ? phrase("Hint {0} of {1} for {2}: {3}; there is no further one", ...said)
        : phrase("Hint {0} of {1} for {2}: {3}", ...said),
    text: hints[index]!,
  };
}
