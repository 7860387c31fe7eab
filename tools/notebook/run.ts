/**
 * Runs notebooks and keeps their outputs: `npm run notebooks` all, `npm run notebooks -- 06` one.
 *
 * `--lang ko` runs the Korean notebooks. With SMOKE=1 everything is tiny and goes to the folder "smoke" of the state folder (.course), so a rehearsal never overwrites a real result.
 */
import { phrase } from "../../lib/jupyter/language.cjs";
import { dirname, join, relative } from "node:path";
import { learnerFolder, shownPath, stateFolder } from "../setup/state-folder.cjs";
import {
  executeNotebook,
  kernelEnvironment,
  writeNotebook,
  type BandRecord,
  type Execution,
} from "./execute";
import { writePictures } from "./picture";
import { koreanNotebook, koreanPath, notebookPages } from "../translation/pages";
import type { Notebook } from "./notebook-file";
import { findSources, notebookOf, root, type Source } from "./sources";

const isSmoke = process.env["SMOKE"] === "1";
const isKorean = process.env["COURSE_LANG"] === "ko";
const cellSeconds = isSmoke ? 120 : 1800;

const HELP = phrase(`npm run notebooks [-- NN…]

Runs notebooks from top to bottom in the course's kernel, writes their outputs, and says how long each took and how much
memory. Fails if a cell fails, or a result is outside its band. On two cores a notebook takes up to four minutes, and all of
them half an hour.

  NN       only this notebook, such as 06; all of them without a number
  --help   this text

SMOKE=1 npm run notebooks runs everything in tiny sizes, into .course/smoke: does every cell still run?`);

async function main(): Promise<void> {
  if (process.argv.includes("--help")) return console.log(HELP);
  const chosen = choose(process.argv.slice(2));
  if (chosen.length === 0) return console.log(phrase("There are no notebooks yet."));
  console.log(
    isSmoke
      ? phrase("Running {0} in smoke size", chosen.map(({ slug }) => slug).join(", "))
      : phrase("Running {0}", chosen.map(({ slug }) => slug).join(", ")),
  );
  for (const source of chosen) {
    const isGood = await run(source);
    if (!isGood) process.exitCode = 1;
  }
}

/** What is run, and what it tells the kernel of itself. */
interface Runnable extends Source {
  readonly notebook: () => Notebook;
  readonly env: Readonly<Record<string, string>>;
}

const runnables = (): Runnable[] =>
  findSources("notebooks").map((source) => {
    const page = notebookPages().find(({ slug }) => slug === source.slug)!;
    if (!isKorean) return { ...source, notebook: () => notebookOf(source), env: {} };
    const path = koreanPath(page);
    return {
      ...source,
      notebookPath: path,
      notebook: () => koreanNotebook(page),
      env: kernelEnvironment(path, "ko"),
    };
  });

function choose(numbers: string[]): Runnable[] {
  const sources = runnables();
  const unknown = numbers.find((number) => !sources.some(({ slug }) => slug.startsWith(number)));
  if (unknown !== undefined) {
    const known = sources.map(({ slug }) => slug).join(", ");
    throw new Error(phrase("There is no notebook {0}. Notebooks: {1}.", unknown, known));
  }
  return numbers.length === 0
    ? sources
    : sources.filter(({ slug }) => numbers.some((number) => slug.startsWith(number)));
}

/** @returns whether every cell ran and every result is inside its band */
async function run(source: Runnable): Promise<boolean> {
  console.log(`\n${source.slug}`);
  const execution = await executeNotebook(source.notebook(), { isSmoke, cellSeconds, env: source.env });
  if (execution.trouble !== undefined)
    console.log(
      phrase(
        'The kernel could not be started, or was lost; "npm run setup" mends a kernel that moved:\n\n{0}\n',
        execution.trouble,
      ),
    );
  const outside = isSmoke ? [] : execution.bands.filter(isOutside);
  for (const { name, value, low, high } of outside) {
    console.log(
      phrase(
        "OUTSIDE ITS BAND: {0} is {1}, expected {2} to {3}",
        name,
        value ?? phrase("not a number"),
        low,
        high,
      ),
    );
  }
  const isGood = !execution.hasFailed && outside.length === 0;
  const path = outputPath(source, isGood);
  writeNotebook(path, execution.notebook);
  if (isGood && !isSmoke) writePictures(execution.notebook, dirname(path));
  console.log(summary(execution, path, isGood));
  return isGood;
}

/** A run that failed is kept to be looked at, but never in the place of a good one. */
function outputPath({ slug, notebookPath }: Source, isGood: boolean): string {
  const name = isKorean ? `${slug}.ko.ipynb` : `${slug}.ipynb`;
  if (!isGood) return stateFolder("failed", name);
  return isSmoke ? stateFolder("smoke", name) : join(learnerFolder(), relative(root, notebookPath));
}

const isOutside = ({ value, low, high }: BandRecord): boolean =>
  value === null || value < low || value > high;

function summary({ bands, seconds, peakMb }: Execution, path: string, isGood: boolean): string {
  const memory =
    peakMb === undefined ? "" : phrase("{0} MB of memory at most, ", peakMb.toLocaleString("en"));
  return phrase(
    "{0} in {1} s, {2}{3} bands; written to {4}",
    isGood ? phrase("done") : phrase("FAILED"),
    seconds,
    memory,
    bands.length,
    shownPath(path),
  );
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
