/** A notebook run under several seeds, one process a seed: what each run keeps is on disk at once, so a stop loses little. */
import { phrase } from "../../lib/jupyter/language.cjs";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { donePrefix, recordVariable, seedVariable, type Measured, type RunLog } from "../../lib/experiment";
import { progress } from "../../lib/jupyter/progress";
import { writeWhole } from "../grade/record/write-file";
import { executeNotebook } from "../notebook/execute";
import { joinText, type Notebook } from "../notebook/notebook-file";

export interface SeedsPlan {
  readonly notebook: Notebook;
  readonly seeds: readonly number[];
  /** What was recorded before, perhaps elsewhere: runs of the same code need not run again. */
  readonly recorded?: readonly RunLog[];
  /** Where runs are kept until all are there. */
  readonly folder: string;
  readonly isSmoke: boolean;
}

/** A run that came to its end. */
interface Finished {
  readonly seconds: number;
  /** Of the notebook's code, to tell whether two runs ran the same. */
  readonly code: string;
}

const cellSeconds = 4 * 3600;

/**
 * Runs what is missing, as many seeds at a time as there are cores.
 *
 * @throws {Error} a run failed, with what its cell said, or was stopped; finished runs stay
 */
export async function runSeeds(plan: SeedsPlan): Promise<RunLog[]> {
  const { notebook, seeds, folder } = plan;
  mkdirSync(folder, { recursive: true });
  const code = codeHash(notebook);
  takeOver(plan, code);
  const isDone = (seed: number): boolean => existsSync(finishedPath(folder, seed));
  const missing = seeds.filter((seed) => !isDone(seed));
  const done = seeds.filter(isDone);
  if (done.length > 0)
    console.log(phrase("Has seed {0} already; --fresh would run all again.", done.join(", ")));
  const old = done.filter((seed) => read<Finished>(finishedPath(folder, seed)).code !== code);
  if (old.length > 0) console.log(phrase("The notebook's code has changed since seed {0}: --fresh, unless that changes no number.", old.join(", "))); // prettier-ignore
  const numCells = notebook.cells.filter(({ cell_type }) => cell_type === "code").length;
  if (missing.length === 0) return seeds.map((seed) => logOf(folder, seed));
  const bar = progress(missing.length * numCells, phrase("cells of all runs"));
  let numDone = 0;
  const runOne = async (seed: number): Promise<void> => {
    const seconds = await runSeed(plan, seed, () => bar.update(++numDone, `seed ${seed}`));
    writeWhole(finishedPath(folder, seed), JSON.stringify({ seconds, code } satisfies Finished));
  };
  const waiting = [...missing];
  const worker = async (): Promise<void> => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) await runOne(seed);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), missing.length) }, worker));
  bar.end();
  return seeds.map((seed) => logOf(folder, seed));
}

function takeOver({ recorded = [], folder }: SeedsPlan, code: string): void {
  for (const run of recorded) {
    if (run.code !== code || existsSync(finishedPath(folder, run.seed))) continue;
    writeWhole(join(folder, `seed-${run.seed}.json`), JSON.stringify(run.measured));
    writeWhole(
      finishedPath(folder, run.seed),
      JSON.stringify({ seconds: run.seconds, code } satisfies Finished),
    );
  }
}

async function runSeed(
  { notebook, folder, isSmoke }: SeedsPlan,
  seed: number,
  onCell: () => void,
): Promise<number> {
  const env = { [seedVariable]: String(seed), [recordVariable]: join(folder, `seed-${seed}.json`) };
  const onLine = (line: string): void => void (/^\[\d+\/\d+\]/.test(line) && onCell());
  const options = { isSmoke, cellSeconds, isQuiet: true, env, onLine };
  const { hasFailed, log, seconds } = await executeNotebook(notebook, options);
  if (hasFailed) throw new Error(phrase("Seed {0} failed:\n{1}", seed, log));
  return seconds;
}

const finishedPath = (folder: string, seed: number): string => join(folder, `seed-${seed}.finished.json`);
const read = <Value>(path: string): Value => JSON.parse(readFileSync(path, "utf8")) as Value;

function logOf(folder: string, seed: number): RunLog {
  const path = join(folder, `seed-${seed}.json`);
  const measured = existsSync(path) ? read<Record<string, Measured>>(path) : {};
  const kept = Object.entries(measured).filter(([name]) => !name.startsWith(donePrefix));
  return {
    seed,
    ...read<Finished>(finishedPath(folder, seed)),
    measured: Object.fromEntries(kept),
  };
}

function codeHash({ cells }: Notebook): string {
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => joinText(source));
  return createHash("sha256").update(code.join("\n%%\n")).digest("hex").slice(0, 16);
}
