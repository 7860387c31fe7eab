/**
 * Builds notebooks from their percent sources, and the exercises' pages from the solutions; `--check` only says what
 * is stale, and fails if anything is. `-- 06` looks at this notebook and this sheet alone.
 *
 * A notebook whose code is still that of its source keeps its outputs.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { notebookText, sameCells, withOutputsOf, type Notebook } from "./notebook-file";
import { deriveExercises } from "../exercises/derive";
import { findSources, notebookOf, root, type Source } from "./sources";

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: "boolean", default: false } },
  });
  const isChosen = (slug: string): boolean =>
    positionals.length === 0 || positionals.some((number) => slug.startsWith(number));
  const isCheck = values.check;
  const isStaleNotebook = deriveNotebooks(isCheck, isChosen);
  const problems = await deriveExercises({ isCheck, isChosen });
  problems.forEach((problem) => console.log(problem));
  process.exitCode = (isCheck && isStaleNotebook) || problems.length > 0 ? 1 : 0;
}

/** @returns whether one was stale */
function deriveNotebooks(isCheck: boolean, isChosen: (slug: string) => boolean): boolean {
  const sources = findSources("notebooks").filter(({ slug }) => isChosen(slug));
  const stale = sources.filter(isStale);
  for (const source of stale) {
    const name = relative(root, source.notebookPath);
    if (isCheck) {
      console.log(`stale: ${name}`);
      continue;
    }
    const fresh = notebookOf(source);
    const past = readPast(source);
    const notebook = past === undefined ? fresh : withOutputsOf(past, fresh);
    const hint =
      notebook === fresh ? `no outputs yet: npm run notebooks -- ${source.number}` : "its outputs are kept";
    console.log(`built: ${name} (${hint})`);
    writeFileSync(source.notebookPath, notebookText(notebook));
  }
  if (stale.length === 0) console.log(`${sources.length} notebooks are up to date with their sources`);
  else if (isCheck) console.log("npm run derive builds them");
  return stale.length > 0;
}

function isStale(source: Source): boolean {
  const past = readPast(source);
  return past === undefined || !sameCells(past, notebookOf(source));
}

const readPast = ({ notebookPath }: Source): Notebook | undefined =>
  existsSync(notebookPath) ? (JSON.parse(readFileSync(notebookPath, "utf8")) as Notebook) : undefined;

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
