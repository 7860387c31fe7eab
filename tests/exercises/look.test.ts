/** A look cell stands on its own: it may need its task's answer, but never what another task's look cell declares. */
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { parseCells, type Cell } from "../../tools/answers/cell";
import { cellsOf } from "../../tools/exercises/desk";
import { loadSheets } from "../../tools/exercises/load";
import { buildPages } from "../../tools/exercises/page";

const sheets = await loadSheets();

const usesOf = ({ statements }: Cell): Set<string> => new Set(statements.flatMap(({ uses }) => [...uses]));

/** The names that a cell takes from cells that fail while a task is a stub. */
function shakyNames(cells: readonly Cell[], tasks: readonly string[]): Map<Cell, string[]> {
  const isAnswer = ({ course }: Cell): boolean => course.role === "answer"; // a stub declares its name too
  const shaky = new Set<string>();
  const found = new Map<Cell, string[]>();
  for (const cell of cells) {
    const taken = [...usesOf(cell)].filter((name) => shaky.has(name) && !cell.kinds.has(name));
    found.set(cell, taken);
    const isShaky = taken.length > 0 || tasks.some((task) => usesOf(cell).has(task));
    for (const name of cell.kinds.keys())
      if (isShaky && !isAnswer(cell)) shaky.add(name);
      else shaky.delete(name);
  }
  return found;
}

describe.each(sheets.map((sheet) => [sheet.slug, sheet] as const))("sheet %s", (_slug, sheet) => {
  test("finds every name while other tasks are still to be written", () => {
    const { cells } = parseCells(ts, cellsOf(buildPages(sheet).exercises));
    const tasks = sheet.tasks.map(({ name }) => name);
    const lost = [...shakyNames(cells, tasks)].filter(([, names]) => names.length > 0);
    expect(
      lost.map(([{ number, course }, names]) => `cell ${number} (${course.task}): ${names.join(", ")}`),
    ).toEqual([]);
  });
});
