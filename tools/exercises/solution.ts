/** Reads a sheet's source, solutions/NN-slug.ts: prose, given cells, and the five parts of each task. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePercentSource, type Cell } from "../notebook/percent-source";
import { answerFromLib } from "./from-lib";
import { root } from "./load";
import type { Sheet, Task } from "./sheet";

export type Role = "prompt" | "answer" | "check" | "look" | "hint";
const roles: readonly Role[] = ["prompt", "answer", "check", "hint", "look"];

/** A cell's `course` metadata, as an author writes it. */
export interface CourseCell {
  readonly task: string;
  readonly role: Role;
  /** 1 to 3; of the prompt. */
  readonly difficulty?: number;
  /** Of the prompt. */
  readonly minutes?: number;
  /** "lib/metrics": the answer is lib's own; of the answer. */
  readonly from?: string;
}

export interface TaskCells {
  readonly name: string;
  readonly difficulty: number;
  readonly minutes: number;
  readonly answer: string;
  /** A nudge, pseudo-code, almost there. */
  readonly hints: readonly string[];
}

export const sourcePath = (slug: string): string => join(root, "solutions", `${slug}.ts`);

export const courseOf = ({ metadata }: Cell): CourseCell | undefined =>
  metadata["course"] as CourseCell | undefined;

/** The cells of a sheet, with answers taken from lib where a cell says so. */
export function readSolution(slug: string): Cell[] {
  const path = sourcePath(slug);
  return parsePercentSource(path, readFileSync(path, "utf8")).map((cell) => {
    const course = courseOf(cell);
    if (course?.role !== "answer" || course.from === undefined) return cell;
    return { ...cell, source: answerFromLib(course.from, course.task) };
  });
}

/**
 * The parts of each task, in the order of the page.
 *
 * @throws {Error} a part is missing or stands in another order, or tasks and cases do not match
 */
export function readTasks({ slug, tasks }: Sheet, cells: readonly Cell[]): TaskCells[] {
  const names = [...new Set(cells.flatMap((cell) => courseOf(cell)?.task ?? []))];
  const [page, cases] = [names.join(", "), tasks.map(({ name }) => name).join(", ")];
  if (page !== cases)
    throw new Error(`${slug}: the page has the tasks ${page}, but the cases are of ${cases}.`);
  return names.map((name) =>
    readTask(
      slug,
      name,
      cells.filter((cell) => courseOf(cell)?.task === name),
    ),
  );
}

function readTask(slug: string, name: string, cells: readonly Cell[]): TaskCells {
  const found = cells.map((cell) => courseOf(cell)!.role).join(", ");
  if (found !== roles.join(", "))
    throw new Error(`${slug}, ${name}: the cells should be ${roles.join(", ")}, got ${found}.`);
  const [prompt, answer, , hint] = cells as [Cell, Cell, Cell, Cell];
  const { difficulty, minutes } = courseOf(prompt)!;
  if (!difficulty || !minutes)
    throw new Error(`${slug}, ${name}: the prompt's metadata lacks difficulty or minutes.`);
  const hints = hint.source.split(/\n\s*---\s*\n/).map((text) => text.trim());
  if (hints.length !== 3 || hints.some((text) => text === ""))
    throw new Error(`${slug}, ${name}: expected three hints with --- between them, got ${hints.length}.`);
  return { name, difficulty, minutes, answer: answer.source, hints };
}

/** What the whole task earns, hidden cases included. */
export const pointsOf = ({ cases }: Task): number => cases.reduce((sum, { points }) => sum + points, 0);
