/** The unit of work: one submission in, one grade out. */
import type { Language } from "../../../lib/jupyter/language.cjs";
import type { Sheet } from "../../exercises/sheet";
import { answersOf } from "../run/compiler";
import type { Compile } from "../run/compiler";
import { editionOf } from "../intake/edition";
import { sha256 } from "../intake/learner-id";
import type { Prepared, PreparedSheet } from "../intake/select";
import { SandboxFailed } from "../run/session";
import { gradeSheet, unrunTask } from "./grade-sheet";
import type { Host } from "./grade-sheet";
import { cleanText, firstOf, sumOf } from "./record";
import type { Grade, GradedTask, SubmissionVerdict, TaskVerdict } from "./record";

/** For the journal: what differs from run to run. */
export interface Phases {
  readonly compileMs: number;
  readonly runMs: number;
  readonly sandboxes: number;
  /** What may come out otherwise the next time: flaky answers, errors thrown too late. */
  readonly remarks: readonly string[];
}

export interface Workplace extends Host {
  readonly compile: Compile;
}

const numberOf = ({ slug }: { readonly slug: string }): string => slug.slice(0, 2);

const unrunSheet = (sheet: Sheet, verdict: TaskVerdict, message: string): GradedTask[] =>
  sheet.tasks.map((task) => unrunTask(numberOf(sheet), task, verdict, message));

/** Hidden cases draw other numbers for every work: a table of answers helps nobody. */
export const saltOf = ({ cells }: PreparedSheet, suite: string): string =>
  sha256(`${suite}\0${cells.map(({ source }) => source).join("\0")}`).slice(0, 24);

/** Of one kind: more is the work of somebody who wants a page that nobody can open. */
const MAX_NOTES = 20;

interface SheetOutcome {
  readonly tasks: readonly GradedTask[];
  readonly notes: readonly string[];
  readonly refused?: string;
  readonly phases: Phases;
}

export const noPhases: Phases = { compileMs: 0, runMs: 0, sandboxes: 0, remarks: [] };

async function gradePrepared(
  sheet: Sheet,
  work: PreparedSheet,
  suite: string,
  place: Workplace,
): Promise<SheetOutcome> {
  const { slug, refused } = work;
  if (refused !== undefined)
    return { tasks: unrunSheet(sheet, "rejected_input", refused), notes: [], refused, phases: noPhases };
  const startedMs = performance.now();
  const compiled = await place.compile(
    work.cells,
    sheet.tasks.map(({ name }) => name),
  );
  const compiledMs = performance.now();
  if ("death" in compiled) {
    const { verdict, message } = compiled.death;
    const told = `${JSON.stringify(work.path)}: ${message}`;
    return { tasks: unrunSheet(sheet, verdict as TaskVerdict, told), notes: [], phases: noPhases };
  }
  const answers = answersOf(compiled);
  const { tasks, notes, sandboxes, remarks } = await gradeSheet(
    sheet,
    answers,
    saltOf(work, suite),
    place,
    editionOf(work.cells),
  );
  const ofAnswers = answers.flatMap((answer) => firstOf(answer.notes, MAX_NOTES));
  const all = [...firstOf(compiled.notes, MAX_NOTES), ...ofAnswers, ...firstOf(notes, MAX_NOTES)];
  const phases = {
    compileMs: compiledMs - startedMs,
    runMs: performance.now() - compiledMs,
    sandboxes,
    remarks,
  };
  return { tasks, notes: all.map((note) => `${slug}: ${note}`), phases };
}

function total(
  verdict: SubmissionVerdict,
  tasks: readonly GradedTask[],
  undetermined: number,
): Pick<Grade, "verdict" | "earned" | "possible" | "undetermined" | "tasks"> {
  const sorted = [...tasks].sort((a, b) => compare(a.sheet, b.sheet)); // and within a sheet as they stand there
  return {
    verdict,
    earned: sumOf(tasks, ({ earned }) => earned),
    possible: sumOf(tasks, ({ possible }) => possible),
    undetermined,
    tasks: sorted,
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** No verdict on the work, because the fault is ours. */
export function infrastructureError(sheets: readonly Sheet[], reason: string): Grade {
  const tasks = sheets.flatMap((sheet) => unrunSheet(sheet, "infra_error", reason));
  return {
    ...total(
      "infra_error",
      tasks,
      sumOf(tasks, ({ possible }) => possible),
    ),
    reason: cleanText(reason),
    notes: [],
  };
}

/** Nothing came from somebody who is in the roster. */
export function nothingSubmitted(sheets: readonly Sheet[]): Grade {
  const reason = "nothing was handed in";
  return {
    ...total(
      "not_submitted",
      sheets.flatMap((sheet) => unrunSheet(sheet, "not_submitted", reason)),
      0,
    ),
    reason,
    notes: [],
  };
}

/** No verdict on the work: it cannot be read, or nobody knows which it is. */
export function undecided(
  verdict: "rejected_input" | "cannot_tell",
  sheets: readonly Sheet[],
  reason: string,
  notes: readonly string[] = [],
): Grade {
  const tasks = sheets.flatMap((sheet) => unrunSheet(sheet, verdict, reason));
  return {
    ...total(
      verdict,
      tasks,
      sumOf(tasks, ({ possible }) => possible),
    ),
    reason: cleanText(reason),
    notes: notes.map((note) => cleanText(note)),
  };
}

function commonEdition({ sheets }: Prepared): Language | undefined {
  const editions = sheets.map(({ cells }) => editionOf(cells)).filter((one) => one !== undefined);
  const numKorean = editions.filter((one) => one === "ko").length;
  return editions.length === 0 ? undefined : 2 * numKorean > editions.length ? "ko" : "en";
}

async function gradeOnce(
  prepared: Prepared,
  sheets: readonly Sheet[],
  suite: string,
  place: Workplace,
): Promise<{ grade: Grade; phases: Phases }> {
  const outcomes: SheetOutcome[] = [];
  for (const sheet of sheets) {
    const work = prepared.sheets.find(({ slug }) => slug === sheet.slug);
    if (work) outcomes.push(await gradePrepared(sheet, work, suite, place));
    else
      outcomes.push({
        tasks: unrunSheet(sheet, "not_submitted", "the sheet was not handed in"),
        notes: [],
        phases: noPhases,
      });
  }
  const refused = outcomes.filter((outcome) => outcome.refused !== undefined);
  const undetermined = sumOf(refused, ({ tasks }) => sumOf(tasks, ({ possible }) => possible));
  const verdict = refused.length > 0 ? "rejected_input" : "graded";
  const notes = [...prepared.notes, ...outcomes.flatMap((outcome) => outcome.notes)].map((note) =>
    cleanText(note, 400),
  );
  const reason = refused.map((outcome) => outcome.refused).join("; ");
  const edition = commonEdition(prepared);
  const grade = {
    ...total(
      verdict,
      outcomes.flatMap(({ tasks }) => tasks),
      undetermined,
    ),
    ...(reason !== "" && { reason: cleanText(reason) }),
    ...(edition !== undefined && { edition }),
    notes,
  };
  const phases = {
    compileMs: Math.round(sumOf(outcomes, (outcome) => outcome.phases.compileMs)),
    runMs: Math.round(sumOf(outcomes, (outcome) => outcome.phases.runMs)),
    sandboxes: sumOf(outcomes, (outcome) => outcome.phases.sandboxes),
    remarks: outcomes.flatMap((outcome) => outcome.phases.remarks),
  };
  return { grade, phases };
}

const TRIES = 2;

/** Grades a prepared submission; never throws for what a learner did, and says `infra_error` for what the host did. */
export async function gradeSubmission(
  prepared: Prepared,
  sheets: readonly Sheet[],
  suite: string,
  place: Workplace,
): Promise<{ grade: Grade; phases: Phases }> {
  if (prepared.refused !== undefined)
    return { grade: undecided("rejected_input", sheets, prepared.refused, prepared.notes), phases: noPhases };
  for (let tries = 1; ; tries += 1)
    try {
      return await gradeOnce(prepared, sheets, suite, place);
    } catch (error) {
      if (!(error instanceof SandboxFailed)) throw error;
      if (tries === TRIES) return { grade: infrastructureError(sheets, error.message), phases: noPhases };
    }
}
