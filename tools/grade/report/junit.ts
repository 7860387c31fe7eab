/** junit.xml: a suite for each submission, a case for each check. */
import type { GradedTask, SubmissionRecord } from "../judge/record";
import { escapeXml } from "./escape";

function caseXml({ sheet, task, verdict }: GradedTask, name: string, problem: string | undefined): string {
  const open = `    <testcase classname="${escapeXml(`${sheet}.${task}`)}" name="${escapeXml(name)}"`;
  if (problem === undefined) return `${open}/>`;
  const tag = verdict === "infra_error" ? "error" : "failure";
  return `${open}><${tag} type="${escapeXml(verdict)}" message="${escapeXml(problem)}"/></testcase>`;
}

function suiteXml({ id, tasks, verdict, reason }: SubmissionRecord): string {
  const cases = tasks.flatMap((task) =>
    task.checks.map((check) =>
      caseXml(task, check.name, check.verdict === "pass" ? undefined : check.message),
    ),
  );
  const failures = tasks.flatMap(({ checks }) => checks.filter((check) => check.verdict !== "pass")).length;
  const [failed, errors] = verdict === "infra_error" ? [0, failures] : [failures, 0];
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
