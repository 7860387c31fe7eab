/**
 * Keeps the notebooks of the exercises in step with their sources; a part of `npm run derive`.
 *
 * exercises/NN-slug.ipynb gets stubs and no outputs, solutions/NN-slug.ipynb the answers, executed; so do those of a finished
 * translation, in a folder `ko` there. A learner's notebook is never overwritten: what was changed since it was derived stays
 * as it is.
 */
import type { Language } from "../../lib/jupyter/language.cjs";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { executeNotebook, kernelEnvironment, writeNotebook } from "../notebook/execute";
import { isTranslated } from "../translation/edition";
import { notebookText, sameCells, withOutputsOf, type Notebook } from "../notebook/notebook-file";
import { deskPath, editionFolder } from "./desk-file";
import { loadSheet, root, sheetSlugs } from "./load";
import { fingerprint } from "./fingerprint";
import { buildPages } from "./page";
import { inspectSheet } from "./inspect";
import type { Sheet } from "./sheet";

export type DeskState = "missing" | "current" | "stale" | "edited";

const solvedPath = (slug: string, language: Language): string =>
  join(root, editionFolder("solutions", language), `${slug}.ipynb`);

const readNotebook = (path: string): Notebook => JSON.parse(readFileSync(path, "utf8")) as Notebook;

/** How a learner's notebook stands to what would be derived now. */
export function deskState(path: string, wanted: Notebook): DeskState {
  if (!existsSync(path)) return "missing";
  const notebook = readNotebook(path);
  const derived = (notebook.metadata["course"] as { derived?: string } | undefined)?.derived;
  if (fingerprint(notebook) === fingerprint(wanted)) return "current";
  return derived === fingerprint(notebook) ? "stale" : "edited";
}

/** Whether a solved notebook has the wanted cells and has run from its first to its last. */
function isSolved(path: string, wanted: Notebook): boolean {
  if (!existsSync(path)) return false;
  const notebook = readNotebook(path);
  return hasRun(notebook) && sameCells(notebook, wanted);
}

const hasRun = ({ cells }: Notebook): boolean =>
  cells.every((cell) => cell.cell_type !== "code" || cell.execution_count);

/** Where only words have changed, a translation's say, the last run still speaks for the page. */
function withPastOutputs(path: string, wanted: Notebook): Notebook {
  if (!existsSync(path)) return wanted;
  const { cells, metadata } = withOutputsOf(readNotebook(path), wanted);
  const course = { ...(metadata["course"] as object), ...(wanted.metadata["course"] as object) };
  return { ...wanted, cells, metadata: { ...metadata, course } };
}

export interface DeriveOptions {
  readonly isCheck: boolean;
  /** Whether to look at the sheet of this name. */
  readonly isChosen: (slug: string) => boolean;
}

/**
 * Derives what is stale, or only says so.
 *
 * @returns what is wrong; empty if all is well
 */
export async function deriveExercises({ isCheck, isChosen }: DeriveOptions): Promise<string[]> {
  const problems = [...strayFiles(sheetSlugs())];
  const sheets = await Promise.all(sheetSlugs().filter(isChosen).map(loadSheet));
  for (const sheet of sheets) {
    if (!isCheck) problems.push(...(await inspectSheet(sheet))); // a check leaves that to tests/exercises/sheets.test.ts
    for (const language of languagesOf(sheet))
      problems.push(...(await deriveSheet(sheet, language, isCheck)));
  }
  if (problems.length === 0)
    console.log(`${sheets.length} exercise sheets are up to date with their sources`);
  return problems;
}

const languagesOf = ({ slug }: Sheet): Language[] =>
  isTranslated(`exercises/ko/${slug}.ipynb`) ? ["en", "ko"] : ["en"];

async function deriveSheet(sheet: Sheet, language: Language, isCheck: boolean): Promise<string[]> {
  const { exercises, solutions } = buildPages(sheet, language);
  const problems = deriveDesk(deskPath(sheet.slug, language), exercises, isCheck);
  const path = solvedPath(sheet.slug, language);
  if (isSolved(path, solutions)) return problems;
  if (isCheck) return [...problems, `stale: ${relative(root, path)}`];
  const kept = withPastOutputs(path, solutions);
  if (hasRun(kept)) {
    writeNotebook(path, kept);
    console.log(`built: ${relative(root, path)} (its outputs are kept)`);
    return problems;
  }
  return [...problems, ...(await solve(path, language, solutions))];
}

function deriveDesk(path: string, wanted: Notebook, isCheck: boolean): string[] {
  const name = relative(root, path);
  const state = deskState(path, wanted);
  if (state === "edited") {
    // On the maintainers' side an edited sheet is a mistake; on a learner's it is the work.
    if (process.env["CI"] === "true") return [`edited: ${name} is not as it was derived`];
    console.log(`kept: ${name} holds somebody's work; remove the file to have it derived anew`);
  }
  if (state === "current" || state === "edited") return [];
  if (isCheck) return [`${state}: ${name}`];
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, notebookText(wanted));
  console.log(`built: ${name}`);
  return [];
}

async function solve(path: string, language: Language, wanted: Notebook): Promise<string[]> {
  const name = relative(root, path);
  console.log(`running ${name}`);
  const env = kernelEnvironment(path, language);
  const { notebook, hasFailed, log } = await executeNotebook(wanted, {
    isSmoke: false,
    cellSeconds: 120,
    env,
  });
  if (hasFailed) return [`${name} failed:\n${log}`];
  writeNotebook(path, notebook);
  return [];
}

/** Files that belong to no sheet, such as the remains of one that was renamed; a page of words (AGENTS.md) may stand there. */
function strayFiles(known: readonly string[]): string[] {
  const strays = (folder: string, extensions: RegExp): string[] =>
    (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
      .filter((file) => !/^\.|\.md$|^ko$/.test(file) && !known.includes(file.replace(extensions, "")))
      .map((file) => `stray file: ${folder}/${file}`);
  return [
    ...strays("exercises", /\.ipynb$/),
    ...strays("exercises/ko", /\.(ipynb|po)$/),
    ...strays("solutions", /\.(ipynb|ts)$/),
    ...strays("solutions/ko", /\.ipynb$/),
    ...strays("tests/mutants", /$/),
  ];
}
