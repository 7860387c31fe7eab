/** All checks of a task on a live answer: what the check cell, the tests and `npm run check` have in common. */
import type { Result } from "./call";
import { callsOf, isStub, judge } from "./judge";
import type { Load } from "./plain";
import { earnedBy, firstFailed, holdBack } from "./points";
import type { Case, CheckRecord, Task, TaskRecord } from "./sheet";

/** Gives the results of one case: here, in another process, in a sandbox. */
export type Compute = (testCase: Case) => Promise<readonly Result[]>;

export const isVisible = ({ visibility }: Case): boolean => visibility === "visible";

/** Runs an answer in this process; after a case that never finishes, the others are not run. */
export function computeHere(task: Task, answer: unknown, load: Load): Compute {
  let isStuck = false;
  return async (testCase) => {
    const calls = callsOf(task, testCase);
    if (isStuck) return calls.map(() => ({ limit: "not run" }) as const);
    const { runCalls } = await import("./call"); // it brings TensorFlow.js, which a command may do without
    const results = await runCalls(answer, calls, { load, ...(task.seconds && { seconds: task.seconds }) });
    isStuck = results.some((result) => "limit" in result);
    return results;
  };
}

/** Judges a task case by case, in the order of work; the hidden cases too, for a point must not be lost in silence. */
export async function checkTask(
  sheet: string,
  task: Task,
  compute: Compute,
  load: Load,
  cases: readonly Case[] = task.cases,
): Promise<TaskRecord> {
  const checks: CheckRecord[] = [];
  let isUntouched = false;
  let isLate = false;
  for (const testCase of cases) {
    const results = await compute(testCase);
    isUntouched ||= isStub(results);
    isLate ||= results.some((result) => "limit" in result);
    const check = await judge(task, testCase, results, load);
    checks.push({ ...check, ...(!isVisible(testCase) && { hidden: true }) });
  }
  const counted = holdBack(cases, checks);
  const possible = checks.reduce((sum, { points }) => sum + points, 0);
  const verdict = verdictOf(counted, { isUntouched, isLate });
  return {
    sheet,
    task: task.name,
    verdict,
    earned: verdict === "not_attempted" ? 0 : earnedBy(counted),
    possible,
    checks: counted,
  };
}

function verdictOf(
  checks: readonly CheckRecord[],
  { isUntouched, isLate }: { isUntouched: boolean; isLate: boolean },
): TaskRecord["verdict"] {
  if (isUntouched) return "not_attempted";
  if (isLate) return "limit:wall";
  const failed = firstFailed(checks);
  if (!failed) return "pass";
  return failed.expected === "a result" ? "student_error" : "fail"; // it throws where it should give a result
}
