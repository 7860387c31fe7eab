/** `npm run check`: the checks of a sheet on the learner's own notebook, and everything around them. */
import "./late-tensorflow.cjs"; // first: the others import TensorFlow.js
import { phrase } from "../../lib/jupyter/language.cjs";
import { existsSync, watch } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { outcomeText } from "../../lib/jupyter/check";
import { progress } from "../../lib/jupyter/progress";
import { isForLearner } from "../answers/findings";
import { AnswerProcess } from "./answer-process";
import { checkAnswer, readDesk, resetTask } from "./desk";
import { deskFolder, deskName, editionFolder, findDesk, sayWhichDesk } from "./desk-file";
import { writeWhole } from "../grade/record/write-file";
import { foldHidden } from "./hidden";
import { shownPath } from "../setup/state-folder.cjs";
import { loadSheet, loadSheets } from "./load";
import { progressText, sheetText, terminalStep } from "./overview";
import { predictionsText, readPredictions } from "./predictions";
import { readProgress, recordOutcome, statePath } from "./progress";
import { ReaderProcess } from "./reader-process";
import { rehearse } from "./rehearsal";
import type { Sheet, Task, TaskRecord } from "./sheet";
import { printOf, refresh } from "./standing";
import { terminal } from "./terminal";
import { Verdicts } from "./verdicts";

const help = phrase(`npm run check [-- NN [options]]

Without a number: how far you are, over all sheets, and how your predictions
went; sheets that changed are checked.
With one: the checks of exercises/NN-….ipynb, as last saved. Types are checked
as in the notebook. Hidden checks count, but say only how many pass; a grader
draws other numbers for them.

  --task NAME    one task only
  --watch        check again whenever the notebook is saved; Ctrl+C ends it
  --hint NAME    the next hint of a task
  --reset NAME   put the stub of a task back; your answer is kept in
                 .course/exercises/answers
  --explain      once all tasks pass: three questions about your own code, which
                 is run to find the answers
  --as-grader    what a grader would say of it: the grader's sandbox, limits and
                 hidden checks; about a minute
  --json         the verdicts as JSON, as a grader writes them
  --help         this`);

interface Options {
  readonly task?: string;
  readonly watch?: boolean;
  readonly hint?: string;
  readonly reset?: string;
  readonly json?: boolean;
  readonly "as-grader"?: boolean;
  readonly explain?: boolean;
}

function readOptions(): { numbers: string[]; options: Options & { help?: boolean } } {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      task: text,
      watch: flag,
      hint: text,
      reset: text,
      json: flag,
      "as-grader": flag,
      explain: flag,
      help: flag,
    },
  });
  return { numbers: positionals, options: values };
}

async function main(): Promise<number> {
  const { numbers, options } = readOptions();
  if (options.help) return say(help);
  if (numbers.length > 1)
    throw new Error(phrase("One sheet at a time, please, got {0}.", numbers.join(", ")));
  if (numbers.length === 0) return overview();
  const sheet = await loadSheet(numbers[0]!);
  if (options.hint !== undefined) return showHint(sheet, findTask(sheet, options.hint).name);
  if (options.reset !== undefined) return reset(sheet, findTask(sheet, options.reset).name);
  if (options["as-grader"]) return rehearse(sheet);
  if (options.explain) return explain(sheet);
  const workers: Workers = { reader: new ReaderProcess(), answers: new AnswerProcess() };
  const known = new Verdicts(sheet.slug);
  try {
    const isGood = await checkOnce(sheet, options, workers, known);
    if (options.watch) await watchDesk(sheet, options, workers, known);
    return isGood ? 0 : 1;
  } finally {
    stop(workers);
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
    phrase(
      'Sheet {0} has no task "{1}". Tasks: {2}.',
      sheet.slug,
      name,
      sheet.tasks.map((known) => known.name).join(", "),
    ),
  );
}

async function showHint(sheet: Sheet, task: string): Promise<number> {
  const { takeHint } = await import("./hint"); // it brings a second compiler, which a check does without
  const { title, text } = takeHint(sheet, task);
  return say(`${title}\n\n${text}`);
}

async function explain(sheet: Sheet): Promise<number> {
  const [{ askAboutDesk }, { askInTerminal }] = await Promise.all([
    import("../questions/desk"),
    import("../questions/terminal"),
  ]);
  const bar = progress(sheet.tasks.length, phrase("checks all tasks first"));
  const questions = await askAboutDesk(sheet, (done) => bar.update(done));
  bar.end();
  await askInTerminal(questions);
  return 0;
}

async function reset(sheet: Sheet, task: string): Promise<number> {
  const desk = findDesk(sheet);
  sayWhichDesk(desk, `${checkOf(sheet)} --reset ${task}`);
  const kept = shownPath(await resetTask(sheet, task, desk));
  return say(
    phrase(
      "{0} is a stub again; your answer is kept in {1}.\nIs the notebook open? Then choose File, Reload Notebook from Disk.",
      task,
      kept,
    ),
  );
}

/** All sheets, as their files stand. */
async function overview(): Promise<number> {
  const sheets = await loadSheets();
  const answers = new AnswerProcess();
  const problems: string[] = [];
  try {
    for (const sheet of sheets) problems.push((await refresh(sheet, answers)) ?? "");
  } finally {
    answers.stop();
  }
  const { coursePredictions } = await import("./questions"); // it brings a second compiler
  const questions = coursePredictions().map(({ question }) => question);
  const predictions = predictionsText(questions, readPredictions());
  const record = readProgress();
  const { completionPage, isComplete } = await import("./completion"); // pages are rarely needed
  const done: string[] = [];
  if (isComplete(sheets, record)) {
    const path = statePath("completion.html");
    writeWhole(path, completionPage({ sheets, progress: record, predictions, date: new Date() }));
    done.push(phrase("Your completion sheet: {0}", shownPath(path)));
  }
  return say([progressText(sheets, record), predictions, ...done, ...problems.filter(Boolean)].join("\n"));
}

/** Processes that take a while to start, both at once. */
interface Workers {
  readonly reader: ReaderProcess;
  readonly answers: AnswerProcess;
}

const checkOf = ({ slug }: Sheet): string => `npm run check -- ${slug.slice(0, 2)}`;

const stop = ({ reader, answers }: Workers): void => [reader, answers].forEach((worker) => worker.stop());

async function checkOnce(
  sheet: Sheet,
  { task: only, json, watch }: Options,
  { reader, answers: runner }: Workers,
  known: Verdicts,
): Promise<boolean> {
  const desk = findDesk(sheet);
  sayWhichDesk(desk, checkOf(sheet));
  const notebook = readDesk(desk);
  const tasks = only === undefined ? sheet.tasks : [findTask(sheet, only)];
  const names = tasks.map(({ name }) => name);
  const of = printOf(notebook);
  const asked = [of, ...names].join(" ");
  const last = known.reading(asked);
  if (watch || !last?.every((answer) => known.of(answer))) [reader, runner].forEach((one) => one.warmUp());
  const answers = last ?? (await reader.read(notebook.cells, names)).answers;
  known.keepReading(asked, answers);
  const records: TaskRecord[] = [];
  for (const [index, task] of tasks.entries()) {
    const answer = answers[index]!;
    const record = known.of(answer) ?? (await checkAnswer(sheet, known.references.of(task), answer, runner));
    known.keep(answer, record);
    recordOutcome(record, of);
    records.push(record);
  }
  known.write();
  const shown = records.map(foldHidden);
  if (json) say(JSON.stringify(shown.map(withoutValues), null, 2));
  else if (only === undefined) say(sheetText(sheet, shown));
  else say(outcomeText({ ...shown[0]!, nextStep: terminalStep(sheet, tasks[0]!, shown[0]!) }, terminal));
  const notes = answers.flatMap((answer) => answer.notes).filter(isForLearner);
  if (!json && notes.length > 0) say(`\n${notes.map((note) => phrase("Note: {0}", note)).join("\n")}`);
  return records.every(({ verdict }) => verdict === "pass");
}

/** As in a grader's results.json, which has no columns for expected and actual. */
const withoutValues = (record: TaskRecord): TaskRecord => ({
  ...record,
  checks: record.checks.map(({ name, verdict, points, message }) => ({ name, verdict, points, message })),
});

/** Jupyter may write a notebook in several steps, or put a new file in its place: so the folder is watched. */
async function watchDesk(sheet: Sheet, options: Options, workers: Workers, known: Verdicts): Promise<void> {
  console.log(phrase("\nWatching {0}; Ctrl+C ends it.", deskName(findDesk(sheet))));
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const again = (): void => {
    running = running.then(() => checkAgain(sheet, options, workers, known));
  };
  const folders = (["en", "ko"] as const).map((language) => editionFolder(deskFolder(), language));
  const watchers = folders.filter(existsSync).map((folder) =>
    watch(folder, (_event, file) => {
      if (file !== `${sheet.slug}.ipynb` || !existsSync(join(folder, file))) return;
      clearTimeout(timer);
      timer = setTimeout(again, 100);
    }),
  );
  await new Promise((resolve) => process.once("SIGINT", resolve));
  watchers.forEach((watcher) => watcher.close());
}

async function checkAgain(sheet: Sheet, options: Options, workers: Workers, known: Verdicts): Promise<void> {
  const startedMs = performance.now();
  try {
    if (!options.json) console.log(`\n${"─".repeat(60)}`);
    await checkOnce(sheet, options, workers, known);
    if (!options.json)
      console.log(phrase("checked in {0} s", ((performance.now() - startedMs) / 1000).toFixed(1)));
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
