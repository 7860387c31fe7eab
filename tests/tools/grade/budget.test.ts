import { describe, expect, test } from "vitest";
import { Budget } from "../../../tools/grade/run/budget";
import { defaultLimits } from "../../../tools/grade/run/limits";

const limits = { ...defaultLimits, cpuSeconds: 5, wallSeconds: 10 };
const computes = (cpuSeconds: number) => ({ cpuSeconds, wallSeconds: 0 });
const waits = (wallSeconds: number) => ({ cpuSeconds: 0, wallSeconds });

describe("a learner's time for a sheet", () => {
  test("lets a task go to the limit of a call twice, as often as a task may die, and ends the third time", () => {
    const budget = new Budget(limits);
    budget.spend("attend", computes(5.1));
    budget.spend("attend", computes(5.1));
    expect(budget.usedUp("attend")).toBeUndefined();
    budget.spend("attend", computes(5.1));
    expect(budget.usedUp("attend")).toEqual({
      verdict: "limit:cpu",
      message: "all calls of this answer together used more than 15 s of processor time",
    });
    expect(budget.usedUp("dotScore")).toBeUndefined();
  });

  test("counts what waits apart from what computes", () => {
    const budget = new Budget(limits);
    for (let call = 0; call < 13; call += 1) budget.spend("attend", waits(2.4));
    expect(budget.usedUp("attend")).toMatchObject({
      verdict: "limit:wall",
      message: expect.stringMatching("30 s"),
    });
  });

  test("ends for all tasks when several have used up that of the sheet", () => {
    const budget = new Budget(limits);
    for (let task = 0; task < 6; task += 1) budget.spend(`task ${task}`, computes(10.2));
    expect(budget.usedUp("one that has not begun")).toEqual({
      verdict: "limit:cpu",
      message: "all answers of this sheet together used more than 60 s of processor time",
    });
  });

  test("counts a call with wider limits, which trains, for so much less", () => {
    const budget = new Budget(limits);
    for (let call = 0; call < 3; call += 1) budget.spend("transformer", computes(19), 4);
    expect(budget.usedUp("transformer")).toBeUndefined();
    budget.spend("transformer", computes(4), 4);
    expect(budget.usedUp("transformer")).toMatchObject({ verdict: "limit:cpu" });
  });
});
