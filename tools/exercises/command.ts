/** `npm run check`: the checks of a sheet on the learner's own notebook, and everything around them. */
import { existsSync, watch } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { outcomeText } from "../../lib/jupyter/check";
import { AnswerProcess } from "./answer-process";
import { checkAnswer, readDesk, resetTask } from "./desk";
import { extractTask } from "./extract";
import { takeHint } from "./hint";
import { loadSheet, loadSheets, root } from "./load";
import { progressText, sheetText, terminalStep } from "./overview";
import { readProgress, recordOutcome } from "./progress";
import { rehearse } from "./rehearsal";
import type { Sheet, Task, TaskRecord } from "./sheet";

const help = `npm run check [-- NN [options]]

Without a number: how far you are, over all sheets.
With one: the checks of exercises/NN-….ipynb, as last saved.

  --task NAME    one task only
  --watch        check again whenever the notebook is saved; Ctrl+C ends it
  --hint NAME    the next hint of a task
  --reset NAME   put the stub of a task back; your answer is kept in .course/exercises/answers
  --as-grader    what a grader would say of it: the grader's sandbox, limits and hidden checks; about a minute
  --json         the verdicts as JSON, as a grader writes them
  --help         this`;

interface Options {
  readonly task?: string;
  readonly watch?: boolean;
  readonly hint?: string;
  readonly reset?: string;
  readonly json?: boolean;
  readonly "as-grader"?: boolean;
}

function readOptions(): { numbers: string[]; options: Options & { help?: boolean } } {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { task: text, watch: flag, hint: text, reset: text, json: flag, "as-grader": flag, help: flag },
  });
  return { numbers: positionals, options: values };
}

async function main(): Promise<number> {
  const { numbers, options } = readOptions();
  if (options.help) return say(help);
  if (numbers.length > 1) throw new Error(`One sheet at a time, please, got ${numbers.join(" and ")}.`);
  if (numbers.length === 0) return say(progressText(await loadSheets(), readProgress()));
  const sheet = await loadSheet(numbers[0]!);
  if (options.hint !== undefined) return showHint(sheet, findTask(sheet, options.hint).name);
  if (options.reset !== undefined) return reset(sheet, findTask(sheet, options.reset).name);
  if (options["as-grader"]) return rehearse(sheet);
  const answers = new AnswerProcess();
  answers.warmUp();
  try {
    const seen: Seen = new Map(); // a save changes one answer: the others need no second verdict
    const isGood = await checkOnce(sheet, options, answers, seen);
    if (options.watch) await watchDesk(sheet, options, answers, seen);
    return isGood ? 0 : 1;
  } finally {
    answers.stop();
  }
}

function say(text: string): number {
  console.log(text);
  return 0;
}

function findTask(sheet: Sheet, name: string): Task {
  const task = sheet.tasks.find((known) => known.name === name);
  if (task) return task;
  throw new Error(
    `Sheet ${sheet.slug} has no task "${name}". Tasks: ${sheet.tasks.map((known) => known.name).join(", ")}.`,
  );
}

function showHint(sheet: Sheet, task: string): number {
  const { title, text } = takeHint(sheet, task);
  return say(`${title}\n\n${text}`);
}

function reset(sheet: Sheet, task: string): number {
  const kept = relative(root, resetTask(sheet, task));
  return say(
    `${task} is a stub again; your answer is kept in ${kept}.\nIs the notebook open? Then choose File, Reload Notebook from Disk.`,
  );
}

/** The last verdict on each task, and the code that it was about. */
type Seen = Map<string, { readonly code: string | undefined; readonly record: TaskRecord }>;

async function checkOnce(
  sheet: Sheet,
  { task: only, json }: Options,
  answers: AnswerProcess,
  seen: Seen,
): Promise<boolean> {
  const notebook = readDesk(sheet);
  const tasks = only === undefined ? sheet.tasks : [findTask(sheet, only)];
  const records: TaskRecord[] = [];
  for (const task of tasks) {
    const { code } = extractTask(notebook, task.name);
    const last = seen.get(task.name);
    const isSame = last !== undefined && last.code === code;
    const record = isSame ? last.record : await checkAnswer(sheet, task, notebook, answers);
    seen.set(task.name, { code, record });
    recordOutcome(record);
    records.push(record);
  }
  if (json) say(JSON.stringify(records.map(withoutValues), null, 2));
  else if (only === undefined) say(sheetText(sheet, records));
  else say(outcomeText({ ...records[0]!, nextStep: terminalStep(sheet, tasks[0]!, records[0]!) }));
  return records.every(({ verdict }) => verdict === "pass");
}

/** As in a grader's results.json, which has no columns for expected and actual. */
const withoutValues = (record: TaskRecord): TaskRecord => ({
  ...record,
  checks: record.checks.map(({ name, verdict, points, message }) => ({ name, verdict, points, message })),
});

/** Jupyter may write a notebook in several steps, or put a new file in its place: so the folder is watched. */
async function watchDesk(sheet: Sheet, options: Options, answers: AnswerProcess, seen: Seen): Promise<void> {
  const folder = join(root, "exercises");
  console.log(`\nWatching exercises/${sheet.slug}.ipynb; Ctrl+C ends it.`);
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const again = (): void => {
    running = running.then(() => checkAgain(sheet, options, answers, seen));
  };
  const watcher = watch(folder, (_event, file) => {
    if (file !== `${sheet.slug}.ipynb` || !existsSync(join(folder, file))) return;
    clearTimeout(timer);
    timer = setTimeout(again, 100);
  });
  await new Promise((resolve) => process.once("SIGINT", resolve));
  watcher.close();
}

async function checkAgain(sheet: Sheet, options: Options, answers: AnswerProcess, seen: Seen): Promise<void> {
  const startedMs = performance.now();
  answers.warmUp();
  try {
    if (!options.json) console.log(`\n${"─".repeat(60)}`);
    await checkOnce(sheet, options, answers, seen);
    if (!options.json) console.log(`checked in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error((error as Error).message); // half-written: the next save will tell
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
