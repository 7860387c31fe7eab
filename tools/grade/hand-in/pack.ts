/** Packs a learner's exercises into one file for a grader, and says what is missing. */
import { phrase } from "../../../lib/jupyter/language.cjs";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ZipFile } from "yazl";
import type { Answer } from "../../answers/answer";
import { isForLearner } from "../../answers/findings";
import { findDesk, type Desk } from "../../exercises/desk-file";
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

/**
 * Every sheet once, in the language in which it was worked, under its own name; and what else lies there.
 *
 * @param onDesk  told of each sheet's file
 */
export function readExercises(
  sheets: readonly Sheet[],
  folder: string,
  onDesk: (desk: Desk) => void = () => undefined,
): PackedFile[] {
  const desks = sheets.map((sheet) => findDesk(sheet, folder)).filter(({ path }) => existsSync(path));
  desks.forEach(onDesk);
  const known = new Set(sheets.map(({ slug }) => `${slug}.ipynb`));
  const others = ["", "ko/"].flatMap((below) => namesIn(join(folder, below)).map((name) => below + name));
  const files = [
    ...desks.map(({ path }) => ({ name: basename(path), path })),
    ...others
      .filter((name) => !known.has(basename(name)))
      .map((name) => ({ name, path: join(folder, name) })),
  ];
  return files
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, path }) => ({ path: `exercises/${name}`, bytes: stripOutputs(readFileSync(path)) }));
}

const namesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => /^\d\d-.*\.ipynb$/.test(name)) : [];

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
