/** Everything behind one submission's verdicts: the answer to an appeal. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { normalForm } from "../../names/spelling";
import { BadConfiguration } from "../exit-codes";
import type { GradedCheck, GradedTask, SubmissionRecord } from "../judge/record";
import { readEntries } from "../record/journal";
import type { Results } from "./results";

function checkLines({ name, verdict, points, message, hidden, expected, actual }: GradedCheck): string[] {
  const head = `    ${verdict === "pass" ? "✓" : "✗"} ${name} (${points}${hidden ? ", hidden" : ""})`;
  const indent = (text: string): string => `        ${text.replace(/\n/g, "\n        ")}`;
  const compared =
    expected !== undefined ? [indent(`expected ${expected}`), indent(`got      ${actual ?? "nothing"}`)] : [];
  return [head, ...(message === "" ? [] : [indent(message)]), ...compared];
}

const taskLines = (task: GradedTask): string[] => [
  `  ${task.sheet} ${task.task}: ${task.verdict}, ${task.earned} of ${task.possible}`,
  ...task.checks.flatMap(checkLines),
];

function findRecord(out: string, id: string): SubmissionRecord {
  const path = join(out, "results.json");
  if (!existsSync(path))
    throw new BadConfiguration(`${path} is not there: grade first, or name the folder with --out`);
  const { submissions } = JSON.parse(readFileSync(path, "utf8")) as Results;
  const wanted = normalForm(id);
  const found = submissions.filter((one) => normalForm(one.learner) === wanted || one.id.startsWith(id));
  const exact = found.filter((one) => one.id === id);
  if (exact.length === 1 || found.length === 1) return (exact[0] ?? found[0])!;
  const names = (found.length > 0 ? found : submissions).slice(0, 10).map((one) => one.id);
  throw new BadConfiguration(
    `explain: ${found.length === 0 ? "no" : found.length} submissions match ${JSON.stringify(id)}: ${names.join(", ")}`,
  );
}

/** @throws {BadConfiguration} no such submission, or several */
export function explain(out: string, id: string): string {
  const record = findRecord(out, id);
  const wanted = JSON.stringify(record.tasks);
  const entry = [...readEntries(join(out, "journal.jsonl")).entries.values()].find(
    ({ grade }) => JSON.stringify(grade.tasks) === wanted,
  );
  const facts = entry && [
    `graded at ${entry.at} on ${entry.host}`,
    `sandbox: ${entry.sandbox}`,
    `suite ${entry.suite}, lock file ${entry.lock}, work ${entry.key.slice(0, 16)}`,
    `seeds of the hidden checks: ${Object.entries(entry.seeds).map(([sheet, seed]) => `${sheet} ${seed}`).join(", ")}`,
    `limits: ${Object.entries(entry.limits).map(([name, value]) => `${name}=${value}`).join(", ")}`,
    ...entry.phases.remarks.map((remark) => `remark: ${remark}`),
    `time: compiled in ${entry.phases.compileMs} ms, ran in ${entry.phases.runMs} ms, ${entry.phases.sandboxes} sandboxes`,
  ]; // prettier-ignore
  return [
    `${record.id}  ${record.name}  (${record.learner})`,
    `${record.verdict}${record.reason === undefined ? "" : `: ${record.reason}`}`,
    `${record.earned} of ${record.possible} points, ${record.undetermined} undetermined`,
    ...record.notes.map((note) => `note: ${note}`),
    ...(facts ?? []),
    ...record.tasks.flatMap(taskLines),
  ].join("\n");
}
