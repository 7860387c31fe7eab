/** junit.xml: a suite for each submission, a case for each check. */
import { isUndecided } from "../judge/record";
import type { GradedTask, SubmissionRecord } from "../judge/record";

/** Characters that XML 1.0 does not allow even when escaped. */
const noXml =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Line breaks and tabs, too: a reader of XML would fold them. */
const escaped = (text: string): string =>
  text.replace(noXml, "\ufffd").replace(/[&<>"'\r\n\t]/g, (char) => `&#${char.charCodeAt(0)};`);

/** An element; what comes from strangers can only be an attribute, and every attribute is escaped here. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...inside: string[]
): string {
  const open = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`),
  ];
  return inside.length === 0
    ? `<${open.join(" ")}/>`
    : `<${open.join(" ")}>\n${inside.join("\n")}\n</${name}>`;
}

function caseXml({ sheet, task, verdict }: GradedTask, name: string, problem: string | undefined): string {
  const kind = isUndecided(verdict) ? "error" : "failure";
  const problems = problem === undefined ? [] : [element(kind, { type: verdict, message: problem })];
  return element("testcase", { classname: `${sheet}.${task}`, name }, ...problems);
}

function suiteXml({ id, tasks, verdict, reason = "" }: SubmissionRecord): string {
  const cases = tasks.flatMap((task) =>
    task.checks.map((check) =>
      caseXml(task, check.name, check.verdict === "pass" ? undefined : check.message),
    ),
  );
  const failuresIn = (some: readonly GradedTask[]): number =>
    some.flatMap(({ checks }) => checks.filter((check) => check.verdict !== "pass")).length;
  const errors = failuresIn(tasks.filter((task) => isUndecided(task.verdict)));
  const failures = failuresIn(tasks) - errors;
  const properties = element(
    "properties",
    {},
    element("property", { name: "verdict", value: verdict }),
    element("property", { name: "reason", value: reason }),
  );
  return element("testsuite", { name: id, tests: cases.length, failures, errors }, properties, ...cases);
}

export const junitXml = (records: readonly SubmissionRecord[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", {}, ...records.map(suiteXml))}\n`;
