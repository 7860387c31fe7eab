/** What a learner has done so far, in exercises/progress.json of the state folder: latest verdicts and hints taken. */
import { phrase } from "../../lib/jupyter/language.cjs";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { stateFolder } from "../setup/state-folder.cjs";
import type { TaskRecord } from "./sheet";

export interface TaskProgress {
  readonly verdict: TaskRecord["verdict"];
  readonly earned: number;
  readonly possible: number;
  readonly hints: number;
  /** Of the notebook and the checks, when it was checked as a file; missing if it was checked in the kernel. */
  readonly of?: string;
}

export type Progress = Readonly<Record<string, TaskProgress>>;

const untouched: TaskProgress = { verdict: "not_attempted", earned: 0, possible: 0, hints: 0 };

export const statePath = (...names: string[]): string => stateFolder("exercises", ...names);

const progressPath = (): string => statePath("progress.json");

/** By the task's name; a file that cannot be read counts as none. */
export function readProgress(): Progress {
  if (!existsSync(progressPath())) return {};
  try {
    return JSON.parse(readFileSync(progressPath(), "utf8")) as Progress;
  } catch {
    return {};
  }
}

/** Replaced in one go: a process that dies while it writes leaves the old file. */
function writeProgress(progress: Progress): void {
  const path = progressPath();
  keepOrSay("progress", () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(progress, null, 1)}\n`);
    renameSync(`${path}.${process.pid}`, path);
  });
}

const said = new Set<string>();

/** A full disk or a folder of somebody else's must not cost a learner what they came for, the verdict. @param what  "progress" */
export function keepOrSay(what: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!said.has(what))
      console.error(phrase("Your {0} could not be kept: {1}", what, (error as Error).message));
    said.add(what);
  }
}

/** Keeps the latest verdict of a task. @param of  what it is a verdict on, if it is one on a file */
export function recordOutcome({ task, verdict, earned, possible }: TaskRecord, of?: string): void {
  const progress = readProgress();
  const hints = progress[task]?.hints ?? 0;
  writeProgress({ ...progress, [task]: { verdict, earned, possible, hints, ...(of && { of }) } });
}

/** Counts a hint as taken. */
export function recordHints(task: string, hints: number): void {
  const progress = readProgress();
  writeProgress({ ...progress, [task]: { ...(progress[task] ?? untouched), hints } });
}
