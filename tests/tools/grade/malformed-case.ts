/** A malformed submission: what is handed in, and what must come of it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { notebookOf, notebookText, tinyCells } from "./notebooks";
import type { TestCell } from "./notebooks";

export interface MalformedCase {
  readonly name: string;
  /** Makes the learner's folder. */
  readonly make: (folder: string) => void;
  /** In the reason, when it is rejected; otherwise it is graded. */
  readonly rejected?: RegExp;
  readonly note?: RegExp;
  /** Verdicts that are not "pass". */
  readonly verdicts?: Readonly<Record<string, string>>;
  readonly message?: RegExp;
}

export const name = "90-tiny.ipynb";
export const good = notebookText(tinyCells());
export const put =
  (content: string | Buffer, file = name) =>
  (folder: string): void =>
    writeFileSync(join(folder, file), content);
export const cells = (list: readonly TestCell[]) => put(notebookText(list));
export const changed = (answers: Record<string, string>) => cells(tinyCells(answers));
type Json = ReturnType<typeof notebookOf>;
export const edited = (edit: (notebook: Json & Record<string, unknown>) => object) =>
  put(JSON.stringify(edit(notebookOf(tinyCells()) as never)));

/** The notebook without one of its fields. */
export const without = (field: string) =>
  edited((notebook) => Object.fromEntries(Object.entries(notebook).filter(([key]) => key !== field)));
