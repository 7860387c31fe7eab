/** What a learner may see of a task: visible checks in full, hidden ones only as counts. */
import { sumOf } from "../judge/record";
import type { GradedCheck, GradedTask } from "../judge/record";

export interface Feedback {
  readonly visible: readonly GradedCheck[];
  readonly hidden: {
    readonly passed: number;
    readonly count: number;
    readonly earned: number;
    readonly possible: number;
  };
}

const isPassed = ({ verdict }: GradedCheck): boolean => verdict === "pass";

export function feedbackOf({ checks }: GradedTask): Feedback {
  const hidden = checks.filter((check) => check.hidden);
  const passed = hidden.filter(isPassed);
  const points = ({ points }: GradedCheck): number => points;
  return {
    visible: checks.filter((check) => !check.hidden),
    hidden: {
      passed: passed.length,
      count: hidden.length,
      earned: sumOf(passed, points),
      possible: sumOf(hidden, points),
    },
  };
}

/** A verdict in a learner's words. */
export const verdictWords: Readonly<Record<string, string>> = {
  pass: "right",
  fail: "not yet",
  student_error: "the code has an error",
  no_result: "no result came out",
  not_attempted: "not attempted",
  not_submitted: "not submitted",
  infra_error: "not graded (our fault)",
  "limit:wall": "stopped: it waited for ever",
  "limit:cpu": "stopped: it computed too long",
  "limit:mem": "stopped: it used too much memory",
  "limit:out": "stopped: it printed too much",
  "limit:pids": "stopped: it started too many processes",
  "limit:disk": "stopped: it wrote too much",
  graded: "graded",
  rejected_input: "a file could not be read",
  cannot_tell: "cannot tell whose",
};
