/** What becomes of a mutant. */
import { describe, expect, test } from "vitest";
import { call, likeReference } from "../../../tools/exercises/case";
import { runCalls } from "../../../tools/exercises/call";
import type { Task } from "../../../tools/exercises/sheet";
import { judgedOnce, tryMutant } from "../../../tools/mutation/trial";

let numRuns = 0;
const double = (x: number): number => {
  numRuns++;
  return 2 * x;
};
const task: Task = judgedOnce({
  name: "double",
  reference: double,
  mistakes: [],
  alternatives: [],
  cases: [
    likeReference("doubles 30", { points: 1, hidden: true, calls: () => call(30) }),
    likeReference("doubles 3", { points: 1, calls: () => call(3) }),
  ],
});
const answer = (expression: string) => ({
  task: "double",
  code: `exports.double = (x) => ${expression};`,
  modules: [],
});

describe("a mutant", () => {
  test("that a visible case fails ends there", async () => {
    expect(await tryMutant(task, answer("3 * x"))).toBe("visible");
    expect(await tryMutant(task, answer("{ throw new Error(x) }"))).toBe("visible");
  });

  test("that only a hidden case fails ends there", async () => {
    expect(await tryMutant(task, answer("x < 9 ? 2 * x : 0"))).toBe("hidden");
  });

  test("that passes all cases survives", async () => {
    expect(await tryMutant(task, answer("x + x"))).toBe("survived");
  });

  test("whose cell does not run is caught", async () => {
    expect(await tryMutant(task, { task: "double", code: "nothing.there();", modules: [] })).toBe("visible");
  });
});

test("the reference runs once a case, however many mutants there are", async () => {
  numRuns = 0;
  await tryMutant(task, answer("x + x"));
  await tryMutant(task, answer("x * 2"));
  expect(numRuns).toBe(0); // all its results are there from above
  await runCalls(double, [call(3)], { load: () => Promise.resolve({}) });
  expect(numRuns).toBe(1);
});
