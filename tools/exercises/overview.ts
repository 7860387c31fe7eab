/** What `npm run check` prints: one sheet in full, or how far all of them are. */
import { phrase } from "../../lib/jupyter/language.cjs";
import { outcomeText } from "../../lib/jupyter/check";
import { textTable } from "../../lib/jupyter/html";
import { deskName, findDesk } from "./desk-file";
import { nextStep } from "./next-step";
import type { Progress } from "./progress";
import type { Sheet, TaskRecord } from "./sheet";
import { terminal } from "./terminal";

const marks: Partial<Record<TaskRecord["verdict"], string>> = {
  pass: terminal.paint("good", "✓"),
  not_attempted: "·",
};
const markOf = (verdict: TaskRecord["verdict"]): string => marks[verdict] ?? terminal.paint("bad", "✗");

const verdictWords = (): Partial<Record<TaskRecord["verdict"], string>> => ({
  fail: phrase("fail"),
  not_attempted: phrase("not attempted"),
  not_submitted: phrase("not submitted"),
  student_error: phrase("student error"),
  "limit:wall": phrase("limit:wall"),
});

/** A line a task, and below it what is wrong with the first that was tried and fails. */
export function sheetText(sheet: Sheet, records: readonly TaskRecord[]): string {
  const rows = records.map(({ task, verdict, earned, possible }) => [
    markOf(verdict),
    task,
    `${earned}/${possible}`,
    verdict === "pass" ? "" : (verdictWords()[verdict] ?? verdict),
  ]);
  const failing = records.find(({ verdict }) => verdict !== "pass" && verdict !== "not_attempted");
  const next = failing ?? records.find(({ verdict }) => verdict !== "pass");
  const task = sheet.tasks.find(({ name }) => name === next?.task);
  return [
    textTable(["", phrase("task"), phrase("points"), ""], rows, sheet.slug),
    failing && task
      ? `\n${outcomeText({ ...failing, nextStep: terminalStep(sheet, task, failing) }, terminal)}`
      : "",
    !failing && next && task ? `\n${terminalStep(sheet, task, next)}` : "",
    next
      ? ""
      : `\n${phrase("Every task of this sheet passes, the hidden checks too. Hand it in: {0}", "npm run hand-in -- --id ID")}`,
  ]
    .filter(Boolean)
    .join("\n");
}

/** In a terminal a hint is asked for by the command. */
export function terminalStep(sheet: Sheet, task: Sheet["tasks"][number], record: TaskRecord): string {
  const command = `npm run check -- ${sheet.slug.slice(0, 2)} --hint ${task.name}`;
  const wording = {
    write: (name: string) =>
      phrase("Next: write {0} in {1}, save, and check again.", name, deskName(findDesk(sheet))),
    hint: phrase("{0} shows a hint.", command),
    whole: (check: string) => phrase("then run {0}: it says whether the whole sheet is ready", check),
  };
  return nextStep(sheet, task, record, wording);
}

/** All sheets, by their records. */
export function progressText(sheets: readonly Sheet[], progress: Progress): string {
  const rows = sheets.map(({ slug, tasks }) => {
    const done = tasks.filter(({ name }) => progress[name]?.verdict === "pass").length;
    const earned = tasks.reduce((sum, { name }) => sum + (progress[name]?.earned ?? 0), 0);
    const possible = tasks.flatMap(({ cases }) => cases).reduce((sum, { points }) => sum + points, 0);
    const hints = tasks.reduce((sum, { name }) => sum + (progress[name]?.hints ?? 0), 0);
    return [
      slug,
      bar(done, tasks.length),
      phrase("{0} of {1}", done, tasks.length),
      `${earned}/${possible}`,
      hints,
    ];
  });
  const next = sheets
    .flatMap((sheet) => sheet.tasks.map(({ name }) => ({ sheet, name })))
    .find(({ name }) => progress[name]?.verdict !== "pass");
  const step = next
    ? phrase(
        "Next: {0}, in {1} ({2})",
        next.name,
        deskName(findDesk(next.sheet)),
        `npm run check -- ${next.sheet.slug.slice(0, 2)} --watch`,
      )
    : phrase("Every task of every sheet passes.");
  const heads = [phrase("sheet"), "", phrase("tasks"), phrase("points"), phrase("hints taken")];
  return `${textTable(heads, rows, phrase("Your exercises"))}\n\n${step}`;
}

const bar = (done: number, all: number): string => {
  const filled = Math.round((10 * done) / Math.max(1, all));
  return "█".repeat(filled) + "░".repeat(10 - filled);
};
