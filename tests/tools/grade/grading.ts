/** Grades a folder by the tiny sheet, as `npm run grade` would, with limits small enough for a test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBatch } from "../../../tools/grade/batch";
import type { Graded } from "../../../tools/grade/batch";
import { openSnapshots } from "../../../tools/grade/intake/snapshots";
import { takeIn } from "../../../tools/grade/intake/submission";
import { openSuite } from "../../../tools/grade/judge/suite";
import type { Suite } from "../../../tools/grade/judge/suite";
import { openJournal } from "../../../tools/grade/record/journal";
import { prepareEngine } from "../../../tools/grade/run/engine";
import { defaultLimits } from "../../../tools/grade/run/limits";
import type { Limits } from "../../../tools/grade/run/limits";
import { openSandbox } from "../../../tools/grade/run/sandbox";
import { openPool } from "../../../tools/grade/scale/pool";
import { sheet } from "./tiny-sheet";

export const smallLimits: Limits = {
  ...defaultLimits,
  cpuSeconds: 1,
  wallSeconds: 1.5,
  memoryMegabytes: 450,
  processes: 40,
  outputMegabytes: 2,
  diskMegabytes: 8,
};

export const tinySuite = (): Promise<Suite> => openSuite({ all: [sheet] });

/** A folder that is gone after the test. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "grade-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Takes in the paths and grades them from the start, with no journal of earlier runs. */
export async function gradePaths(paths: readonly string[], concurrency: number): Promise<Graded[]> {
  const out = temporaryFolder();
  const suite = await tinySuite();
  const sandbox = openSandbox(await prepareEngine());
  const workers = openPool(sandbox, suite, smallLimits, concurrency);
  const journal = openJournal(out.path);
  try {
    const snapshots = openSnapshots(join(out.path, "snapshots"));
    const { submissions } = await takeIn(paths, { snapshots, roster: undefined, suite: "", sheets: [sheet] });
    return await runBatch({ submissions, snapshots, suite, limits: smallLimits, workers, journal });
  } finally {
    journal.close();
    await workers.close();
    out.remove();
  }
}
