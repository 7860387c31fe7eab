/** What the kinds of cases ask for. */
import { describe, expect, test } from "vitest";
import { runCalls } from "../../../tools/exercises/call";
import { call, likeReference, rejects } from "../../../tools/exercises/case";
import { callsOf, judge } from "../../../tools/exercises/judge";
import { load } from "../../../tools/exercises/load";
import type { Case, Task } from "../../../tools/exercises/sheet";

const largest = (numbers: readonly number[]): number => Math.max(...numbers);

/** What a case says of an answer. */
async function judgedBy(testCase: Case, answer: unknown) {
  const task: Task = { name: "largest", reference: largest, cases: [testCase], mistakes: [], alternatives: [] }; // prettier-ignore
  return judge(task, testCase, await runCalls(answer, callsOf(task, testCase), { load }), load);
}

describe("likeReference", () => {
  const sorts = (numbers: number[]): number => numbers.sort((a, b) => b - a)[0]!;
  const calls = () => call([1, 3, 2]);

  test("lets an answer sort the list that it was given", async () => {
    const plain = likeReference("3 is the largest", { points: 1, calls });
    expect(await judgedBy(plain, sorts)).toMatchObject({ verdict: "pass" });
  });

  test("does not let it where arguments are to be kept, and names the list, not each number", async () => {
    const keeps = likeReference("3 is the largest", { points: 1, keepsArguments: true, calls });
    expect(await judgedBy(keeps, largest)).toMatchObject({ verdict: "pass" });
    const { message } = await judgedBy(keeps, sorts);
    expect(message).toMatch(/^numbers is no longer what it was/);
  });
});

describe("rejects", () => {
  const calls = () => [call([-1]), call([-2])];
  const refuses = (numbers: readonly number[]) => {
    throw new RangeError(`largest: ${numbers[0]}`);
  };

  test("may ask for the same words in each error", async () => {
    const both = rejects("refuses", { points: 1, naming: ["largest", "-1"], calls });
    expect((await judgedBy(both, refuses)).message).toContain('should name "-1", but says: largest: -2');
  });

  test("may ask for words of each error", async () => {
    const each = (second: string) =>
      rejects("refuses", { points: 1, naming: [["largest", "-1"], ["largest", second]], calls }); // prettier-ignore
    expect((await judgedBy(each("-3"), refuses)).message).toContain('should name "-3"');
    const { message } = await judgedBy(each("-2"), refuses);
    expect(message).not.toContain("should name");
  });
});
