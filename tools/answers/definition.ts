/** Which of a notebook's cells answers a task, and up to where the notebook has run when that is checked. */
import type { Cell, Statement } from "./cell";

/** Where the answer of a task stands. */
export interface Definition {
  readonly cell: Cell;
  /** The last cell that has run when the answer is checked. */
  readonly until: number;
  readonly isStub: boolean;
}

export interface Found {
  readonly definition?: Definition;
  /** Why there is an attempt, but no definition. */
  readonly problem?: string;
  readonly notes: readonly string[];
}

export const isAnswerCell = ({ course }: Pick<Cell, "course">, task: string): boolean =>
  course.task === task && (course.role ?? "answer") === "answer";

/** The cell in which the notebook checks the task. */
function isCheckCell({ course, source }: Cell, task: string): boolean {
  const isMarked = course.task === task && course.role === "check";
  return isMarked || new RegExp(`\\bcheck\\(\\s*["'\`]${task}["'\`]`).test(source);
}

const defines = (statement: Statement, task: string): boolean =>
  statement.declares.some(({ name, kind }) => name === task && kind !== "type");

/** A cell that the kernel refuses for its syntax defines nothing, but it was meant to. */
const definesTask = (cell: Cell, task: string): boolean =>
  cell.statements.some((statement) => defines(statement, task)) ||
  (cell.problem !== undefined && isAnswerCell(cell, task));

const hasStub = ({ source }: Cell, task: string): boolean => source.includes(`not written yet: ${task}"`);

/**
 * What `check` sees when the notebook runs from top to bottom: the last definition above the check. If that is only
 * the stub, or there is none, a definition further down counts, as if the check were run once more below it; so does
 * a later cell that carries the task's mark. Without a check, the last marked cell counts, else the last definition.
 */
export function findDefinition(cells: readonly Cell[], task: string): Found {
  const all = cells.filter((cell) => definesTask(cell, task));
  const marked = cells.filter((cell) => isAnswerCell(cell, task));
  const check = cells.filter((cell) => isCheckCell(cell, task)).at(-1)?.number;
  const written = all.filter((cell) => !hasStub(cell, task));
  const lastMarked = written.filter((cell) => marked.includes(cell)).at(-1);
  const limit = check ?? lastMarked?.number ?? Infinity;
  const above = all.filter(({ number }) => number <= limit).at(-1);
  const isOpen = above === undefined || hasStub(above, task);
  const below = isOpen ? written.at(-1) : lastMarked;
  const cell = below && below.number > limit ? below : above;
  const notes = cell ? notesOn(cell, { task, marked, written, limit }) : [];
  if (cell?.problem !== undefined) return { problem: `cell ${cell.number}, ${cell.problem}`, notes };
  if (cell) {
    const until = Math.max(check ?? 0, cell.number);
    return { definition: { cell, until, isStub: hasStub(cell, task) }, notes };
  }
  const attempt = marked.filter(({ source }) => source.trim() !== "").at(-1);
  return attempt ? { problem: `cell ${attempt.number} does not define ${task}`, notes } : { notes };
}

interface Surroundings {
  readonly task: string;
  readonly marked: readonly Cell[];
  readonly written: readonly Cell[];
  readonly limit: number;
}

function notesOn(cell: Cell, { task, marked, written, limit }: Surroundings): string[] {
  const notes: string[] = [];
  const last = marked.at(-1);
  const numbers = marked.map(({ number }) => number).join(", ");
  if (marked.length > 1) notes.push(`${task}: cells ${numbers} all carry this task; the last was graded`);
  if (last === undefined)
    notes.push(`${task}: found by its name in cell ${cell.number}; the cell's mark was lost`);
  else if (!marked.includes(cell))
    notes.push(
      hasStub(last, task)
        ? `${task}: cell ${last.number} still holds the stub; the answer was found in cell ${cell.number}`
        : `${task}: cell ${last.number} carries this task, cell ${cell.number} defines it`,
    );
  if (cell.number > limit)
    notes.push(`${task}: cell ${cell.number} stands below its check; run the check again to see its verdict`);
  const ignored = written.find(
    (other) => other !== cell && (other.number > cell.number || hasStub(cell, task)),
  );
  if (ignored)
    notes.push(
      `${task}: cell ${ignored.number} defines it too; cell ${cell.number} is what the check sees, and counts`,
    );
  return notes;
}
