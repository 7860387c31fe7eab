/**
 * Experiments: what takes too long for a lesson, or needs more than one run. `npm run experiment` runs them; what they
 * leave, a notebook shows.
 *
 * An experiment over seeds is the notebook itself, run once a seed: its cells say what is kept.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shown } from "./argument";
import { replaceFile } from "./replace-file";

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

/** One number, or a curve's numbers. */
export type Measured = number | readonly number[];

/** One run of a notebook under a seed. */
export interface RunLog {
  readonly seed: number;
  readonly seconds: number;
  /** Of the notebook's code when it ran: another machine takes over runs of the same code. */
  readonly code?: string;
  readonly measured: Readonly<Record<string, Measured>>;
}

/** What a command left. */
export interface ExperimentLog {
  readonly command: string;
  readonly title: string;
  readonly trainings: readonly TrainingLog[];
  /** What the runs were made with: Node, TensorFlow. */
  readonly versions?: Readonly<Record<string, string>>;
  readonly runs?: readonly RunLog[];
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
    throw new Error(`readExperiment: ${path} is not there yet; ${commandOf(slug)} makes it`);
  }
  return JSON.parse(readFileSync(path, "utf8")) as ExperimentLog;
}

const commandOf = (slug: string): string => `npm run experiment -- ${slug.slice(0, 2)}`;

/** What a draft calls a part that is finished; not part of what is left. */
export const donePrefix = "done: ";

/** The variable in which `npm run experiment` tells a notebook's process its seed. */
export const seedVariable = "COURSE_SEED";
/** The variable in which it says where to keep what the run measures. */
export const recordVariable = "COURSE_RECORD";

/**
 * The seed of this run of the notebook: 1, unless an experiment runs it with another. First numbers, order of the batches and
 * coins should all come from it.
 *
 * Taught in notebook 01.
 */
export const runSeed = (): number => Number(process.env[seedVariable] ?? 1);

/**
 * What several runs of a notebook measured, one run a seed.
 *
 *     const runs = recordedRuns("05-teacher-forcing");
 *     runs.keep("free-running tokens", accuracy);          // in an experiment: kept; in a lesson: nothing
 *     runs.values("free-running tokens")                   // [0.66, 0.7, …], one number a seed
 *
 * Taught in notebook 01.
 */
export interface RecordedRuns {
  /** Where an experiment runs the notebook: keeps what this run measured, as five digits a number. */
  keep(name: string, measured: Measured): void;
  /**
   * What takes too long for a lesson: runs only in an experiment, which keeps each number under its name. Cut off, the
   * next try goes on after it.
   */
  only(name: string, run: () => Promise<Record<string, Measured>>): Promise<void>;
  /**
   * One number a seed. In an experiment: this run's own, as the others' are not there yet.
   *
   * @throws {Error} nothing was recorded under this name; the message names the command
   */
  values(name: string): number[];
  /** One curve a seed. */
  curves(name: string): number[][];
  /** How many runs there are. */
  readonly count: number;
}

/**
 * @param slug    of the notebook, such as "05-teacher-forcing"
 * @param folder  where the logs are
 * @throws {Error} the experiment was never run; the message names the command
 *
 * Taught in notebook 01.
 */
export function recordedRuns(slug: string, folder = experimentFolder): RecordedRuns {
  const path = process.env[recordVariable];
  return path === undefined ? pastRuns(slug, folder) : ownRun(slug, path);
}

function pastRuns(slug: string, folder: string): RecordedRuns {
  const { runs = [] } = readExperiment(slug, folder);
  return {
    count: runs.length,
    keep: () => undefined,
    only: () => Promise.resolve(),
    values: (name) => runs.map(({ measured }) => find(measured, name, slug) as number),
    curves: (name) => runs.map(({ measured }) => [...(find(measured, name, slug) as readonly number[])]),
  };
}

/** The run that goes on in this process: what it measures is in its file at once. */
function ownRun(slug: string, path: string): RecordedRuns {
  const measured: Record<string, Measured> = existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, Measured>)
    : {};
  const keep = (name: string, value: Measured): void => {
    const isFinite = [value].flat().every((one) => Number.isFinite(one));
    if (!isFinite)
      throw new RangeError(`recordedRuns: ${JSON.stringify(name)} should be finite, got ${shown(value)}`);
    measured[name] = typeof value === "number" ? fiveDigits(value) : value.map(fiveDigits);
    replaceFile(path, Buffer.from(JSON.stringify(measured)));
  };
  return {
    count: 1,
    keep,
    only: async (name, run) => {
      if (donePrefix + name in measured) return;
      const results = await run();
      for (const [what, value] of Object.entries(results)) keep(what, value);
      keep(donePrefix + name, 1);
    },
    values: (name) => [find(measured, name, slug) as number],
    curves: (name) => [[...(find(measured, name, slug) as readonly number[])]],
  };
}

const fiveDigits = (value: number): number => Number(value.toPrecision(5));

function find(measured: Readonly<Record<string, Measured>>, name: string, slug: string): Measured {
  if (Object.hasOwn(measured, name)) return measured[name]!;
  const known = Object.keys(measured).map((one) => JSON.stringify(one)).join(", "); // prettier-ignore
  throw new Error(
    `recordedRuns: ${slug} has no ${JSON.stringify(name)} on record; ${commandOf(slug)} records it. It has: ${known || "nothing"}`,
  );
}
