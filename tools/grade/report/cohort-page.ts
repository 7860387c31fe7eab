/** The cohort's page: undetermined first, then how each task went, the usual mistakes, the slowest. */
import type { Graded } from "../batch";
import { isUndecided, sumOf } from "../judge/record";
import type { GradedTask, SubmissionRecord } from "../judge/record";
import { escapeHtml } from "../../../lib/jupyter/html";
import { verdictWords } from "./feedback";
import { page, points, table } from "./page";

export interface CohortFacts {
  readonly suite: string;
  readonly sandbox: string;
  /** Entries of the input that belong to nobody. */
  readonly unmatched: readonly string[];
  /** How the input was read. */
  readonly notes?: readonly string[];
}

const countBy = <Item>(items: readonly Item[], key: (item: Item) => string): [string, number][] => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
};

const link = ({ id, learner, name }: SubmissionRecord): string =>
  `<a href="learners/${encodeURIComponent(id)}.html">${escapeHtml(name === "" ? learner : name)}</a>`;

/** A bar of shares: passed, failed, everything else; the words beside it say the same. */
function bar(tasks: readonly GradedTask[]): string {
  const passed = tasks.filter(({ verdict }) => verdict === "pass").length;
  const open = tasks.filter(({ verdict }) => verdict.startsWith("not_") || isUndecided(verdict)).length;
  const wrong = tasks.length - passed - open;
  const parts = [[passed, "#2a7d4f"], [wrong, "#c0563f"], [open, "#999"]] as const; // prettier-ignore
  let x = 0;
  const rects = parts.map(([count, fill]) => {
    const rect = `<rect x="${x}" width="${count}" height="1" fill="${fill}"/>`;
    x += count;
    return rect;
  });
  const label = `${passed} right, ${wrong} not yet, ${open} not written or not graded`;
  const box = `viewBox="0 0 ${tasks.length} 1" preserveAspectRatio="none"`;
  return `<svg class="bar" ${box} role="img" aria-label="${label}">${rects.join("")}</svg>`;
}

const isHandedIn = ({ verdict }: GradedTask): boolean => verdict !== "not_submitted" && !isUndecided(verdict);

function taskTable(records: readonly SubmissionRecord[]): string {
  const tasks = records.flatMap((record) => record.tasks);
  const names = [...new Set(tasks.map(({ sheet, task }) => `${sheet} ${task}`))];
  const rows = names.map((name) => {
    const own = tasks.filter(({ sheet, task }) => `${sheet} ${task}` === name);
    const verdicts = countBy(own, ({ verdict }) => verdict).map(
      ([verdict, count]) => `${count} ${verdictWords[verdict] ?? verdict}`,
    );
    const handedIn = own.filter(isHandedIn);
    const mean = sumOf(handedIn, ({ earned }) => earned) / Math.max(1, handedIn.length);
    return [
      escapeHtml(name),
      bar(own),
      escapeHtml(verdicts.join(", ")),
      `${mean.toFixed(1)} of ${points(own[0]!.possible)}`,
    ];
  });
  const legend =
    "Green: right. Red: not yet. Grey: not written, or not graded. The mean is over what was handed in.";
  return `<p>${legend}</p>${table(["task", "share", "verdicts", "mean#"], rows)}`;
}

/** A mistake's name is what stands before the numbers of the single case. */
const mistakeName = (message: string): string => message.replace(/ \(.*$/s, "").slice(0, 160);

function mistakes(records: readonly SubmissionRecord[]): string {
  const failed = records.flatMap(({ tasks }) =>
    tasks.flatMap(({ task, checks, message, verdict }) => {
      if (verdict.startsWith("not_") || isUndecided(verdict)) return [];
      const first = checks.find((check) => check.verdict === "fail");
      return first ? [`${task}\n${mistakeName(message ?? first.message)}`] : [];
    }),
  );
  const rows = countBy(failed, (one) => one)
    .slice(0, 15)
    .map(([key, count]) => [String(count), ...key.split("\n").map(escapeHtml)]);
  return rows.length === 0
    ? "<p>None.</p>"
    : table(
        ["learners#", "task", "mistake"],
        rows.map((row) => row.slice(0, 3)),
      );
}

function slowest(graded: readonly Graded[]): string {
  const timed = graded.flatMap(({ record, entry }) => (entry ? [{ record, ms: entry.phases.runMs }] : []));
  const rows = timed
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 5)
    .map(({ record, ms }) => [link(record), `${(ms / 1000).toFixed(1)} s`]);
  return table(["learner", "run#"], rows);
}

const list = (items: readonly string[]): string =>
  `<ul>${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;

function undetermined(records: readonly SubmissionRecord[]): string {
  const open = records.filter((record) => record.undetermined > 0);
  if (open.length === 0) return "<p>None: every point is decided.</p>";
  const rows = open.map((record) => [
    link(record),
    escapeHtml(verdictWords[record.verdict] ?? ""),
    points(record.undetermined),
    escapeHtml(record.reason ?? ""),
  ]);
  return table(["learner", "what", "points#", "why"], rows);
}

function forHumans(records: readonly SubmissionRecord[]): string {
  const pattern =
    /for a human to look at|handed in \d+ times|not in the roster|cannot tell whose|only the hand-in file|stands beside two names|was graded[^;]*; not|flaky|answered otherwise|changes what all code shares|hand-in file names the id/;
  const found = records.flatMap((record) =>
    record.notes.filter((note) => pattern.test(note)).map((note) => `${link(record)}: ${escapeHtml(note)}`),
  );
  return found.length === 0 ? "<p>Nothing.</p>" : list(found);
}

function everyone(records: readonly SubmissionRecord[]): string {
  const rows = records.map((record) => {
    const { id, verdict, earned, possible } = record;
    return [
      link(record),
      escapeHtml(verdictWords[verdict] ?? verdict),
      isUndecided(verdict) ? "" : points(earned),
      points(possible),
      `<code>${escapeHtml(id)}</code>`,
    ];
  });
  return table(["learner", "verdict", "earned#", "possible#", "id"], rows);
}

export function cohortPage(
  graded: readonly Graded[],
  { suite, sandbox, unmatched, notes = [] }: CohortFacts,
): string {
  const records = graded.map(({ record }) => record);
  const parts = [
    `<h1>The cohort</h1><p>${records.length} submissions, sheets of release <code>${escapeHtml(suite)}</code>. Sandbox: ${escapeHtml(sandbox)}.</p>`,
    `<h2>Undetermined</h2>${undetermined(records)}`,
    `<h2>For a human to look at</h2>${forHumans(records)}`,
    unmatched.length > 0 ? `<h2>Belongs to nobody</h2>${list(unmatched.map(escapeHtml))}` : "",
    notes.length > 0 ? `<h2>How the input was read</h2>${list(notes.map(escapeHtml))}` : "",
    `<h2>Tasks</h2>${taskTable(records)}`,
    `<h2>Most frequent mistakes</h2>${mistakes(records)}`,
    `<h2>Slowest</h2>${slowest(graded)}`,
    `<h2>Everyone</h2>${everyone(records)}`,
  ];
  return page("The cohort", parts.filter(Boolean).join("\n"));
}
