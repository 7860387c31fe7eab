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
import { deriveCards } from "../translation/cards";
import { deriveTranslations } from "../translation/derive";
import {
  cardPages,
  koreanNotebook,
  koreanPath,
  notebookPages,
  poOf,
  translatedPages,
} from "../translation/pages";
import { findSources, notebookOf, root } from "./sources";

const HELP = `npm run derive [-- NN…] [-- --check]

Builds the notebooks from their sources, the exercises from the solutions, and the pages of each finished translation. A
notebook whose code is still that of its source keeps its outputs.

  NN        only this notebook and this sheet, such as 06; a data set's name, such as dates, only its card
  --check   changes nothing: says what is stale, and fails if anything is
  --help    this text`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  if (values.help) return console.log(HELP);
  const isChosen = (slug: string): boolean =>
    positionals.length === 0 || positionals.some((number) => slug.startsWith(number));
  const isCheck = values.check;
  const gaps = deriveTranslations(
    translatedPages().filter(({ slug }) => isChosen(slug)),
    isCheck,
  );
  const cards = cardPages().filter((page) => isChosen(page.slug) && poOf(page).isComplete);
  const isStaleCard = deriveCards(
    cards.map(({ slug }) => slug),
    isCheck,
  );
  const isStaleNotebook = deriveNotebooks(isCheck, [
    ...findSources("notebooks")
      .filter(({ slug }) => isChosen(slug))
      .map((source) => ({ path: source.notebookPath, run: source.number, wanted: notebookOf(source) })),
    ...notebookPages()
      .filter((page) => isChosen(page.slug) && poOf(page).isComplete)
      .map((page) => ({
        path: koreanPath(page),
        run: `${page.slug.slice(0, 2)} --lang ko`,
        wanted: koreanNotebook(page),
      })),
  ]);
  const problems = [...gaps, ...(await deriveExercises({ isCheck, isChosen }))];
  problems.forEach((problem) => console.log(problem));
  process.exitCode = (isCheck && (isStaleCard || isStaleNotebook)) || problems.length > 0 ? 1 : 0;
}

interface Derived {
  readonly path: string;
  /** What `npm run notebooks --` is called with to run it. */
  readonly run: string;
  /** Without outputs. */
  readonly wanted: Notebook;
}

/** @returns whether one was stale */
function deriveNotebooks(isCheck: boolean, notebooks: readonly Derived[]): boolean {
  const stale = notebooks.filter(isStale);
  for (const { path, run, wanted } of stale) {
    const name = relative(root, path);
    if (isCheck) {
      console.log(`stale: ${name}`);
      continue;
    }
    const past = readPast(path);
    const notebook = past === undefined ? wanted : withOutputsOf(past, wanted);
    const hint = notebook === wanted ? `no outputs yet: npm run notebooks -- ${run}` : "its outputs are kept";
    console.log(`built: ${name} (${hint})`);
    writeFileSync(path, notebookText(notebook));
  }
  if (stale.length === 0) console.log(`${notebooks.length} notebooks are up to date with their sources`);
  else if (isCheck) console.log("npm run derive builds them");
  return stale.length > 0;
}

function isStale({ path, wanted }: Derived): boolean {
  const past = readPast(path);
  return past === undefined || !sameCells(past, wanted);
}

const readPast = (path: string): Notebook | undefined =>
  existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Notebook) : undefined;

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
