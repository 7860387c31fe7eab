/**
 * Runs experiments: `npm run experiment -- 05`.
 *
 * There are two kinds, and a notebook may have both: its own cells run under several seeds (those that say `recordedRuns`),
 * and trainings that are too long for it (a file NN-slug.ts of this folder). Interrupted, either keeps what it has; run again,
 * it goes on. What they leave for the notebook is in notebooks/experiments.
 */
import { phrase } from "../../lib/jupyter/language.cjs";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import type { EncodedPair } from "../../lib/batches";
import { saveCheckpoint } from "../../lib/checkpoint";
import {
  experimentFolder,
  readExperiment,
  type ExperimentLog,
  type RunLog,
  type TrainingLog,
} from "../../lib/experiment";
import { countParameters, disposeParameters } from "../../lib/parameters";
import { tf } from "../../lib/tf";
import { writeWhole } from "../grade/record/write-file";
import { findSources, notebookOf, root, type Source } from "../notebook/sources";
import { isReadOnly, stateFolder } from "../setup/state-folder.cjs";
import { runSeeds } from "./seeds";
import { finishTraining, type PlannedTraining } from "./training";

/** What a file NN-slug.ts of this folder exports as `experiment`. */
export interface Experiment<Example = EncodedPair> {
  readonly title: string;
  /** About how long it takes on two cores. */
  readonly minutes: number;
  /** Makes the models one after the other, each only when the one before is done. */
  readonly trainings: () => Iterable<PlannedTraining<Example>>;
}

const help = phrase(`npm run experiment            lists the experiments
npm run experiment -- 05      runs one; after an interrupt, goes on where it was
npm run experiment -- 05 --seeds 8       under the seeds 1 to 8; five unless said otherwise
npm run experiment -- 08 --trainings     only its long trainings, not the notebook under seeds
npm run experiment -- 08 seeds           only the notebook under seeds, not its long trainings
npm run experiment -- 08 attention       only those that begin with this name, to spread them over machines or terminals
npm run experiment -- 05 --fresh         forgets what it has, and starts again: what its log holds, too`);

const options = {
  seeds: { type: "string", default: "5" },
  trainings: { type: "boolean", default: false },
  fresh: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const hasTrainings = ({ slug }: Source): boolean => readdirSync(__dirname).includes(`${slug}.ts`);
const hasRuns = ({ sourcePath }: Source): boolean =>
  /\brecordedRuns\(/.test(readFileSync(sourcePath, "utf8"));

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [number, only] = positionals;
  const sources = findSources("notebooks").filter((source) => hasTrainings(source) || hasRuns(source));
  const known = sources.map(({ slug }) => slug).join(", ");
  if (number === undefined || values.help)
    return console.log(`${help}\n\n${phrase("Experiments: {0}", known)}`);
  const source = sources.find(({ slug }) => slug.startsWith(number));
  if (source === undefined)
    throw new Error(phrase("There is no experiment {0}. Experiments: {1}.", number, known));
  if (isReadOnly())
    throw new Error(phrase("An experiment writes its results into the course, which cannot be written."));
  const draft = stateFolder("experiments", source.slug);
  if (values.fresh) rmSync(draft, { recursive: true, force: true });
  const seeds = numSeeds(values.seeds);
  console.log(phrase("Ctrl-C stops it, and the same command goes on."));
  try {
    const isOverSeeds = hasRuns(source) && (only ?? "seeds") === "seeds" && !values.trainings;
    if (isOverSeeds) await runOverSeeds(source, seeds, draft, values.fresh);
    if (hasTrainings(source) && only !== "seeds") await runTrainings(source, draft, only, values.fresh);
  } catch (error) {
    const tryAgain = phrase("npm run experiment -- {0} goes on from what is finished.", number);
    throw new Error(`${(error as Error).message}\n${tryAgain}`, { cause: error });
  }
}

/** @throws {Error} no whole number from 2 to 1000 */
function numSeeds(text: string): number[] {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 2 || count > 1000)
    throw new Error(phrase("--seeds should be a whole number from 2 to 1000, got {0}", text));
  return Array.from({ length: count }, (_, index) => index + 1);
}

async function runOverSeeds(
  source: Source,
  seeds: number[],
  folder: string,
  isFresh: boolean,
): Promise<void> {
  const isSmoke = process.env["SMOKE"] === "1";
  const notebook = notebookOf(source);
  console.log(phrase("{0} under the seeds {1}", source.slug, seeds.join(", ")));
  const own = isSmoke ? `${folder}.smoke` : folder;
  const recorded = isSmoke || isFresh ? [] : recordedBefore(source.slug);
  const runs = await runSeeds({ notebook, seeds, recorded, folder: own, isSmoke });
  if (isSmoke) return console.log(phrase("A rehearsal: nothing was written."));
  const versions = { node: process.versions.node, "tfjs-node": tf.version["tfjs-node"] };
  const [, heading = source.slug] =
    /^# (.*)$/m.exec(readFileSync(source.sourcePath, "utf8").replace(/^\/\/ /gm, "")) ?? [];
  keep(source.slug, { title: heading, versions, runs });
}

function logBefore(slug: string): Partial<ExperimentLog> {
  const isThere = existsSync(join(root, experimentFolder, `${slug}.json`));
  return isThere ? readExperiment(slug, join(root, experimentFolder)) : {};
}
const recordedBefore = (slug: string): readonly RunLog[] => logBefore(slug).runs ?? [];
const recordedTrainings = (slug: string): readonly TrainingLog[] => logBefore(slug).trainings ?? [];

/**
 * Runs those that the log has not yet, or, with the beginning of their names, exactly those.
 *
 * @param beginning  the others' logs stay as they were
 */
async function runTrainings(
  { slug, number }: Source,
  draft: string,
  beginning: string | undefined,
  isFresh: boolean,
): Promise<void> {
  const { experiment } = (await import(`./${slug}`)) as { experiment: Experiment<unknown> };
  console.log(phrase("{0}\nAbout {1} minutes on two cores.", experiment.title, experiment.minutes));
  const before = recordedTrainings(slug);
  const isInLog = (plan: PlannedTraining<unknown>): boolean =>
    beginning === undefined && !isFresh && before.some((log) => isOf(log, plan));
  const [names, logs]: [string[], TrainingLog[]] = [[], []];
  for (const plan of experiment.trainings()) {
    names.push(plan.name);
    if (isInLog(plan)) console.log(phrase("{0}: in the log already; --fresh would run it again.", plan.name));
    else if (plan.name.startsWith(beginning ?? "")) {
      const log = await finishTraining(plan, draft);
      if (log === undefined) throw new Error(phrase("Stopped."));
      logs.push(plan.isKept ? { ...log, checkpoint: keepCheckpoint(slug, plan) } : log);
    }
    disposeParameters(plan.model);
  }
  if (logs.length === 0 && beginning !== undefined)
    throw new Error(phrase("There is no training {0}. Trainings: {1}.", beginning, names.join(", ")));
  const others = before.filter(({ name }) => !logs.some((log) => log.name === name));
  const trainings = [...others, ...logs].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  keep(slug, { command: `npm run experiment -- ${number}`, title: experiment.title, trainings });
}

/** Whether a log is of this training as it is planned now, as far as a log can say. */
const isOf = ({ name, parameters, records }: TrainingLog, plan: PlannedTraining<unknown>): boolean =>
  name === plan.name &&
  parameters === countParameters(plan.model) &&
  records.at(-1)?.step === plan.totalSteps;

/** @returns its file, beside the log */
function keepCheckpoint(slug: string, plan: PlannedTraining<unknown>): string {
  const file = `${slug}.${plan.name}.checkpoint`;
  mkdirSync(join(root, experimentFolder), { recursive: true });
  saveCheckpoint(join(root, experimentFolder, file), plan);
  return file;
}

/** Writes what is new into the experiment's log, and keeps the rest of it. */
function keep(slug: string, parts: Partial<ExperimentLog>): void {
  const path = join(root, experimentFolder, `${slug}.json`);
  const command = `npm run experiment -- ${slug.slice(0, 2)}`;
  const nothing: ExperimentLog = { command, title: slug, trainings: [] };
  const log = {
    ...nothing,
    ...logBefore(slug),
    ...parts,
  };
  writeWhole(path, logText(log));
  console.log(phrase("Written to {0}", relative(root, path)));
}

/** JSON with a curve on one line. */
const logText = (log: ExperimentLog): string =>
  `${JSON.stringify(log, undefined, 2).replace(/\[[^[\]{}"]*\]/g, (list) => list.replace(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"))}\n`;

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
