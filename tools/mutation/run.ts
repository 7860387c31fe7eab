/**
 * Makes every small change of every answer, and lets the checks try them: `npm run mutants -- --auto 06`.
 *
 * The counts and what survived go to tests/mutation/record, which a test holds to the checks. Only tasks whose answer or
 * checks changed since are tried again; interrupted, it goes on where it was. With --summary it runs nothing, and counts
 * what the records say.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { availableParallelism } from "node:os";
import { terminalBar } from "../../lib/jupyter/bar.cjs";
import type { AnswerCode } from "../exercises/compile";
import { loadSheets } from "../exercises/load";
import type { Sheet } from "../exercises/sheet";
import { readSolution, readTasks } from "../exercises/solution";
import { stateFolder } from "../setup/state-folder.cjs";
import { codeOf, isTyped, solvedCells } from "./answer-code";
import { Trier } from "./crew";
import { mutantsOf, type Mutant } from "./mutant";
import {
  hashOf,
  inspectRecord,
  readEquivalents,
  readRecord,
  writeRecord,
  zoos,
  type SheetMutants,
  type TaskMutants,
} from "./record";
import { summaryOf, type SheetRecord } from "./summary";
import type { Fate } from "./trial";

const options = {
  auto: { type: "boolean" },
  summary: { type: "boolean", default: false },
  fresh: { type: "boolean", default: false },
  processes: { type: "string", default: String(Math.max(1, availableParallelism() - 1)) },
} as const;

export async function runAutomatic(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const numProcesses = Number(values.processes);
  if (!(Number.isInteger(numProcesses) && numProcesses >= 1))
    throw new Error(`--processes: expected a whole number from 1 on, got ${values.processes}`);
  const chosen = (await loadSheets()).filter(
    ({ slug }) => positionals.length === 0 || positionals.some((number) => slug.startsWith(number)),
  );
  const sheets = chosen.filter(({ slug }) => !zoos.includes(slug));
  if (sheets.length < chosen.length)
    console.log("The zoos are left out: their answers are tests, and their mutants the animals.\n");
  if (values.summary) return console.log(summaryOf(sheets.map(({ slug }) => recordsOf(slug))));
  for (const sheet of sheets) await runSheet(sheet, numProcesses, values.fresh);
}

const recordsOf = (slug: string): SheetRecord => ({
  slug,
  record: readRecord(slug),
  equivalents: readEquivalents(slug),
});

/** The answers of a sheet by task, and the hash of each with its checks. */
export function answersOf(sheet: Sheet): { task: string; answer: string; of: string }[] {
  return readTasks(sheet, readSolution(sheet.slug)).map(({ name, answer }) => ({
    task: name,
    answer,
    of: hashOf(sheet.slug, name, answer),
  }));
}

async function runSheet(sheet: Sheet, numProcesses: number, isFresh: boolean): Promise<void> {
  const known = isFresh ? {} : readRecord(sheet.slug);
  const record: Record<string, TaskMutants> = {};
  const answers = answersOf(sheet);
  const triers = Array.from({ length: numProcesses }, () => new Trier(sheet.slug));
  try {
    for (const one of answers)
      record[one.task] =
        known[one.task]?.of === one.of ? known[one.task]! : await runTask(sheet, one, triers);
  } finally {
    triers.forEach((trier) => trier.stop());
  }
  writeRecord(sheet.slug, record);
  report(sheet, record, Object.fromEntries(answers.map(({ task, of }) => [task, of])));
}

async function runTask(
  sheet: Sheet,
  { task, answer, of }: { task: string; answer: string; of: string },
  triers: readonly Trier[],
): Promise<TaskMutants> {
  const cells = solvedCells(sheet);
  const right = codeOf(cells, task, answer);
  const mutants = await mutantsOf(answer);
  const journal = new Journal(sheet.slug, of);
  const waiting = mutants.filter(({ name }) => !journal.fates.has(name));
  const bar = terminalBar({ title: `${sheet.slug.slice(0, 2)} ${task}`, total: mutants.length });
  let done = mutants.length - waiting.length;
  bar.update(done);
  const work = async (trier: Trier): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const fate = await fateOf(mutant, right, trier, (source) => codeOf(cells, task, source));
      const isRefused = fate === "survived" && !isTyped(cells, task, mutant.source);
      journal.keep(mutant.name, isRefused ? "types" : fate);
      bar.update(++done);
    }
  };
  await Promise.all(triers.map(work));
  bar.end();
  return { of, made: mutants.length, ...tally(mutants, journal.fates) };
}

async function fateOf(
  { source }: Mutant,
  right: AnswerCode,
  trier: Trier,
  compile: (source: string) => AnswerCode,
): Promise<Fate> {
  let code: AnswerCode;
  try {
    code = compile(source);
  } catch {
    return "types"; // it defines nothing any more
  }
  return trier.try(right, code);
}

function tally(
  mutants: readonly Mutant[],
  fates: ReadonlyMap<string, Fate>,
): Pick<TaskMutants, "fates" | "survived"> {
  const counts: Partial<Record<Fate, number>> = {};
  for (const { name } of mutants) counts[fates.get(name)!] = (counts[fates.get(name)!] ?? 0) + 1;
  const isOpen = (name: string): boolean => ["survived", "crashed"].includes(fates.get(name)!);
  const survived = mutants.map(({ name }) => name).filter(isOpen);
  return { fates: counts, survived };
}

/** What became of the mutants of a task so far, line by line in the state folder. */
class Journal {
  readonly fates: Map<string, Fate>;
  private readonly path: string;

  constructor(slug: string, of: string) {
    this.path = stateFolder("mutation", slug, `${of}.jsonl`);
    const lines = existsSync(this.path) ? readFileSync(this.path, "utf8").split("\n") : [];
    this.fates = new Map(lines.filter(isWhole).map((line) => JSON.parse(line) as [string, Fate]));
  }

  keep(name: string, fate: Fate): void {
    this.fates.set(name, fate);
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, `${JSON.stringify([name, fate])}\n`);
  }
}

/** The last line may have been cut off. */
const isWhole = (line: string): boolean => line.endsWith("]");

function report({ slug }: Sheet, record: SheetMutants, hashes: Readonly<Record<string, string>>): void {
  const kinds = ["visible", "hidden", "endless", "types", "crashed", "survived"] as const;
  const columns = (cells: readonly (string | number)[]): string =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(26) : String(cell).padStart(9))).join("");
  const rows = Object.entries(record).map(([task, { made, fates }]) =>
    columns([task, made, ...kinds.map((kind) => fates[kind] ?? 0)]),
  );
  const problems = inspectRecord(record, readEquivalents(slug), hashes);
  console.log([columns([slug, "made", ...kinds]), ...rows, ...problems, ""].join("\n"));
  if (problems.length > 0) process.exitCode = 1;
}
