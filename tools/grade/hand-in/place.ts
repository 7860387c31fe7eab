/** Where the hand-in file goes. */
import { phrase } from "../../../lib/jupyter/language.cjs";
import { join, resolve } from "node:path";
import { learnerFolder } from "../../setup/state-folder.cjs";
import { submissionId } from "../intake/learner-id";
import { writeWhole } from "../record/write-file";

/** npm moves to the project before it starts us, and keeps in INIT_CWD where the learner was: `--out` is seen from there. */
export const handInPath = (id: string, out: string | undefined): string =>
  out === undefined
    ? join(learnerFolder(), `hand-in-${submissionId(id)}.zip`)
    : resolve(process.env["INIT_CWD"] ?? "", out);

/** @throws {Error} it cannot be written there, in a sentence */
export function keepHandIn(path: string, bytes: Buffer): void {
  try {
    writeWhole(path, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(phrase("{0} cannot be written ({1}): name another place with --out FILE.", path, code));
  }
}
