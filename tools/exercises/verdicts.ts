/**
 * What is known of a sheet's answers: how they were read and what became of them, kept from one `npm run check` to the
 * next. A save changes one answer; the others need no second reading and no second verdict.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "../answers/answer";
import { sha256 } from "../grade/intake/learner-id";
import { sheetsHash } from "../grade/judge/suite";
import { writeWhole } from "../grade/record/write-file";
import { root } from "./load";
import { keepOrSay, statePath } from "./progress";
import { References } from "./references";
import type { TaskRecord } from "./sheet";

/** As much of an answer as a check asks for. */
export type Read = Pick<Answer, "task" | "state" | "message" | "notes" | "code" | "modules">;

interface Known {
  /** Of the checks and all that they run; under others nothing is known. */
  readonly suite: string;
  /** The last reading: of which tasks of which notebook, and what was read. */
  readonly reading?: { readonly of: string; readonly answers: readonly Read[] };
  /** By task: the hash of an answer, and the verdict on it. */
  readonly verdicts: Readonly<Record<string, { readonly of: string; readonly record: TaskRecord }>>;
}

const hashOf = ({ state, message, code, modules }: Read): string =>
  sha256(JSON.stringify([state, message, code, modules]));

export class Verdicts {
  private known: Known;
  private readonly path: string;
  readonly references: References;

  constructor(slug: string) {
    this.path = statePath("verdicts", `${slug}.json`);
    const packages = sha256(readFileSync(join(root, "package-lock.json"))); // an answer may use any of them, and the data
    const suite = `${sheetsHash([join(root, "datasets")])} ${packages} ${process.version}`;
    const kept = readKept(this.path);
    this.known = kept?.suite === suite ? kept : { suite, verdicts: {} };
    this.references = new References(slug, suite);
  }

  /** @param of  the notebook and the tasks, in one text */
  reading(of: string): readonly Read[] | undefined {
    return this.known.reading?.of === of ? this.known.reading.answers : undefined;
  }

  of(answer: Read): TaskRecord | undefined {
    const last = this.known.verdicts[answer.task];
    return last?.of === hashOf(answer) ? last.record : undefined;
  }

  keepReading(of: string, answers: readonly Read[]): void {
    this.known = { ...this.known, reading: { of, answers: answers.map(onlyRead) } };
  }

  /** One that took too long is asked again: perhaps the machine was busy. */
  keep(answer: Read, record: TaskRecord): void {
    if (record.checks.some(({ message }) => message.includes("never finished"))) return;
    const verdict = { of: hashOf(answer), record };
    this.known = { ...this.known, verdicts: { ...this.known.verdicts, [answer.task]: verdict } };
  }

  write(): void {
    keepOrSay("verdicts", () => writeWhole(this.path, `${JSON.stringify(this.known)}\n`));
    this.references.write();
  }
}

const onlyRead = ({ task, state, message, notes, code, modules }: Read): Read => ({
  task,
  state,
  message,
  notes,
  code,
  modules,
});

/** A file that is not there or cannot be read counts as none. */
function readKept(path: string): Known | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Known;
  } catch {
    return undefined;
  }
}
