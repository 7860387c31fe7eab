/** One learner's page: what is right, what is probably wrong, and what nobody could decide. */
import { sumOf } from "../judge/record";
import type { GradedCheck, GradedTask, SubmissionRecord } from "../judge/record";
import { escapeHtml } from "../../../lib/jupyter/html";
import { isForLearner } from "../../answers/findings";
import { feedbackOf, verdictWords } from "./feedback";
import { page, points, table } from "./page";

const colour = (verdict: string): string =>
  verdict === "pass" ? "good" : verdict === "infra_error" ? "open" : "bad";

function checkRow({ name, verdict, points: worth, message, expected, actual }: GradedCheck): string[] {
  const compared =
    expected !== undefined && actual !== undefined
      ? `<pre>expected ${escapeHtml(expected)}\ngot      ${escapeHtml(actual)}</pre>`
      : "";
  const mark =
    verdict === "pass" ? '<span class="good">✓ right</span>' : '<span class="bad">✗ not yet</span>';
  return [
    mark,
    `${escapeHtml(name)}${message === "" ? "" : `<pre>${escapeHtml(message)}</pre>`}${compared}`,
    points(worth),
  ];
}

/** What all failed checks of a task say, if it is the same: told once. */
function sharedMessage({ checks, message }: GradedTask): string | undefined {
  if (message !== undefined) return message;
  const failed = new Set(checks.flatMap((check) => (check.verdict === "fail" ? [check.message] : [])));
  const isUntouched = checks.every(({ verdict }) => verdict === "fail");
  return isUntouched && failed.size === 1 ? [...failed][0] : undefined;
}

function checkTable(task: GradedTask): string {
  const { visible, hidden } = feedbackOf(task);
  const rows = visible.map(checkRow);
  if (hidden.count > 0)
    rows.push(["", `${hidden.passed} of ${hidden.count} hidden checks passed`, points(hidden.possible)]);
  return table(["", "check", "points#"], rows);
}

function taskSection(task: GradedTask): string {
  const words = verdictWords[task.verdict] ?? task.verdict;
  const message = sharedMessage(task);
  return `<h2>${escapeHtml(task.sheet)} <code>${escapeHtml(task.task)}</code>: <span class="${colour(task.verdict)}">${escapeHtml(words)}</span>, ${points(task.earned)} of ${points(task.possible)}</h2>
${message === undefined ? checkTable(task) : `<pre>${escapeHtml(message)}</pre>`}`;
}

function sheetTable(tasks: readonly GradedTask[]): string {
  const sheets = [...new Set(tasks.map(({ sheet }) => sheet))];
  const rows = sheets.map((sheet) => {
    const own = tasks.filter((task) => task.sheet === sheet);
    const right = own.filter(({ verdict }) => verdict === "pass").length;
    const [earned, possible] = [sumOf(own, (task) => task.earned), sumOf(own, (task) => task.possible)];
    return [escapeHtml(sheet), `${right} of ${own.length}`, `${points(earned)} of ${points(possible)}`];
  });
  return table(["sheet", "tasks right#", "points#"], rows);
}

export function learnerPage(record: SubmissionRecord): string {
  const { id, name, learner, verdict, reason, earned, possible, undetermined, notes, tasks } = record;
  const title = `Feedback for ${name === "" ? learner : name}`;
  const shown = notes.filter(isForLearner).map((note) => `<li>${escapeHtml(note)}</li>`);
  const parts = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${points(earned)} of ${points(possible)} points${undetermined > 0 ? `; <span class="open">${points(undetermined)} points are undetermined: they are neither earned nor lost</span>` : ""}.</p>`,
    reason === undefined
      ? ""
      : `<p><span class="open">${escapeHtml(verdictWords[verdict] ?? verdict)}:</span> ${escapeHtml(reason)}</p>`,
    sheetTable(tasks),
    shown.length > 0 ? `<h2>Notes</h2><ul>${shown.join("\n")}</ul>` : "",
    ...tasks.map(taskSection),
    `<p><small>Submission ${escapeHtml(id)}. To ask about a verdict, name this id.</small></p>`,
  ];
  return page(title, parts.filter(Boolean).join("\n"));
}
