/** What checks earn. Nothing for nothing: the same rule in a cell, in the terminal and in the grader. */
import type { Case, CheckRecord } from "./sheet";

/**
 * A check that an answer passes by doing nothing counts once a check of values passes; until then it says so.
 *
 * @param checks  one for each case
 */
export function holdBack<Check extends CheckRecord>(
  cases: readonly Case[],
  checks: readonly Check[],
): readonly Check[] {
  const ofValues = cases.find(({ needsValues }) => !needsValues);
  const isProven = checks.some(({ verdict }, i) => verdict === "pass" && !cases[i]!.needsValues);
  if (isProven || ofValues === undefined) return checks;
  const message = `counts once "${ofValues.name}" passes: an answer that does nothing passes this check too`;
  return checks.map((check) =>
    check.verdict === "pass" ? { ...check, verdict: "fail", message, isHeldBack: true } : check,
  );
}

export const earnedBy = (checks: readonly CheckRecord[]): number =>
  checks.reduce((sum, { verdict, points }) => sum + (verdict === "pass" ? points : 0), 0);

/** What to look at first: a check that is held back waits for it. */
export const firstFailed = (checks: readonly CheckRecord[]): CheckRecord | undefined =>
  checks.find(({ verdict, isHeldBack }) => verdict === "fail" && !isHeldBack);
