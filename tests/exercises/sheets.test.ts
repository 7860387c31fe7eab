/** Every sheet keeps its promises; and its checks, which judge others, are judged here. */
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import type { TaskRecord } from "../../tools/exercises/sheet";
import { checkTask, computeHere } from "../../tools/exercises/check";
import { runCalls } from "../../tools/exercises/call";
import { callsOf } from "../../tools/exercises/judge";
import { load, loadSheets, sheetSlugs } from "../../tools/exercises/load";
import { inspectSheet } from "../../tools/exercises/inspect";
import { buildPages } from "../../tools/exercises/page";
import { declaredNames, parse } from "../../tools/exercises/syntax";
import { tryVariants, type Trial } from "../../tools/exercises/mutants";
import { judgedOnce } from "../../tools/mutation/trial";
import type { Sheet, Task } from "../../tools/exercises/sheet";

const sheets = await loadSheets();
/** The reference's results are the same for every answer. */
const judgedOnceEach = (sheet: Sheet): Sheet => ({
  ...sheet,
  tasks: sheet.tasks.map((task) => ({ ...judgedOnce(task), mistakes: task.mistakes })),
});

describe.each(sheets.map((sheet) => [sheet.slug, judgedOnceEach(sheet)] as const))(
  "sheet %s",
  (_slug, sheet) => {
    let trials: Trial[];

    beforeAll(async () => {
      trials = await tryVariants(sheet);
    }, 240_000);

    test("every stub fails, every solution passes, and no hint gives the answer away", async () => {
      expect(await inspectSheet(sheet)).toEqual([]);
    }, 60_000);

    test("every known mistake fails, and the first message names it", () => {
      expect(trials.filter(({ kind, isGood }) => kind === "mistake" && !isGood)).toEqual([]);
    });

    test("every other right answer passes, by the hidden checks too", () => {
      expect(trials.filter(({ kind, isGood }) => kind === "alternative" && !isGood)).toEqual([]);
    });

    test("every task has at least three mistakes, two other right answers, and a hidden check", () => {
      const poor = sheet.tasks.filter(
        ({ mistakes, alternatives, cases }) =>
          mistakes.length < 3 ||
          alternatives.length < 2 ||
          !cases.some(({ visibility }) => visibility === "hidden"),
      );
      expect(poor.map(({ name }) => name)).toEqual([]);
    });

    test("calls and results survive the way through JSON, as a sandbox sends them", async () => {
      for (const task of sheet.tasks) {
        const here = await recordOf(sheet, task, (calls) => calls);
        const there = await recordOf(sheet, task, (data) => JSON.parse(JSON.stringify(data)) as typeof data);
        expect(there).toEqual(here);
      }
    });
  },
);

/** The record of the task's first mistake, with everything that crosses the wall changed by `cross`. */
async function recordOf(sheet: Sheet, task: Task, cross: <Data>(data: Data) => Data): Promise<TaskRecord> {
  const { answer } = task.mistakes[0]!;
  const compute = async (testCase: Task["cases"][number]) =>
    cross(await runCalls(answer, cross(callsOf(task, testCase)), { load }));
  return checkTask(sheet.slug, task, compute, load, task.cases);
}

describe("the sheets together", () => {
  test("no two tasks share a name: a check cell finds its task by it", () => {
    const names = sheets.flatMap(({ tasks }) => tasks.map(({ name }) => name));
    expect(names).toEqual([...new Set(names)]);
  });

  test("no page of a learner imports a name twice", () => {
    const twice = sheets.flatMap((sheet) => {
      const cells = buildPages(sheet).exercises.cells.filter(({ cell_type: kind }) => kind === "code");
      const imports = cells.flatMap(({ source }) =>
        parse([source].flat().join("")).statements.filter(ts.isImportDeclaration),
      );
      const names = imports.flatMap((statement) =>
        declaredNames(statement).map((name) => `${name} from ${statement.moduleSpecifier.getText()}`),
      );
      return names.filter((name, i) => names.indexOf(name) < i).map((name) => `${sheet.slug}: ${name}`);
    });
    expect(twice).toEqual([]);
  });

  test.each(sheets)("$slug opens on its words: its imports are folded, with a line that says so", (sheet) => {
    for (const page of Object.values(buildPages(sheet))) {
      const [first, ...later] = page.cells.filter(({ cell_type: kind }) => kind === "code");
      const [line, ...imports] = [first!.source].flat();
      expect(line).toMatch(/^\/\/ Imports: /);
      expect(first!.metadata).toEqual({ jupyter: { source_hidden: true } });
      expect(parse(imports.join("")).statements.every(ts.isImportDeclaration)).toBe(true); // what a task uses stays open
      expect(later.filter(({ metadata }) => "jupyter" in metadata)).toEqual([]);
    }
  });

  test("each sheet says its own slug", () => {
    expect(sheets.map(({ slug }) => slug)).toEqual(sheetSlugs());
  });

  test("a check gives the same record twice", async () => {
    const [sheet] = sheets as [Sheet];
    const [task] = sheet.tasks as [Task];
    const check = () => checkTask(sheet.slug, task, computeHere(task, task.mistakes[0]!.answer, load), load);
    expect(await check()).toEqual(await check());
  });
});
