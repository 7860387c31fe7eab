/**
 * Runs the experiments that are too long for a notebook: `npm run experiment -- 08`.
 *
 * Interrupted, it keeps what it has; run again, it goes on. What it leaves for the notebook is in notebooks/experiments.
 */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { saveCheckpoint } from "../../lib/checkpoint";
import { experimentFolder, type ExperimentLog, type TrainingLog } from "../../lib/experiment";
import { disposeParameters } from "../../lib/parameters";
import { writeWhole } from "../grade/record/write-file";
import { root } from "../notebook/sources";
import { runTraining, type PlannedTraining } from "./training";

/** What a file NN-slug.ts of this folder exports as `experiment`. */
export interface Experiment {
  readonly title: string;
  /** About how long it takes on two cores. */
  readonly minutes: number;
  /** Makes the models one after the other, each only when the one before is done. */
  readonly trainings: () => Iterable<PlannedTraining>;
}

const help = `npm run experiment            lists the experiments
npm run experiment -- 08      runs one; after an interrupt, goes on where it was
npm run experiment -- 08 attention   runs only one of its trainings, to spread them over machines or terminals
npm run experiment -- 08 --fresh   forgets what it has, and starts again`;

const slugs = (): string[] =>
  readdirSync(__dirname)
    .filter((file) => /^\d\d-[\w-]+\.ts$/.test(file))
    .map((file) => file.slice(0, -3))
    .sort();

async function main(args: string[]): Promise<void> {
  const [number, only] = args.filter((arg) => !arg.startsWith("--"));
  if (number === undefined || args.includes("--help")) {
    return console.log(`${help}\n\nExperiments: ${slugs().join(", ")}`);
  }
  const slug = slugs().find((name) => name.startsWith(number));
  if (slug === undefined)
    throw new Error(`There is no experiment ${number}. Experiments: ${slugs().join(", ")}.`);
  const { experiment } = (await import(`./${slug}`)) as { experiment: Experiment };
  const draft = join(root, ".course", "experiments", slug);
  if (args.includes("--fresh")) rmSync(draft, { recursive: true, force: true });
  console.log(`${experiment.title}\nAbout ${experiment.minutes} minutes on two cores; Ctrl-C stops it, and the same command goes on.`); // prettier-ignore
  if (only !== undefined) return runOne(experiment, only, draft);
  const trainings = await runAll(experiment, slug, draft);
  if (trainings === undefined) {
    console.log(`Stopped. npm run experiment -- ${number} goes on.`);
    process.exitCode = 1;
  } else keep(slug, { command: `npm run experiment -- ${number}`, title: experiment.title, trainings });
}

/** Its checkpoint waits for the run of the whole experiment. */
async function runOne(experiment: Experiment, name: string, draft: string): Promise<void> {
  const names: string[] = [];
  for (const plan of experiment.trainings()) {
    if (plan.name === name) return void (await runTraining(plan, draft));
    names.push(plan.name);
    disposeParameters(plan.model);
  }
  throw new Error(`There is no training ${name}. Trainings: ${names.join(", ")}.`);
}

/** @returns nothing if it was interrupted */
async function runAll(
  experiment: Experiment,
  slug: string,
  draft: string,
): Promise<TrainingLog[] | undefined> {
  const folder = join(root, experimentFolder);
  mkdirSync(folder, { recursive: true });
  const logs: TrainingLog[] = [];
  for (const plan of experiment.trainings()) {
    const log = await runTraining(plan, draft);
    if (log === undefined) return undefined;
    if (plan.isKept) {
      const checkpoint = `${slug}.${plan.name}.checkpoint`;
      saveCheckpoint(join(folder, checkpoint), plan);
      logs.push({ ...log, checkpoint });
    } else logs.push(log);
    disposeParameters(plan.model);
    console.log(`${plan.name}: ${JSON.stringify(log.results)}`);
  }
  return logs;
}

function keep(slug: string, log: ExperimentLog): void {
  const path = join(root, experimentFolder, `${slug}.json`);
  writeWhole(path, `${JSON.stringify(log, undefined, 2)}\n`);
  console.log(`Written to ${relative(root, path)}`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
