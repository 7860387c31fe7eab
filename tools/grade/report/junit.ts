/** junit.xml: a suite for each submission, a case for each check. */
import { isUndecided } from "../judge/record";
import type { GradedTask, SubmissionRecord } from "../judge/record";
import { escapeXml } from "./escape";

function caseXml({ sheet, task, verdict }: GradedTask, name: string, problem: string | undefined): string {
  const open = `    <testcase classname="${escapeXml(`${sheet}.${task}`)}" name="${escapeXml(name)}"`;
  if (problem === undefined) return `${open}/>`;
  const tag = isUndecided(verdict) ? "error" : "failure";
  return `${open}><${tag} type="${escapeXml(verdict)}" message="${escapeXml(problem)}"/></testcase>`;
}

function suiteXml({ id, tasks, verdict, reason }: SubmissionRecord): string {
  const cases = tasks.flatMap((task) =>
    task.checks.map((check) =>
      caseXml(task, check.name, check.verdict === "pass" ? undefined : check.message),
    ),
  );
  const failuresIn = (some: readonly GradedTask[]): number =>
    some.flatMap(({ checks }) => checks.filter((check) => check.verdict !== "pass")).length;
  const errors = failuresIn(tasks.filter((task) => isUndecided(task.verdict)));
  const failed = failuresIn(tasks) - errors;
  const properties = `    <properties><property name="verdict" value="${escapeXml(verdict)}"/><property name="reason" value="${escapeXml(reason ?? "")}"/></properties>`;
  const head = `  <testsuite name="${escapeXml(id)}" tests="${cases.length}" failures="${failed}" errors="${errors}">`;
  return [head, properties, ...cases, "  </testsuite>"].join("\n");
}

export const junitXml = (records: readonly SubmissionRecord[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    ...records.map(suiteXml),
    "</testsuites>",
    "",
  ].join("\n");
