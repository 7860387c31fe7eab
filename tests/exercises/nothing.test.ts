/** Nothing for nothing: every trivial answer against all tasks; and half an answer keeps its half of the points. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { checkTask, computeHere } from "../../tools/exercises/check";
import { load, loadSheets, root } from "../../tools/exercises/load";
import type { Task, TaskRecord } from "../../tools/exercises/sheet";
import { judgedOnce } from "../../tools/mutation/trial";
import { trivialAnswers } from "./nothing";

const sheets = await loadSheets();
const tasks = sheets.flatMap(({ slug, tasks }) => tasks.map((task) => ({ slug, task: judgedOnce(task) })));

/** The sources of a sheet's checks: they hold every word that an error could be asked to name. */
function wordsOf(slug: string): string {
  const folder = join(root, "tests", "exercises", slug);
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

const recordOf = (slug: string, task: Task, answer: unknown): Promise<TaskRecord> =>
  checkTask(slug, task, computeHere(task, answer, load), load);

/** Points by task and trivial answer. */
const table = new Map<string, number[]>();

beforeAll(async () => {
  for (const { slug, task } of tasks) {
    const words = wordsOf(slug);
    const points: number[] = [];
    for (const { make } of trivialAnswers) points.push((await recordOf(slug, task, make(words))).earned);
    table.set(task.name, points);
  }
  writeTable();
}, 240_000);

/** Kept where it can be read: a row a task, a column a trivial answer. */
function writeTable(): void {
  const folder = join(root, ".course", "nothing");
  mkdirSync(folder, { recursive: true });
  const row = (cells: readonly unknown[]): string => `| ${cells.join(" | ")} |`;
  const lines = [...table].map(([task, points]) => row([task, ...points]));
  const names = trivialAnswers.map(({ name }) => name);
  const head = [row(["task", ...names]), row(["---", ...names.map(() => "---:")])];
  writeFileSync(join(folder, "table.md"), `${[...head, ...lines].join("\n")}\n`);
}

describe("an answer that does nothing earns nothing", () => {
  test.each(trivialAnswers.map(({ name }, column) => [name, column] as const))("%s", (_name, column) => {
    const earned = [...table].filter(([, points]) => points[column] !== 0);
    expect(earned.map(([task, points]) => `${task}: ${points[column]}`)).toEqual([]);
  });

  test("of every task of every sheet", () => {
    expect(table.size).toBe(tasks.length);
    expect(table.size).toBe(68);
  });
});

test("every task has a visible check of values: the others wait for it", () => {
  const isOfValues = ({ needsValues, visibility }: Task["cases"][number]): boolean =>
    !needsValues && visibility === "visible";
  expect(tasks.filter(({ task }) => !task.cases.some(isOfValues)).map(({ task }) => task.name)).toEqual([]);
});

describe("a check that is held back", () => {
  const { slug, task } = tasks.find(({ task: { name } }) => name === "attentionEntropy")!;
  const checkOf = async (answer: unknown, name: string) =>
    (await recordOf(slug, task, answer)).checks.find((check) => check.name.startsWith(name));

  test("says which check it waits for", async () => {
    expect(await checkOf(() => 0, "one position with everything")).toMatchObject({
      verdict: "fail",
      isHeldBack: true,
      message:
        'counts once "four equal weights have an entropy of ln 4 = 1.386 nats" passes: an answer that does nothing passes this check too',
    });
  });

  test("counts as soon as a check of values passes", async () => {
    const half = (weights: readonly number[]): number =>
      weights.reduce((sum, weight) => sum - (weight === 0 ? 0 : weight * Math.log(weight)), 0);
    const record = await recordOf(slug, task, half); // refuses nothing
    expect(record).toMatchObject({ verdict: "fail", earned: 4, possible: 5 });
    expect(await checkOf(half, "one position with everything")).toMatchObject({ verdict: "pass" });
  });
});

describe("a test of the zoo", () => {
  const zoo = sheets.find(({ slug }) => slug.startsWith("12"))!;
  const task = zoo.tasks[0]!;

  test("that fails some broken models keeps some points", async () => {
    const answer = task.mistakes.find(({ says }) =>
      says.startsWith("that the padding has not the largest weight"),
    )!.answer;
    const { earned, possible } = await recordOf(zoo.slug, { ...task, mistakes: [] }, answer);
    expect(earned).toBeGreaterThan(0);
    expect(earned).toBeLessThan(possible);
  });
});
