/** What the terminal shows: a bar with counts per verdict and the time left, then a table. */
import { duration, terminalBar } from "../../../lib/jupyter/bar.cjs";
import type { Graded } from "../batch";
import { sumOf } from "../judge/record";
import type { SubmissionRecord, SubmissionVerdict } from "../judge/record";

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const order: readonly SubmissionVerdict[] = [
  "graded",
  "rejected_input",
  "cannot_tell",
  "not_submitted",
  "infra_error",
];

const countsOf = (verdicts: readonly SubmissionVerdict[]): string =>
  order.flatMap((verdict) => {
    const count = verdicts.filter((one) => one === verdict).length;
    return count > 0 ? [`${count} ${verdict}`] : [];
  }).join(", "); // prettier-ignore

/** A bar; call it after each of `total` steps, with what should stand behind it. */
export function openBar(title: string, unit: string, total: number, out: Output): (note?: string) => void {
  const bar = terminalBar({ title, total, unit }, out);
  let done = 0;
  return (note) => {
    done += 1;
    bar.update(done, note);
    if (done === total) bar.end(note);
  };
}

/** Call it after each submission. */
export function openProgress(total: number, out: Output): (graded: Graded) => void {
  const verdicts: SubmissionVerdict[] = [];
  const step = openBar("grading", "submissions", total, out);
  return ({ record }) => {
    verdicts.push(record.verdict);
    step(countsOf(verdicts));
  };
}

const pad = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, index) => (index === 0 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)))
    .join("  ");

/** A row for each sheet. */
export function summaryTable(records: readonly SubmissionRecord[]): string {
  const tasks = records.flatMap((record) => record.tasks);
  const sheets = [...new Set(tasks.map(({ sheet }) => sheet))].sort();
  const count = (sheet: string, verdicts: RegExp): string =>
    String(tasks.filter((task) => task.sheet === sheet && verdicts.test(task.verdict)).length);
  const rows = sheets.map((sheet) => {
    const own = tasks.filter((task) => task.sheet === sheet);
    const share =
      sumOf(own, ({ earned }) => earned) /
      Math.max(
        1,
        sumOf(own, ({ possible }) => possible),
      );
    const kinds = [
      /^pass$/,
      /^fail$/,
      /^(student_error|no_result|limit:)/,
      /^not_/,
      /^(rejected|cannot)/,
      /^infra/,
    ];
    const counts = kinds.map((pattern) => count(sheet, pattern));
    return [`sheet ${sheet}`, ...counts, `${(share * 100).toFixed(0)} %`];
  });
  const table = [["", "right", "wrong", "error", "missing", "unread", "ours", "earned"], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) => pad(row, widths)).join("\n");
}

export const finalLine = (records: readonly SubmissionRecord[], elapsedMs: number): string =>
  `${records.length} submissions in ${duration(elapsedMs)}: ${countsOf(records.map(({ verdict }) => verdict))}`;
