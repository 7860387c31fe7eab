/** A batch: every submission gets exactly one record, whatever happens to some of them. */
import { hostname } from "node:os";
import { mayBeSamePerson, normalForm } from "../names/spelling";
import type { Person, Roster } from "./intake/roster";
import { prepare } from "./intake/select";
import type { Prepared } from "./intake/select";
import { sha256, submissionId } from "./intake/learner-id";
import type { Snapshots } from "./intake/snapshots";
import type { Stray } from "./intake/submission";
import type { Submission } from "./intake/work";
import { infrastructureError, nothingSubmitted, saltOf, undecided } from "./judge/grade-submission";
import type { Phases } from "./judge/grade-submission";
import { cleanText, firstOf } from "./judge/record";
import type { Grade, SubmissionRecord } from "./judge/record";
import type { Suite } from "./judge/suite";
import { JournalFailed } from "./record/journal";
import type { Journal, JournalEntry } from "./record/journal";
import type { Limits } from "./run/limits";

/** Whoever computes grades: this machine's pool, or a queue with workers elsewhere. */
export interface Workers {
  readonly concurrency: number;
  readonly description: string;
  grade(prepared: Prepared): Promise<{ readonly grade: Grade; readonly phases: Phases }>;
  close(): Promise<void>;
}

export interface BatchOptions {
  readonly submissions: readonly Submission[];
  readonly snapshots: Snapshots;
  readonly suite: Suite;
  readonly limits: Limits;
  readonly workers: Workers;
  readonly journal: Journal;
  readonly roster?: Roster;
  /** Work of which nobody knows whose it is. */
  readonly strays?: readonly Stray[];
  /** Called after each submission. */
  readonly onRecord?: (graded: Graded) => void;
  readonly now?: () => number;
}

/** A record, and what of its grading differs from run to run. */
export interface Graded {
  readonly record: SubmissionRecord;
  readonly submission?: Submission;
  readonly entry?: JournalEntry;
}

/** On how it was handed in. */
const MAX_NOTES = 40;

const wrap = ({ id, owner, name, notes }: Submission, grade: Grade): SubmissionRecord => {
  const { verdict, reason, edition, earned, possible, undetermined, notes: own, tasks } = grade;
  const shared = {
    id,
    learner: cleanText(owner, 200),
    name: cleanText(name, 200),
    verdict,
    ...(reason !== undefined && { reason }),
    ...(edition !== undefined && { edition }),
  };
  return {
    ...shared,
    earned,
    possible,
    undetermined,
    notes: [...firstOf(notes, MAX_NOTES).map((note) => cleanText(note, 400)), ...own],
    tasks,
  };
};

const couldBeOf = ({ name }: Person, stray: Stray): boolean =>
  name === "" || stray.name === undefined || mayBeSamePerson(name, stray.name);

/** Nothing came from them; or nobody can tell, as long as work lies about that may be theirs. */
function absentGrade(person: Person, strays: readonly Stray[], { sheets }: Suite): Grade {
  const possible = strays.filter((stray) => couldBeOf(person, stray)).map(({ what }) => JSON.stringify(what));
  if (possible.length === 0) return nothingSubmitted(sheets);
  const more = possible.length > 5 ? ` and ${possible.length - 5} more` : "";
  const note = `for a human to look at: cannot tell whose these are; they may be theirs: ${possible.slice(0, 5).join(", ")}${more}`;
  return undecided(
    "cannot_tell",
    sheets,
    "no work carries this name, but some could not be matched to anyone and may be theirs",
    [note],
  );
}

function absentLearners({ roster, submissions, strays = [], suite }: BatchOptions): Graded[] {
  const here = new Set(submissions.map(({ owner }) => normalForm(owner)));
  const absent = (roster?.people ?? []).filter(({ id }) => !here.has(normalForm(id)));
  return absent.map((person) => {
    const { id, name } = person;
    const learner = { learner: cleanText(id, 200), name: cleanText(name, 200) };
    return { record: { id: submissionId(id), ...learner, ...absentGrade(person, strays, suite) } };
  });
}

class Batch {
  /** Work of the same content that is being graded at this moment. */
  private readonly running = new Map<string, Promise<JournalEntry>>();

  constructor(private readonly options: BatchOptions) {}

  async gradeOne(submission: Submission): Promise<Graded> {
    const { suite, snapshots, onRecord } = this.options;
    let grade: Grade;
    let entry: JournalEntry | undefined;
    try {
      const prepared = prepare(submission, snapshots, suite.sheets);
      entry = await this.gradeContent(prepared, this.keyOf(prepared));
      ({ grade } = entry);
    } catch (error) {
      if (error instanceof JournalFailed) throw error;
      grade = infrastructureError(suite.sheets, `the grader failed: ${(error as Error).message}`);
    }
    const graded: Graded = { record: wrap(submission, grade), submission, ...(entry && { entry }) };
    onRecord?.(graded);
    return graded;
  }

  private keyOf({ key }: Prepared): string {
    const { suite, limits } = this.options;
    return sha256(JSON.stringify([key, suite.hash, suite.lock, limits]));
  }

  /** Equal work is run once, in this run and over all runs into the folder. */
  private gradeContent(prepared: Prepared, key: string): Promise<JournalEntry> {
    const known = this.options.journal.entries.get(key);
    if (known && known.grade.verdict !== "infra_error") return Promise.resolve(known);
    const running = this.running.get(key) ?? this.run(prepared, key).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  private async run(prepared: Prepared, key: string): Promise<JournalEntry> {
    const { workers, journal, suite, limits, now = Date.now } = this.options;
    const { grade, phases } = await workers.grade(prepared);
    const entry: JournalEntry = {
      key,
      at: new Date(now()).toISOString(),
      host: hostname(),
      sandbox: workers.description,
      suite: suite.hash,
      lock: suite.lock,
      seeds: Object.fromEntries(prepared.sheets.map((sheet) => [sheet.slug, saltOf(sheet, suite.hash)])),
      limits,
      phases,
      grade,
    };
    journal.append(entry);
    return entry;
  }
}

/** Grades everything, `concurrency` at a time; the records come back sorted by id, the same at any concurrency. */
export async function runBatch(options: BatchOptions): Promise<Graded[]> {
  const { submissions, workers } = options;
  const batch = new Batch(options);
  const graded: Graded[] = absentLearners(options);
  const pending = submissions[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (const submission of pending) graded.push(await batch.gradeOne(submission));
  };
  const lanes = Array.from({ length: Math.max(1, workers.concurrency) }, work);
  const ended = await Promise.allSettled(lanes); // no lane is left running behind a failed one
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return graded.sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
}
