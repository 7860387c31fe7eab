/** One run of the grader, from options to an exit code. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { sheetSlugs } from "../exercises/load";
import { runBatch } from "./batch";
import type { Graded, Workers } from "./batch";
import { BadConfiguration, exitCodes } from "./exit-codes";
import { readRoster } from "./intake/roster";
import type { Roster } from "./intake/roster";
import { openSnapshots } from "./intake/snapshots";
import { takeIn } from "./intake/submission";
import type { Intake } from "./intake/submission";
import { isLocalTime } from "./intake/stamps";
import { refuseInside } from "./intake/outside";
import type { PagesOf } from "./judge/preflight";
import { openSuite, sheetsHash } from "./judge/suite";
import type { Suite } from "./judge/suite";
import type { Options } from "./options";
import { openJournal } from "./record/journal";
import { takeLease } from "./record/lease";
import { finalLine, openProgress, summaryTable } from "./report/progress";
import type { Output } from "./report/progress";
import { writeReports } from "./report/write-reports";
import { prepareEngine } from "./run/engine";
import { bubblewrapProblem, openSandbox, openTrustingSandbox } from "./run/sandbox";
import type { Sandbox } from "./run/sandbox";
import { defaultConcurrency, openPool } from "./scale/pool";
import { proveSuite } from "./scale/prove-suite";
import { openQueue } from "./scale/queue";

/** What the tests exchange: the sheets, the clock, where it is shown. */
export interface Surroundings {
  readonly sheets?: Suite["sheets"];
  readonly pagesOf?: PagesOf;
  readonly now?: () => number;
  readonly out?: Output;
}

/** @throws {BadConfiguration} there is no sandbox, and nobody said that the work is trusted */
export async function chooseSandbox(isTrusting: boolean, out: Output): Promise<Sandbox> {
  if (isTrusting) {
    out.write("NO SANDBOX: --trust-local runs every answer with your own rights. Only for your own work.\n");
    return openTrustingSandbox(await prepareEngine());
  }
  const problem = bubblewrapProblem();
  if (problem !== undefined)
    throw new BadConfiguration(
      `${problem}. Without a sandbox nothing is graded (--trust-local is for your own folder).`,
    );
  return openSandbox(await prepareEngine());
}

/** As `mkdir -p`; Node's own (`recursive`) never ends where a folder cannot be made, such as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw error; // else somebody else made it meanwhile
  }
}

function prepareFolder(out: string, isFresh: boolean): () => void {
  try {
    makeFolder(out);
    accessSync(out, constants.W_OK);
    const release = takeLease(out);
    if (isFresh)
      for (const name of ["journal.jsonl", "results.json"]) rmSync(join(out, name), { force: true });
    return release;
  } catch (error) {
    if (error instanceof BadConfiguration) throw error;
    throw new BadConfiguration(`--out ${out} cannot be written: ${(error as Error).message}`);
  }
}

async function takeAll(
  { paths, roster: rosterPath, out, due }: Options,
  { sheets }: Suite,
): Promise<Intake & { roster?: Roster }> {
  const roster = rosterPath === undefined ? undefined : readRoster(readFileSync(rosterPath));
  const intake = await takeIn(paths, {
    snapshots: openSnapshots(join(out, "snapshots")),
    roster,
    suite: sheetsHash(),
    sheets,
    slugs: sheetSlugs(),
  });
  const isLocal = due !== undefined && intake.submissions.some(({ created }) => isLocalTime(created));
  const read = isLocal
    ? [`times that the course site gives without a zone were read in that of the due date, ${due}`]
    : [];
  return { ...intake, notes: [...intake.notes, ...read], ...(roster && { roster }) };
}

const SHOWN_STRAYS = 10;

function exitCode(graded: readonly Graded[]): number {
  const has = (verdict: string): boolean => graded.some(({ record }) => record.verdict === verdict);
  if (has("infra_error")) return exitCodes.infrastructureErrors;
  return has("rejected_input") || has("cannot_tell") ? exitCodes.rejectedInputs : exitCodes.allGraded;
}

async function openWorkers(
  options: Options,
  suite: Suite,
  { pagesOf }: Surroundings,
  out: Output,
): Promise<Workers> {
  const { limits, redis, concurrency = defaultConcurrency(limits) } = options;
  if (redis !== undefined) return openQueue(redis, suite, limits, out);
  const sandbox = await chooseSandbox(options.isTrusting, out);
  await proveSuite(suite, openPool(sandbox, suite, limits, 1), limits, out, pagesOf);
  return openPool(sandbox, suite, limits, concurrency);
}

async function gradeInto(options: Options, surroundings: Surroundings, out: Output): Promise<number> {
  const { now = Date.now } = surroundings;
  const startedMs = performance.now();
  const suite = await openSuite({ ...options, ...(surroundings.sheets && { all: surroundings.sheets }) });
  const { submissions, unmatched, strays, notes, roster } = await takeAll(options, suite);
  for (const note of notes) out.write(`  ${note}\n`);
  for (const { what } of strays.slice(0, SHOWN_STRAYS)) out.write(`  cannot tell whose: ${what}\n`);
  if (strays.length > SHOWN_STRAYS)
    out.write(`  … and ${strays.length - SHOWN_STRAYS} more; the cohort's page lists them\n`);
  if (submissions.length === 0) {
    out.write("Nothing to grade: the paths hold no submission.\n");
    return exitCodes.nothingFound;
  }
  const workers = await openWorkers(options, suite, surroundings, out);
  const journal = openJournal(options.out);
  try {
    const onRecord = openProgress(submissions.length, out);
    const snapshots = openSnapshots(join(options.out, "snapshots"));
    const { limits, due, duplicates } = options;
    const shared = { submissions, snapshots, suite, limits, workers, journal, onRecord, now, strays };
    const graded = await runBatch({ ...shared, ...(roster && { roster }) });
    const facts = {
      suite: suite.hash,
      sandbox: workers.description,
      unmatched,
      notes,
      duplicates,
      nowMs: now(),
    };
    writeReports(options.out, graded, { ...facts, ...(due !== undefined && { due }) });
    const records = graded.map(({ record }) => record);
    out.write(`${summaryTable(records)}\n${finalLine(records, performance.now() - startedMs)}\n`);
    out.write(
      `Reports: ${join(options.out, "cohort.html")}, grades.csv, results.json and one page for each learner\n`,
    );
    return exitCode(graded);
  } finally {
    journal.close();
    await workers.close();
  }
}

/** @throws {BadConfiguration} nothing was graded, and why */
export async function grade(options: Options, surroundings: Surroundings = {}): Promise<number> {
  const { out = process.stdout } = surroundings;
  const { paths } = options;
  if (paths.length === 0) throw new BadConfiguration("no PATH to grade (npm run grade -- --help)");
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) throw new BadConfiguration(`${missing} is not there`);
  refuseInside(options.out, paths);
  const release = prepareFolder(options.out, options.isFresh);
  try {
    return await gradeInto(options, surroundings, out);
  } finally {
    release();
  }
}
