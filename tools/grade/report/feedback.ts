/** What a learner may see of a task: visible checks in full, hidden ones only as counts. */
import { language, phrase, shownCheck } from "../../../lib/jupyter/language.cjs";
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

const verdictWords = (): Readonly<Record<string, string>> => ({
  pass: phrase("right"),
  fail: phrase("not yet"),
  student_error: phrase("the code has an error"),
  no_result: phrase("no result came out"),
  not_attempted: phrase("not attempted"),
  not_submitted: phrase("not submitted"),
  infra_error: phrase("not graded (our fault)"),
  "limit:wall": phrase("stopped: it waited for ever"),
  "limit:cpu": phrase("stopped: it computed too long"),
  "limit:mem": phrase("stopped: it used too much memory"),
  "limit:out": phrase("stopped: it printed too much"),
  "limit:pids": phrase("stopped: it started too many processes"),
  "limit:disk": phrase("stopped: it wrote too much"),
  graded: phrase("graded"),
  rejected_input: phrase("a file could not be read"),
  cannot_tell: phrase("cannot tell whose"),
});

/** A verdict in a learner's words. */
export const verdictWord = (verdict: string): string => verdictWords()[verdict] ?? verdict;

/** What is said of a file, `"06-attention.ipynb" is cut off`: its name stays. Of several files, each is one part. */
export const shownReason = (reason: string): string =>
  language() === "en"
    ? reason
    : reason
        .split(/; (?=")/)
        .map(shownPart)
        .join("; ");

const shownPart = (part: string): string => {
  const [, name, said = ""] = /^("(?:[^"\\]|\\.)*") (.+)$/s.exec(part) ?? [];
  return name === undefined || shownCheck(said) === said ? shownCheck(part) : `${name}: ${shownCheck(said)}`;
};

/** "06-attention: cell 3 is empty": the sheet stays, what is said of it is translated, unless the whole says more. */
export const shownNote = (note: string): string => {
  const whole = shownReason(note);
  const [, sheet = "", said = ""] = /^(\d\d-[\w-]+: )?(.*)$/s.exec(note) ?? [];
  return whole === note ? sheet + shownReason(said) : whole;
};
