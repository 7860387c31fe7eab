/**
 * Builds notebooks from their percent sources; `--check` only says which are stale, and fails if one is.
 *
 * A notebook whose cells are still those of its source is left alone, with its outputs.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { notebookText, sameCells, type Notebook } from "./notebook-file";
import { findSources, notebookOf, root, type Source } from "./sources";

const folders = ["notebooks", "solutions"];

function main(): void {
  const isCheck = process.argv.includes("--check");
  const sources = folders.flatMap(findSources);
  const stale = sources.filter(isStale);
  for (const source of stale) {
    const name = relative(root, source.notebookPath);
    console.log(
      isCheck ? `stale: ${name}` : `built: ${name} (no outputs yet: npm run notebooks -- ${source.number})`,
    );
    if (!isCheck) writeFileSync(source.notebookPath, notebookText(notebookOf(source)));
  }
  if (stale.length === 0) console.log(`${sources.length} notebooks are up to date with their sources`);
  else if (isCheck) console.log("npm run derive builds them");
  process.exitCode = isCheck && stale.length > 0 ? 1 : 0;
}

function isStale(source: Source): boolean {
  const wanted = notebookOf(source);
  if (!existsSync(source.notebookPath)) return true;
  return !sameCells(JSON.parse(readFileSync(source.notebookPath, "utf8")) as Notebook, wanted);
}

main();
