/**
 * Keeps the notebooks of the exercises in step with their sources; a part of `npm run derive`.
 *
 * exercises/NN-slug.ipynb gets stubs and no outputs, solutions/NN-slug.ipynb the answers, executed. A learner's
 * notebook is never overwritten: what was changed since it was derived stays as it is.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { executeNotebook } from "../notebook/execute";
import { notebookText, sameCells, type Notebook } from "../notebook/notebook-file";
import { deskPath } from "./desk";
import { loadSheet, root, sheetSlugs } from "./load";
import { fingerprint } from "./fingerprint";
import { buildPages } from "./page";
import { inspectSheet } from "./inspect";
import type { Sheet } from "./sheet";

export type DeskState = "missing" | "current" | "stale" | "edited";

const solvedPath = (slug: string): string => join(root, "solutions", `${slug}.ipynb`);

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
  const hasRun = notebook.cells.every((cell) => cell.cell_type !== "code" || cell.execution_count);
  return hasRun && sameCells(notebook, wanted);
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
    const { exercises, solutions } = buildPages(sheet);
    problems.push(...deriveDesk(sheet, exercises, isCheck));
    if (isSolved(solvedPath(sheet.slug), solutions)) continue;
    if (isCheck) problems.push(`stale: solutions/${sheet.slug}.ipynb`);
    else problems.push(...(await solve(sheet, solutions)));
  }
  if (problems.length === 0)
    console.log(`${sheets.length} exercise sheets are up to date with their sources`);
  return problems;
}

function deriveDesk({ slug }: Sheet, wanted: Notebook, isCheck: boolean): string[] {
  const path = deskPath(slug);
  const name = relative(root, path);
  const state = deskState(path, wanted);
  if (state === "edited") {
    // On the maintainers' side an edited sheet is a mistake; on a learner's it is the work.
    if (process.env["CI"] === "true") return [`edited: ${name} is not as it was derived`];
    console.log(`kept: ${name} holds somebody's work; remove the file to have it derived anew`);
  }
  if (state === "current" || state === "edited") return [];
  if (isCheck) return [`${state}: ${name}`];
  mkdirSync(join(root, "exercises"), { recursive: true });
  writeFileSync(path, notebookText(wanted));
  console.log(`built: ${name}`);
  return [];
}

async function solve({ slug }: Sheet, wanted: Notebook): Promise<string[]> {
  console.log(`running solutions/${slug}.ipynb`);
  const { notebook, hasFailed, log } = await executeNotebook(wanted, { isSmoke: false, cellSeconds: 120 });
  if (hasFailed) return [`solutions/${slug}.ipynb failed:\n${log}`];
  writeFileSync(solvedPath(slug), notebookText(notebook));
  return [];
}

/** Files that belong to no sheet, such as the remains of one that was renamed; a page of words (AGENTS.md) may stand there, and the Korean edition. */
function strayFiles(known: readonly string[]): string[] {
  const strays = (folder: string, extensions: RegExp): string[] =>
    (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
      .filter((file) => !/^\.|\.md$|^ko$/.test(file) && !known.includes(file.replace(extensions, "")))
      .map((file) => `stray file: ${folder}/${file}`);
  return [
    ...strays("exercises", /\.ipynb$/),
    ...strays("solutions", /\.(ipynb|ts)$/),
    ...strays("tests/mutants", /$/),
  ];
}
