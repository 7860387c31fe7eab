import { describe, expect, test } from "vitest";
import { completionPage, isComplete } from "../../../tools/exercises/completion";
import type { Progress } from "../../../tools/exercises/progress";
import type { Sheet } from "../../../tools/exercises/sheet";

const task = (name: string) => ({ name, cases: [{ points: 2 }, { points: 3 }] });
const sheets = [
  { slug: "01-first", tasks: [task("one"), task("two")] },
  { slug: "02-second", tasks: [task("three")] },
] as unknown as Sheet[];
const passed = { verdict: "pass", earned: 5, possible: 5, hints: 1 } as const;
const all: Progress = { one: passed, two: passed, three: passed };

describe("the completion sheet", () => {
  test("is due when every task of every sheet passes, and not before", () => {
    expect(isComplete(sheets, all)).toBe(true);
    expect(isComplete(sheets, { one: passed, two: passed })).toBe(false);
    expect(isComplete(sheets, { ...all, two: { ...passed, verdict: "fail" } })).toBe(false);
    expect(isComplete([], {})).toBe(false);
  });

  test("says what the record says: tasks, points, hints, predictions and the day", () => {
    const page = completionPage({
      sheets,
      progress: all,
      predictions: "Predictions: 4 of 6 made, 3 right at the first try",
      date: new Date(2026, 10, 30),
    });
    expect(page).toContain("On 30 November 2026 all 3 tasks of the 2 sheets pass");
    expect(page).toContain('<td class="number">10 of 10</td><td class="number">2</td>');
    expect(page).toContain("Predictions: 4 of 6 made, 3 right at the first try.");
  });
});
