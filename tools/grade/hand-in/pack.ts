/** Packs a learner's exercises into one file for a grader, and says what is missing. */
import { phrase } from "../../../lib/jupyter/language.cjs";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ZipFile } from "yazl";
import type { Answer } from "../../answers/answer";
import { isForLearner } from "../../answers/findings";
import { readAnswers } from "../../exercises/reader";
import type { Sheet } from "../../exercises/sheet";
import type { HandInList } from "../intake/hand-in-file";
import { sha256 } from "../intake/learner-id";
import { readNotebook } from "../intake/notebook";

export interface PackedFile {
  /** "exercises/06-attention.ipynb" */
  readonly path: string;
  readonly bytes: Buffer;
}

/** A zip's time stamps tell nothing that the list does not; this makes the same work the same file. */
const epoch = new Date(Date.UTC(1980, 0, 1, 12));

/** A notebook without its outputs; one that cannot be read is packed as it is. */
function stripOutputs(bytes: Buffer): Buffer {
  try {
    const notebook = JSON.parse(bytes.toString("utf8")) as { cells: Record<string, unknown>[] };
    const cells = notebook.cells.map((cell) =>
      cell["cell_type"] === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
    );
    return Buffer.from(`${JSON.stringify({ ...notebook, cells }, null, 1)}\n`);
  } catch {
    return bytes;
  }
}

export function readExercises(folder: string): PackedFile[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d\d-.*\.ipynb$/.test(name)) : [];
  return names
    .sort()
    .map((name) => ({ path: `exercises/${name}`, bytes: stripOutputs(readFileSync(join(folder, name))) }));
}

function missingIn(sheet: Sheet, file: PackedFile | undefined): string[] {
  if (!file) return [phrase("{0}: the notebook is missing", sheet.slug)];
  try {
    const names = sheet.tasks.map(({ name }) => name);
    const { answers } = readAnswers(readNotebook(file.bytes).cells, names);
    const named = (which: readonly Answer[]): string => which.map(({ task }) => task).join(", ");
    const stubs = answers.filter(({ isStub }) => isStub);
    const absent = answers.filter(({ state }) => state === "missing");
    const refused = answers.filter(({ state }) => state === "student_error");
    return [
      ...(stubs.length > 0 ? [phrase("{0}: not written yet: {1}", sheet.slug, named(stubs))] : []),
      ...(absent.length > 0 ? [phrase("{0}: no cell defines: {1}", sheet.slug, named(absent))] : []),
      ...refused.map(({ task, message }) =>
        phrase("{0}: {1} will earn nothing as it is: {2}", sheet.slug, task, message),
      ),
      ...answers.flatMap(({ notes }) =>
        notes.filter(isForLearner).map((note) => phrase("{0}: note: {1}", sheet.slug, note)),
      ),
    ];
  } catch (error) {
    return [`${sheet.slug}: ${(error as Error).message}`];
  }
}

/** What a grader will not find or will not run, in lines. */
export const whatIsMissing = (sheets: readonly Sheet[], files: readonly PackedFile[]): string[] =>
  sheets.flatMap((sheet) =>
    missingIn(
      sheet,
      files.find(({ path }) => path === `exercises/${sheet.slug}.ipynb`),
    ),
  );

/** The hand-in file. */
export async function packHandIn(
  id: string,
  files: readonly PackedFile[],
  suite: string,
  created: Date,
): Promise<Buffer> {
  const hashes = Object.fromEntries(files.map(({ path, bytes }) => [path, sha256(bytes)]));
  const list: HandInList = { version: 1, id, created: created.toISOString(), suite, files: hashes };
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(`${JSON.stringify(list, null, 1)}\n`), "hand-in.json", { mtime: epoch });
  for (const { path, bytes } of files) zip.addBuffer(bytes, path, { mtime: epoch });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
