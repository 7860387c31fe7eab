/** The journal: one line for each finished unit of work, on the disk before anything else happens. */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Phases } from "../judge/grade-submission";
import type { Grade } from "../judge/record";
import type { Limits } from "../run/limits";

/** A verdict with all that is needed to repeat it. */
export interface JournalEntry {
  /** Of the prepared submission, the suite, the limits: equal keys are not run again. */
  readonly key: string;
  readonly at: string;
  readonly host: string;
  readonly sandbox: string;
  readonly suite: string;
  readonly lock: string;
  /** Seed of the hidden cases, by sheet. */
  readonly seeds: Readonly<Record<string, string>>;
  readonly limits: Limits;
  readonly phases: Phases;
  readonly grade: Grade;
}

/** The disk did not take a record. */
export class JournalFailed extends Error {}

export interface Journal {
  readonly entries: ReadonlyMap<string, JournalEntry>;
  append(entry: JournalEntry): void;
  close(): void;
}

const isEntry = (value: unknown): value is JournalEntry =>
  typeof value === "object" && value !== null && "key" in value && "grade" in value;

/** Reads a journal. Whole lines only: a power cut may have left half of one. */
export function readEntries(path: string): { entries: Map<string, JournalEntry>; wholeBytes: number } {
  const entries = new Map<string, JournalEntry>();
  if (!existsSync(path) || !statSync(path).isFile()) return { entries, wholeBytes: 0 };
  const bytes = readFileSync(path);
  const wholeBytes = bytes.lastIndexOf(10) + 1;
  for (const line of bytes.subarray(0, wholeBytes).toString("utf8").split("\n")) {
    const entry = tryParse(line);
    if (isEntry(entry)) entries.set(entry.key, entry);
  }
  return { entries, wholeBytes };
}

function tryParse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function writeWhole(fd: number, text: string): void {
  const before = fstatSync(fd).size;
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    fdatasyncSync(fd);
  } catch (error) {
    if (fstatSync(fd).isFile()) ftruncateSync(fd, before);
    throw new JournalFailed(
      `the journal cannot be written (${(error as NodeJS.ErrnoException).code}); make room and run the same command again`,
    );
  }
}

/** Opens a folder's journal and reads what earlier runs finished. */
export function openJournal(folder: string): Journal {
  const path = join(folder, "journal.jsonl");
  const { entries, wholeBytes } = readEntries(path);
  const fd = openSync(path, "a");
  if (fstatSync(fd).isFile() && fstatSync(fd).size > wholeBytes) ftruncateSync(fd, wholeBytes);
  return {
    entries,
    append(entry) {
      writeWhole(fd, `${JSON.stringify(entry)}\n`);
      entries.set(entry.key, entry);
    },
    close: () => closeSync(fd),
  };
}
