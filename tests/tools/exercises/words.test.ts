/** What a check says: points are one number everywhere, and nobody is told to hand in what is not done. */
import { describe, expect, test } from "vitest";
import { foldHidden } from "../../../tools/exercises/hidden";
import { loadSheet } from "../../../tools/exercises/load";
import { nextStep } from "../../../tools/exercises/next-step";
import { sheetText } from "../../../tools/exercises/overview";
import type { CheckRecord, Sheet, TaskRecord } from "../../../tools/exercises/sheet";
import { pointsOf } from "../../../tools/exercises/solution";

const sheet = await loadSheet("06");

/** A record in which the checks pass but for those that are named. */
function recordOf(
  task: Sheet["tasks"][number],
  isFailed: (check: CheckRecord) => boolean = () => false,
): TaskRecord {
  const checks = task.cases.map(({ name, points, visibility }) => {
    const check = {
      name,
      points,
      verdict: "pass",
      message: "",
      ...(visibility === "hidden" && { hidden: true }),
    };
    return check as CheckRecord;
  });
  const judged = checks.map((check) =>
    isFailed(check) ? ({ ...check, verdict: "fail", message: "[1, 2] expected" } as const) : check,
  );
  const earned = judged.reduce((sum, { verdict, points }) => sum + (verdict === "pass" ? points : 0), 0);
  const verdict = judged.every((check) => check.verdict === "pass") ? "pass" : "fail";
  return { sheet: "06", task: task.name, verdict, earned, possible: pointsOf(task), checks: judged };
}

describe("hidden checks", () => {
  const [task] = sheet.tasks;

  test("are one line with a count and their points", () => {
    const { checks, possible } = foldHidden(recordOf(task!));
    expect(checks.at(-1)).toMatchObject({ name: "1 of 1 hidden check passes", verdict: "pass", points: 1 });
    expect(checks.reduce((sum, { points }) => sum + points, 0)).toBe(possible);
  });

  test("that fail say so, but not what they try", () => {
    const { checks } = foldHidden(recordOf(task!, ({ hidden }) => hidden === true));
    expect(checks.at(-1)).toMatchObject({ name: "0 of 1 hidden check passes", verdict: "fail" });
    expect(checks.at(-1)!.message).toContain("inputs that no check above has");
    expect(checks.at(-1)!.message).not.toContain("[1, 2]");
  });
});

describe("handing in", () => {
  const last = sheet.tasks.at(-1)!;

  test("is said when every task of the sheet passes", () => {
    expect(
      sheetText(
        sheet,
        sheet.tasks.map((task) => recordOf(task)),
      ),
    ).toContain("Hand it in: npm run hand-in");
  });

  test("is not said while a task fails, or only a hidden check of it", () => {
    const records = sheet.tasks.map((task) =>
      recordOf(task, ({ hidden }) => task === last && hidden === true),
    );
    expect(sheetText(sheet, records.map(foldHidden))).not.toContain("Hand it in");
  });

  test("is not said of one task alone, be it the last: what tells is a check of the whole sheet", () => {
    const text = nextStep(sheet, last, recordOf(last));
    expect(text).toContain("run npm run check -- 06: it says whether the whole sheet is ready");
    expect(text).not.toMatch(/hand (it )?in/i);
  });
});
