/** What `npm run check` prints: one sheet in full, or how far all of them are. */
import { outcomeText } from "../../lib/jupyter/check";
import { textTable } from "../../lib/jupyter/html";
import { nextStep } from "./next-step";
import type { Progress } from "./progress";
import type { Sheet, TaskRecord } from "./sheet";
import { terminal } from "./terminal";

const marks: Partial<Record<TaskRecord["verdict"], string>> = {
  pass: terminal.paint("good", "✓"),
  not_attempted: "·",
};
const markOf = (verdict: TaskRecord["verdict"]): string => marks[verdict] ?? terminal.paint("bad", "✗");

/** A line a task, and below it what is wrong with the first that was tried and fails. */
export function sheetText(sheet: Sheet, records: readonly TaskRecord[]): string {
  const rows = records.map(({ task, verdict, earned, possible }) => [
    markOf(verdict),
    task,
    `${earned}/${possible}`,
    verdict === "pass" ? "" : verdict.replace("_", " "),
  ]);
  const failing = records.find(({ verdict }) => verdict !== "pass" && verdict !== "not_attempted");
  const next = failing ?? records.find(({ verdict }) => verdict !== "pass");
  const task = sheet.tasks.find(({ name }) => name === next?.task);
  return [
    textTable(["", "task", "points", ""], rows, sheet.slug),
    failing && task
      ? `\n${outcomeText({ ...failing, nextStep: terminalStep(sheet, task, failing) }, terminal)}`
      : "",
    !failing && next && task ? `\n${terminalStep(sheet, task, next)}` : "",
    next
      ? ""
      : `\nEvery task of this sheet passes, the hidden checks too. Hand it in: npm run hand-in -- --id ID`,
  ]
    .filter(Boolean)
    .join("\n");
}

/** In a terminal a hint is asked for by the command. */
export function terminalStep(sheet: Sheet, task: Sheet["tasks"][number], record: TaskRecord): string {
  const command = `npm run check -- ${sheet.slug.slice(0, 2)} --hint ${task.name}`;
  const wording = {
    write: `in exercises/${sheet.slug}.ipynb, save`,
    hint: `${command} shows a hint.`,
    save: "",
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
    return [slug, bar(done, tasks.length), `${done} of ${tasks.length}`, `${earned}/${possible}`, hints];
  });
  const next = sheets
    .flatMap(({ slug, tasks }) => tasks.map(({ name }) => ({ slug, name })))
    .find(({ name }) => progress[name]?.verdict !== "pass");
  const step = next
    ? `Next: ${next.name}, in exercises/${next.slug}.ipynb (npm run check -- ${next.slug.slice(0, 2)} --watch)`
    : "Every task of every sheet passes.";
  return `${textTable(["sheet", "", "tasks", "points", "hints taken"], rows, "Your exercises")}\n\n${step}`;
}

const bar = (done: number, all: number): string => {
  const filled = Math.round((10 * done) / Math.max(1, all));
  return "█".repeat(filled) + "░".repeat(10 - filled);
};
