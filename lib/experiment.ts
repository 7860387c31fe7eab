/** Experiments: trainings too long for a notebook. A command runs them; what it leaves, a notebook shows. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a command leaves its logs and checkpoints. */
export const experimentFolder = join("notebooks", "experiments");

/** What was measured after so many steps. */
export interface ExperimentRecord {
  readonly step: number;
  /** Mean training loss since the record before. */
  readonly lossNats: number;
  /** Shares or losses on validation data, by name. */
  readonly measured: Readonly<Record<string, number>>;
}

/** One model of an experiment. */
export interface TrainingLog {
  readonly name: string;
  readonly parameters: number;
  readonly records: readonly ExperimentRecord[];
  /** What was measured at the end, by name. */
  readonly results: Readonly<Record<string, number>>;
  /** Processor time of its training, over all cores. */
  readonly cpuSeconds: number;
  /** Its checkpoint, beside the log, if it was kept. */
  readonly checkpoint?: string;
}

/** What a command left. */
export interface ExperimentLog {
  readonly command: string;
  readonly title: string;
  readonly trainings: readonly TrainingLog[];
}

/**
 * Reads what an experiment left.
 *
 * @param slug    of its notebook, such as "08-transformer"
 * @param folder  where the logs are
 * @throws {Error} it was never run; the message names the command
 *
 * Taught in notebook 08.
 */
export function readExperiment(slug: string, folder = experimentFolder): ExperimentLog {
  const path = join(folder, `${slug}.json`);
  if (!existsSync(path)) {
    const command = `npm run experiment -- ${slug.slice(0, 2)}`;
    throw new Error(`readExperiment: ${path} is not there yet; ${command} makes it`);
  }
  return JSON.parse(readFileSync(path, "utf8")) as ExperimentLog;
}
