/** The sheets that a batch is graded by, and the hash that names them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { importFile, loadSheets } from "../../exercises/load";
import type { Case, Sheet, Task } from "../../exercises/sheet";
import { BadConfiguration } from "../exit-codes";
import { sha256 } from "../intake/learner-id";
import { projectRoot } from "../layout";

export interface Suite {
  readonly sheets: readonly Sheet[];
  /** Over everything that can change a verdict. */
  readonly hash: string;
  readonly lock: string;
}

function textsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(ts|json)$/.test(name),
  );
  return names.sort().map((name) => `${name}\n${readFileSync(join(folder, name), "utf8")}`);
}

const suiteFolders = [
  "tests/exercises",
  "tests/mutants",
  "tests/reference",
  "lib",
  "tools/answers",
  "tools/exercises",
];

/** The release of the sheets, as a hand-in file names it. */
export const sheetsHash = (extra: readonly string[] = []): string =>
  sha256(
    [...suiteFolders.map((folder) => join(projectRoot, folder)), ...extra].flatMap(textsBelow).join("\0"),
  ).slice(0, 16);

const hide = (testCase: Case): Case => ({ ...testCase, visibility: "hidden" });

/** A folder of sheets in the same form, whose cases are added to ours, all of them hidden. */
async function loadHidden(folder: string): Promise<Map<string, readonly Case[]>> {
  const files = readdirSync(folder).filter(
    (name) => /^\d\d-[\w-]+\.ts$/.test(name) && !name.includes(".test."),
  );
  if (files.length === 0)
    throw new BadConfiguration(`--hidden ${folder}: no file NN-slug.ts with cases is there`);
  const sheets = await Promise.all(
    files.map(async (name) => (await importFile<{ sheet: Sheet }>(join(resolve(folder), name))).sheet),
  );
  return new Map(
    sheets.flatMap(({ tasks }) => tasks.map((task) => [task.name, task.cases.map(hide)] as const)),
  );
}

const withHidden = (task: Task, hidden: Map<string, readonly Case[]>): Task => ({
  ...task,
  cases: [...task.cases, ...(hidden.get(task.name) ?? [])],
});

function choose(sheets: readonly Sheet[], wanted: readonly string[] | undefined): readonly Sheet[] {
  if (wanted === undefined) return sheets;
  const unknown = wanted.find((number) => !sheets.some(({ slug }) => slug.startsWith(number)));
  if (unknown !== undefined)
    throw new BadConfiguration(
      `--sheets: no sheet ${unknown}; there are ${sheets.map(({ slug }) => slug).join(", ")}`,
    );
  return sheets.filter(({ slug }) => wanted.some((number) => slug.startsWith(number)));
}

export interface SuiteOptions {
  readonly sheets?: readonly string[];
  readonly hidden?: string;
  /** Instead of the course's own: the tests grade by a tiny sheet. */
  readonly all?: readonly Sheet[];
}

/** @throws {BadConfiguration} an unknown sheet, a folder without cases */
export async function openSuite({ sheets: wanted, hidden, all }: SuiteOptions = {}): Promise<Suite> {
  const extra = hidden === undefined ? new Map<string, readonly Case[]>() : await loadHidden(hidden);
  const chosen = choose(all ?? (await loadSheets()), wanted);
  const known = new Set(chosen.flatMap(({ tasks }) => tasks.map(({ name }) => name)));
  const stray = [...extra.keys()].find((name) => !known.has(name));
  if (stray !== undefined && wanted === undefined)
    throw new BadConfiguration(`--hidden: no sheet has a task ${stray}`);
  const sheets = chosen.map((sheet) => ({
    ...sheet,
    tasks: sheet.tasks.map((task) => withHidden(task, extra)),
  }));
  const grader = ["tools/grade/run", "tools/grade/judge"].map((folder) => join(projectRoot, folder));
  const names = sheets.map(({ slug }) => slug).join();
  const hash = sha256(
    names + sheetsHash([...grader, ...(hidden === undefined ? [] : [resolve(hidden)])]),
  ).slice(0, 16);
  const lock = sha256(readFileSync(join(projectRoot, "package-lock.json"))).slice(0, 16);
  return { sheets, hash, lock };
}
