/** Hidden checks as a learner sees them: how many pass, and for how many points, but not what they try. */
import type { CheckRecord, TaskRecord } from "./sheet";

const isHidden = ({ hidden }: CheckRecord): boolean => hidden === true;

/** With one line in the place of all hidden checks, so that points are the same number here and in the grader. */
export function foldHidden(record: TaskRecord): TaskRecord {
  const hidden = record.checks.filter(isHidden);
  if (hidden.length === 0) return record;
  return { ...record, checks: [...record.checks.filter((check) => !isHidden(check)), summary(hidden)] };
}

function summary(hidden: readonly CheckRecord[]): CheckRecord {
  const passed = hidden.filter(({ verdict }) => verdict === "pass").length;
  const [first] = hidden;
  const points = hidden.reduce((sum, check) => sum + check.points, 0);
  const isSame = hidden.every(({ message }) => message === first!.message);
  const isAll = passed === hidden.length;
  const reason = isSame && passed === 0 && isTold(first!.message) ? first!.message : unseen;
  const name = hiddenCount(passed, hidden.length);
  return { name, verdict: isAll ? "pass" : "fail", points, message: isAll ? "" : reason };
}

/** The same words in a cell, in the terminal, for graders and for peers. */
export const hiddenCount = (passed: number, count: number): string =>
  `${passed} of ${count} hidden ${count === 1 ? "check passes" : "checks pass"}`;

/** What says nothing of the inputs may be said. */
const isTold = (message: string): boolean =>
  /^(not written yet|not run|type error|no cell|cell \d|the cell that|syntax)/.test(message);

const unseen = "it fails on inputs that no check above has: think of a case that they leave out";
