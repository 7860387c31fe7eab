import { phrase } from "../../lib/jupyter/language.cjs";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { answerReader } from "./answer-reader.mjs";
import { endProgramsWithUs, runProgram } from "./program.mjs";
import { isFullDisk, requireDiskSpace } from "./disk-space.mjs";
import { jupyterSettings } from "./jupyter-settings.mjs";
import { kernelspec } from "./kernelspec.mjs";
import { layoutOf, projectRoot } from "./layout.mjs";
import { takeLock } from "./lock.mjs";
import { adviceOf } from "./node-version.cjs";
import { npmPackages, requireNetwork } from "./npm-packages.mjs";
import { Problem } from "./problem.mjs";
import { duration, megabytes } from "../../lib/jupyter/bar.cjs";
import { isReadOnly } from "./state-folder.cjs";
import { publishedModel } from "./published-model.mjs";
import { pythonEnvironment } from "./python-environment.mjs";
import { tensorflow } from "./tensorflow.mjs";

/** Turns a fresh clone into a working kit; where everything is there already, this only looks. */

/** @typedef {import("./step.mjs").Context} Context */
/** @typedef {import("./step.mjs").Step} Step */
/** @typedef {import("./step.mjs").Plan} Plan */

/** Each step may use what the ones before it made. @type {{ name: string, step: Step }[]} */
export const steps = [
  { name: "npm packages", step: npmPackages },
  { name: "Python environment", step: pythonEnvironment },
  { name: "TensorFlow", step: tensorflow },
  { name: "published model", step: publishedModel },
  { name: "Jupyter's settings", step: jupyterSettings },
  { name: "kernel", step: kernelspec },
  { name: "reader of answers", step: answerReader },
];

/** @param {Context} context */
async function missingSteps(context) {
  const missing = [];
  for (const { step } of steps) if (!(await step.isDone(context))) missing.push(step);
  return missing;
}

/** @param {Step[]} chosen */
const namesOf = (chosen) =>
  steps
    .filter(({ step }) => chosen.includes(step))
    .map(({ name }) => name)
    .join(", ");

/** @param {Context} context @param {Step[]} missing */
async function planSteps(context, missing) {
  /** @type {Map<Step, Plan>} */
  const plans = new Map();
  for (const step of missing) plans.set(step, await step.plan(context));
  return plans;
}

/** @param {Plan[]} plans */
const sizesOf = (plans) => ({
  download: plans.reduce((sum, plan) => sum + plan.downloadBytes, 0),
  disk: plans.reduce((sum, plan) => sum + plan.diskBytes, 0),
});

/** @param {Context} context @param {Plan[]} plans */
function announce({ say }, plans) {
  const seconds = plans.reduce((sum, plan) => sum + plan.seconds, 0);
  const { download, disk } = sizesOf(plans);
  const sizes = [
    download > 0 ? phrase("{0} to download", megabytes(download)) : [],
    disk > 0 ? phrase("{0} on disk", megabytes(disk)) : [],
  ];
  say(
    phrase("Set-up, once: {0}.", [phrase("about {0}", duration(seconds * 1000)), ...sizes.flat()].join(", ")),
  );
  for (const { what } of plans) say(`  - ${what}`);
}

/** All checks come before the first change, so that a missing tool leaves nothing half installed. @param {Context} context */
async function setUp(context) {
  const plans = await planSteps(context, await missingSteps(context));
  if (plans.size === 0) return; // another set-up did it while we waited
  const { download, disk } = sizesOf([...plans.values()]);
  await requireDiskSpace(context.layout.root, disk);
  if (download > 0) await requireNetwork(context);
  const advice = adviceOf(process.version);
  if (advice !== undefined) context.say(`${advice}.`);
  announce(context, [...plans.values()]);
  for (const { step } of steps) {
    if (await step.isDone(context)) continue;
    const plan = plans.get(step) ?? (await step.plan(context));
    await plan.perform();
  }
  context.say(phrase("Set-up is complete."));
}

/** @template Result @param {Context} context @param {() => Promise<Result>} work */
async function sayingWhenFull({ layout }, work) {
  try {
    return await work();
  } catch (error) {
    if (!(await isFullDisk(error, layout.root))) throw error;
    throw new Problem(
      phrase(
        "The disk is full: free some space in {0} ({1} and the caches in your home are used, too), then run this again; it goes on where it stopped.",
        layout.root,
        tmpdir(),
      ),
    );
  }
}

/** @param {Context} context */
async function setUpLocked(context) {
  mkdirSync(context.layout.course, { recursive: true });
  const lock = await takeLock(context.layout.lock, context.say);
  /** @type {import("./program.mjs").RunProgram} */
  const run = (command, args, options) => context.run(command, args, { ...options, onStart: lock.follow });
  const stopWatching = endProgramsWithUs(context.say);
  try {
    await setUp({ ...context, run });
  } finally {
    stopWatching();
    lock.release();
  }
}

/** @returns {Context} */
export const defaultContext = () => ({
  layout: layoutOf(projectRoot),
  run: runProgram,
  say: (message) => console.log(message),
  out: process.stdout,
  platform: process.platform,
  arch: process.arch,
});

/**
 * Makes sure that packages, TensorFlow, JupyterLab and the kernel are there and right.
 *
 * @throws {import("./problem.mjs").Problem} something is missing that only the reader can install
 */
export async function ensureReady(context = defaultContext()) {
  const missing = await missingSteps(context);
  if (missing.length === 0) return;
  if (isReadOnly(context.layout.root))
    throw new Problem(
      phrase(
        'The course is not set up for you, and its folder cannot be written: whoever installed it should run "npm run setup" there, with Node {0} (missing: {1}).',
        process.version,
        namesOf(missing),
      ),
    );
  await sayingWhenFull(context, () => setUpLocked(context));
}
