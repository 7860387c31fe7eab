/** One member's work, ready to show: sources, verdicts, run times and maps; computed once for equal work. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sheet } from "../../exercises/sheet";
import type { Graded } from "../../grade/batch";
import { isAnswerCell } from "../../answers/definition";
import { answersOf } from "../../grade/run/compiler";
import type { Compile } from "../../grade/run/compiler";
import type { SourceCell } from "../../grade/intake/notebook";
import { sha256 } from "../../grade/intake/learner-id";
import { prepare } from "../../grade/intake/select";
import type { PreparedSheet } from "../../grade/intake/select";
import type { Snapshots } from "../../grade/intake/snapshots";
import type { Host } from "../../grade/judge/grade-sheet";
import { writeWhole } from "../../grade/record/write-file";
import { canonicalForm } from "../answers/fold";
import { measureSheet } from "./measure";
import type { Measured } from "./measure";
import type { Sentence } from "./sentence";

/** Of one task; the verdict stands in the grader's record. */
export interface TaskWork extends Measured {
  readonly source: string;
  readonly form?: string;
}

/** By sheet and task. */
export type Work = Readonly<Record<string, Readonly<Record<string, TaskWork>>>>;

export interface Workshop extends Host {
  readonly compile: Compile;
  readonly snapshots: Snapshots;
  readonly sheets: readonly Sheet[];
  readonly sentence: Sentence | undefined;
  /** Where measurements are kept. */
  readonly folder: string;
  /** Over everything that can change them. */
  readonly suiteHash: string;
}

/** The cell as it stands, with its comments; empty if no cell is marked as this task's. */
const answerCell = (cells: readonly SourceCell[], task: string): string =>
  cells.filter((cell) => cell.isCode && isAnswerCell(cell, task)).at(-1)?.source ?? "";

const linesOf = (source: string): string[] =>
  source.split("\n").map((line) => line.replace(/^export\s+/, "").trimEnd());

/** What a reviewer reads: the cell, and the lines that the answer needs from other cells. */
export function shownSource(cell: string, extracted: string): string {
  if (cell.trim() === "") return extracted;
  const own = new Set(linesOf(cell));
  const others = linesOf(extracted).filter(
    (line) => line.trim() !== "" && !/^(import|export) /.test(line) && !own.has(line),
  );
  return others.length === 0
    ? cell
    : `${cell.trimEnd()}\n\n// needed from other cells:\n${others.join("\n")}\n`;
}

async function workOn(sheet: Sheet, { cells }: PreparedSheet, graded: Graded, shop: Workshop) {
  const names = sheet.tasks.map(({ name }) => name);
  const compiled = await shop.compile(cells, names);
  const answers = answersOf(compiled);
  const number = sheet.slug.slice(0, 2);
  const own = graded.record.tasks.filter((task) => task.sheet === number);
  const measured = await measureSheet(sheet, answers, own, shop);
  const work: Record<string, TaskWork> = {};
  for (const name of names) {
    const answer = answers.find(({ task }) => task === name);
    const source = shownSource(answer?.cell || answerCell(cells, name), answer?.source ?? "");
    const form = await canonicalForm(answer?.source ? `${answer.source}export { ${name} };\n` : "");
    work[name] = { source, ...(form !== undefined && { form }), ...measured[name] };
  }
  return work;
}

/** What everybody started from. */
export const stubSources = ({ tasks }: Sheet, cells: readonly SourceCell[]): Record<string, string> =>
  Object.fromEntries(tasks.map(({ name }) => [name, answerCell(cells, name)]));

export async function workOf(graded: Graded, shop: Workshop): Promise<Work> {
  const { snapshots, sheets, folder, suiteHash, limits, sentence } = shop;
  const prepared = prepare(graded.submission!, snapshots, sheets);
  const key = sha256(JSON.stringify([3, prepared.key, suiteHash, limits, sentence ?? null]));
  const path = join(folder, `${key.slice(0, 24)}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as Work;
  const work: Record<string, Record<string, TaskWork>> = {};
  for (const sheet of sheets) {
    const own = prepared.sheets.find(({ slug, refused }) => slug === sheet.slug && refused === undefined);
    if (own) work[sheet.slug] = await workOn(sheet, own, graded, shop);
  }
  writeWhole(path, JSON.stringify(work));
  return work;
}
