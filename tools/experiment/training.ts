/** One training of an experiment: it saves itself every few minutes, and goes on from there when it is run again. */
import { phrase } from "../../lib/jupyter/language.cjs";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Adam } from "../../lib/adam";
import { bucketBatches, type EncodedPair } from "../../lib/batches";
import { loadCheckpoint, resumeTraining, saveCheckpoint } from "../../lib/checkpoint";
import type { ExperimentRecord, TrainingLog } from "../../lib/experiment";
import { countParameters } from "../../lib/parameters";
import { progress } from "../../lib/jupyter/progress";
import type { RandomGenerator } from "../../lib/random";
import type { Schedule } from "../../lib/schedules";
import { train, type EpochReport, type Trainable } from "../../lib/training";
import type { Vocabulary } from "../../lib/vocabulary";
import { writeWhole } from "../grade/record/write-file";

export interface PlannedTraining<Example = EncodedPair> {
  readonly name: string;
  readonly model: Trainable<Example>;
  /** What it learns from; gone through again and again if there are fewer than the steps need. */
  readonly examples: readonly Example[];
  readonly lengthOf: (example: Example) => number;
  /** Examples in a batch. */
  readonly batchSize: number;
  readonly totalSteps: number;
  /** From one validation and checkpoint to the next; divides totalSteps. */
  readonly stepsApart: number;
  readonly learningRate: Schedule;
  /** Decides the order of the batches; 8 unless said otherwise. */
  readonly seed?: number;
  /** β₂ of Adam. */
  readonly beta2: number;
  /** What the model was made from, for whoever loads it. */
  readonly config: unknown;
  readonly vocabularies: Readonly<Record<string, Vocabulary>>;
  /** Whether its last checkpoint stays beside the log, for the notebook to load; a few megabytes. */
  readonly isKept: boolean;
  /** Every stepsApart steps, on validation data. */
  readonly measure: () => Record<string, number>;
  /** At the end, on test data or from what was measured on the way. */
  readonly results: (records: readonly ExperimentRecord[]) => Record<string, number>;
}

/** What a checkpoint keeps beside the numbers. */
interface Kept {
  cpuSeconds: number;
  records: ExperimentRecord[];
}

/**
 * Trains from where the folder's checkpoint stands to the end.
 *
 * @returns its log, or nothing if it was interrupted: run it again, and it goes on
 */
export async function runTraining<Example>(
  plan: PlannedTraining<Example>,
  folder: string,
): Promise<TrainingLog | undefined> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${plan.name}.checkpoint`);
  const optimizer = new Adam({ beta2: plan.beta2 });
  const kept: Kept = { cpuSeconds: 0, records: [] };
  const startAfter = resume(plan, optimizer, path, kept);
  const isFinished = await runEpochs(plan, { optimizer, path, kept, startAfter });
  optimizer.dispose();
  if (!isFinished) return undefined;
  return {
    name: plan.name,
    parameters: countParameters(plan.model),
    records: kept.records,
    results: plan.results(kept.records),
    cpuSeconds: Math.round(kept.cpuSeconds),
  };
}

/** As `runTraining`, unless the folder has its log already. Of a training that is not kept, only the log stays there. */
export async function finishTraining<Example>(
  plan: PlannedTraining<Example>,
  folder: string,
): Promise<TrainingLog | undefined> {
  const path = join(folder, `${plan.name}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as TrainingLog;
  const log = await runTraining(plan, folder);
  if (log === undefined || plan.isKept) return log;
  writeWhole(path, JSON.stringify(log));
  rmSync(join(folder, `${plan.name}.checkpoint`));
  console.log(`${plan.name}: ${JSON.stringify(log.results)}`);
  return log;
}

/** @returns epochs done: an epoch is what lies between two checkpoints */
function resume<Example>(plan: PlannedTraining<Example>, optimizer: Adam, path: string, kept: Kept): number {
  if (!existsSync(path)) return 0;
  const checkpoint = loadCheckpoint(path);
  Object.assign(kept, checkpoint.config);
  const epoch = resumeTraining(checkpoint, { model: plan.model, optimizer });
  console.log(
    phrase("{0}: has {1} of {2} steps already", plan.name, epoch * plan.stepsApart, plan.totalSteps),
  );
  return epoch;
}

interface Run {
  readonly optimizer: Adam;
  readonly path: string;
  readonly kept: Kept;
  readonly startAfter: number;
}

/** @returns whether it came to its end */
async function runEpochs<Example>(
  plan: PlannedTraining<Example>,
  { optimizer, path, kept, startAfter }: Run,
): Promise<boolean> {
  const bar = progress(plan.totalSteps, plan.name);
  let cpu = process.cpuUsage();
  const onEpoch = (report: EpochReport): void => {
    const { user, system } = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    kept.cpuSeconds += (user + system) / 1e6;
    kept.records.push(recordOf(plan, report));
    const training = { epoch: report.epoch, optimizer };
    saveCheckpoint(path, { model: plan.model, training, vocabularies: plan.vocabularies, config: kept });
    console.log(inWords(plan, kept.records.at(-1)!));
  };
  const { stopped } = await train(plan.model, (random) => batchesOf(plan, random), {
    epochs: plan.totalSteps / plan.stepsApart,
    startAfter,
    optimizer,
    learningRate: plan.learningRate,
    clipNorm: 1,
    seed: plan.seed ?? 8,
    onEpoch,
    onStep: ({ step, lossNats }) => bar.update(step, `loss ${lossNats.toFixed(3)} nats`),
  });
  bar.end();
  return stopped === "finished";
}

function batchesOf<Example>(
  { examples, lengthOf, batchSize, stepsApart }: PlannedTraining<Example>,
  random: RandomGenerator,
): Example[][] {
  const chosen: Example[] = [];
  while (chosen.length < stepsApart * batchSize) chosen.push(...random.shuffle(examples));
  return bucketBatches(chosen.slice(0, stepsApart * batchSize), { batchSize, lengthOf, random });
}

const recordOf = <Example>(
  plan: PlannedTraining<Example>,
  { step, lossNats }: EpochReport,
): ExperimentRecord => ({
  step,
  lossNats: Number(lossNats.toPrecision(5)),
  measured: plan.measure(),
});

function inWords<Example>(
  { name, totalSteps }: PlannedTraining<Example>,
  { step, lossNats, measured }: ExperimentRecord,
): string {
  const parts = Object.entries(measured).map(([what, value]) => `${what} ${value.toFixed(4)}`);
  return `${name}: step ${step} of ${totalSteps}, loss ${lossNats.toFixed(4)} nats, ${parts.join(", ")}`;
}
