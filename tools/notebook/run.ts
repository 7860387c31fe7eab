/**
 * Runs notebooks and keeps their outputs: `npm run notebooks` all, `npm run notebooks -- 06` one.
 *
 * With SMOKE=1 everything is tiny and goes to the folder "smoke" of the state folder (.course), so a rehearsal never overwrites a real result.
 */
import { dirname, join, relative } from "node:path";
import { learnerFolder, shownPath, stateFolder } from "../setup/state-folder.cjs";
import { executeNotebook, writeNotebook, type BandRecord, type Execution } from "./execute";
import { writePictures } from "./picture";
import { findSources, notebookOf, root, type Source } from "./sources";

const isSmoke = process.env["SMOKE"] === "1";
const cellSeconds = isSmoke ? 120 : 1800;

const HELP = `npm run notebooks [-- NN…]

Runs notebooks from top to bottom in the course's kernel, writes their outputs, and says how long each took and how much
memory. Fails if a cell fails, or a result is outside its band. On two cores a notebook takes up to four minutes, and all of
them half an hour.

  NN       only this notebook, such as 06; all of them without a number
  --help   this text

SMOKE=1 npm run notebooks runs everything in tiny sizes, into .course/smoke: does every cell still run?`;

async function main(): Promise<void> {
  if (process.argv.includes("--help")) return console.log(HELP);
  const chosen = choose(process.argv.slice(2));
  if (chosen.length === 0) return console.log("There are no notebooks yet.");
  console.log(`Running ${chosen.map(({ slug }) => slug).join(", ")}${isSmoke ? " in smoke size" : ""}`);
  for (const source of chosen) {
    const isGood = await run(source);
    if (!isGood) process.exitCode = 1;
  }
}

function choose(numbers: string[]): Source[] {
  const sources = findSources("notebooks");
  const unknown = numbers.find((number) => !sources.some(({ slug }) => slug.startsWith(number)));
  if (unknown !== undefined) {
    const known = sources.map(({ slug }) => slug).join(", ") || "none yet";
    throw new Error(`There is no notebook ${unknown}. Notebooks: ${known}.`);
  }
  return numbers.length === 0
    ? sources
    : sources.filter(({ slug }) => numbers.some((number) => slug.startsWith(number)));
}

/** @returns whether every cell ran and every result is inside its band */
async function run(source: Source): Promise<boolean> {
  console.log(`\n${source.slug}`);
  const execution = await executeNotebook(notebookOf(source), { isSmoke, cellSeconds });
  if (execution.trouble !== undefined)
    console.log(
      `The kernel could not be started, or was lost; "npm run setup" mends a kernel that moved:\n\n${execution.trouble}\n`,
    );
  const outside = isSmoke ? [] : execution.bands.filter(isOutside);
  for (const { name, value, low, high } of outside) {
    console.log(`OUTSIDE ITS BAND: ${name} is ${value ?? "not a number"}, expected ${low} to ${high}`);
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
  if (!isGood) return stateFolder("failed", `${slug}.ipynb`);
  return isSmoke
    ? stateFolder("smoke", `${slug}.ipynb`)
    : join(learnerFolder(), relative(root, notebookPath));
}

const isOutside = ({ value, low, high }: BandRecord): boolean =>
  value === null || value < low || value > high;

function summary({ bands, seconds, peakMb }: Execution, path: string, isGood: boolean): string {
  const memory = peakMb === undefined ? "" : `${peakMb.toLocaleString("en")} MB of memory at most, `;
  return `${isGood ? "done" : "FAILED"} in ${seconds} s, ${memory}${bands.length} bands; written to ${shownPath(path)}`;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
