/** What is kept of the mutants of a sheet in tests/mutation: counts, survivors, and why some cannot be caught. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { root } from "../exercises/load";
import { parse } from "../exercises/syntax";
import { writeWhole } from "../grade/record/write-file";
import { normal } from "./mutant";
import type { Fate } from "./trial";

export interface TaskMutants {
  /** Of the answer and the checks that the mutants met. */
  readonly of: string;
  readonly made: number;
  readonly fates: Readonly<Partial<Record<Fate, number>>>;
  /** By name; those too on which a check itself crashed. */
  readonly survived: readonly string[];
}

/** By task. */
export type SheetMutants = Readonly<Record<string, TaskMutants>>;

/** Mutants that do what the answer does, or what a prompt leaves open; by task, kept by hand. */
export type Equivalents = Readonly<
  Record<string, readonly { readonly because: string; readonly mutants: readonly string[] }[]>
>;

/** What their answers are, tests and proofs, is as good with another number in it; their mutants are the animals. */
export const zoos: readonly string[] = ["12-bug-zoo", "13-second-zoo"];

const folder = join(root, "tests", "mutation");

const readJson = <Content>(path: string): Content =>
  (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {}) as Content;

export const readRecord = (slug: string): SheetMutants => readJson(join(folder, "record", `${slug}.json`));

export const readEquivalents = (slug: string): Equivalents =>
  readJson(join(folder, "equivalent", `${slug}.json`));

export const writeRecord = (slug: string, record: SheetMutants): void =>
  writeWhole(join(folder, "record", `${slug}.json`), `${JSON.stringify(record, null, 2)}\n`);

/**
 * Tells whether a record is about an answer and its checks as they are now: the code of both, without comments and layout,
 * with what the checks import of tests/exercises, and how changes are made. What lib computes, and how tools/exercises compares
 * results, is proven elsewhere.
 */
export function hashOf(slug: string, task: string, answer: string): string {
  const makers = ["field", "mutant", "stryker"].map((name) => join(__dirname, `${name}.ts`));
  const files = [...filesOf(taskFile(slug, task)), ...makers].sort();
  const code = files.map((file) => [relative(root, file), normal(readFileSync(file, "utf8"))]);
  return createHash("sha256")
    .update(JSON.stringify([normal(answer), code]))
    .digest("hex")
    .slice(0, 16);
}

const casesFolder = join(root, "tests", "exercises");

/** @throws {Error} no file of the sheet has such a task */
function taskFile(slug: string, task: string): string {
  const files = readdirSync(join(casesFolder, slug)).map((name) => join(casesFolder, slug, name));
  const found = files.find((file) => readFileSync(file, "utf8").includes(`Task = {\n  name: "${task}"`));
  if (found === undefined) throw new Error(`No file of tests/exercises/${slug} has the task ${task}.`);
  return found;
}

/** A file and what it imports of tests/exercises, directly or not. */
function filesOf(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  for (const statement of parse(readFileSync(file, "utf8")).statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const imported = join(dirname(file), `${statement.moduleSpecifier.text}.ts`);
    if (imported.startsWith(casesFolder)) filesOf(imported, known);
  }
  return known;
}

/** What is wrong with a sheet's record; empty if nothing is. */
export function inspectRecord(
  record: SheetMutants,
  equivalents: Equivalents,
  hashes: Readonly<Record<string, string>>,
): string[] {
  const stale = Object.entries(hashes)
    .filter(([task, hash]) => record[task]?.of !== hash)
    .map(([task]) => `${task}: the record is not of its answer and checks as they are now`);
  const gone = [...Object.keys(record), ...Object.keys(equivalents)]
    .filter((task) => !(task in hashes))
    .map((task) => `${task}: there is no such task`);
  const open = Object.entries(record).flatMap(([task, { survived }]) =>
    survived
      .filter((name) => !reasonsOf(equivalents, task).includes(name))
      .map((name) => `${task}: survived without a reason: ${name}`),
  );
  const idle = Object.keys(equivalents).flatMap((task) =>
    reasonsOf(equivalents, task)
      .filter((name) => !record[task]?.survived.includes(name))
      .map((name) => `${task}: has a reason, but did not survive: ${name}`),
  );
  return [...stale, ...gone, ...open, ...idle];
}

const reasonsOf = (equivalents: Equivalents, task: string): string[] =>
  (equivalents[task] ?? []).flatMap(({ mutants }) => mutants);
