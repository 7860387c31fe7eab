/**
 * What a learner's cells mean, decided once: `npm run check`, hand-in, grader and review all ask here, and the kernel's
 * own `check` agrees (tests/tools/answers).
 *
 *     cells ─ cell.ts ─► statements ─ definition.ts ─► the answer ─ preparation.ts ─► what it needs ─ types.ts, module.ts ─► code
 */
import type { SourceCell } from "../grade/intake/notebook";
import { parseCells, type Cell, type ParsedNotebook, type Statement } from "./cell";
import type { Compiler } from "./names";
import { findDefinition, type Definition } from "./definition";
import { findingsOn } from "./findings";
import { refusedImport } from "./imports";
import { moduleOf, type AnswerModule } from "./module";
import { prepare } from "./preparation";
import { createTypeChecker, holderOf } from "./types";
import { moduleNames } from "../kernel/spelling.cjs";

/** A task's answer, or why there is none. */
export interface Answer extends AnswerModule {
  readonly task: string;
  readonly state: "found" | "missing" | "student_error";
  /** Why it is not found; else empty. */
  readonly message: string;
  readonly notes: readonly string[];
  readonly isStub: boolean;
  /** The whole cell as it stands, with its comments; empty if there is none. */
  readonly cell: string;
}

/** What it takes to run one. */
export type Runnable = Pick<Answer, "task" | "state" | "message" | "notes" | "code">;

export interface Answers {
  readonly answers: readonly Answer[];
  /** About the notebook as a whole. */
  readonly notes: readonly string[];
}

export type ReadAnswers = (cells: readonly SourceCell[], tasks: readonly string[]) => Answers;

const nothing = { code: "", source: "", modules: [], isStub: false, cell: "", message: "" } as const;

/** A task on its way: found, but its types are not checked yet. */
interface Draft {
  readonly task: string;
  readonly definition: Definition;
  readonly notes: readonly string[];
}

type Errors = ReadonlyMap<Cell, readonly string[]>;

/** A reader that keeps the course's own types from one notebook to the next. */
export function createReader(ts: Compiler, root: string): ReadAnswers {
  const typeErrors = createTypeChecker(ts, root);

  /** A refused cell declares nothing, so what leans on it is asked again without it. */
  function allErrors(drafts: readonly Draft[], { cells }: ParsedNotebook): Errors {
    let errors: Errors = new Map();
    for (let before = -1; before !== errors.size;) {
      before = errors.size;
      const isRefused = (cell: Cell): boolean => errors.has(cell);
      const left = cells.filter((cell) => cell.problem === undefined && !isRefused(cell));
      const wanted = drafts.flatMap(({ task, definition }) => [
        definition.cell,
        ...prepare(
          cells,
          definition,
          task,
          (cell) => isRefused(cell) && cell !== definition.cell,
        ).statements.map(({ cell }) => cell),
      ]);
      errors = new Map([...errors, ...typeErrors([...new Set(wanted)], left)]);
    }
    return errors;
  }

  function finish({ task, definition, notes }: Draft, { cells }: ParsedNotebook, errors: Errors): Answer {
    const cell = definition.cell.source;
    const refused = refusedIn(ts, prepare(cells, definition, task, () => false).statements);
    if (refused !== undefined)
      return { ...nothing, task, state: "student_error", message: refused, notes, cell };
    const [first, ...more] = errors.get(definition.cell) ?? [];
    if (first !== undefined) {
      const others = more.length > 0 ? ` (and ${more.length} more)` : "";
      const cause = refusedHelper(first, definition.cell, { cells, errors });
      const message = `type error: cell ${definition.cell.number}, ${first}${others}${cause}`;
      return { ...nothing, task, state: "student_error", message, notes, cell };
    }
    const { statements, notes: ownNotes } = prepare(cells, definition, task, (one) => errors.has(one));
    const all = [...notes, ...ownNotes, ...findingsOn(ts, statements, task)];
    const module = moduleOf(ts, task, statements);
    const { isStub } = definition;
    return { ...module, task, state: "found", message: "", notes: all, isStub, cell };
  }

  return (sources, tasks) => {
    const parsed = parseCells(ts, sources);
    const found = tasks.map((task) => ({ task, ...findDefinition(parsed.cells, task) }));
    const drafts = found.flatMap(({ task, definition, notes }) =>
      definition ? [{ task, definition, notes }] : [],
    );
    const errors = drafts.length > 0 ? allErrors(drafts, parsed) : new Map<Cell, string[]>();
    const answers = found.map(({ task, definition, problem, notes }) =>
      definition
        ? finish({ task, definition, notes }, parsed, errors)
        : { ...nothing, task, notes, ...absence(problem, parsed) },
    );
    const skipped = parsed.cells
      .filter(({ problem, course }) => problem !== undefined && course.role !== "answer")
      .map(({ number, problem }) => `cell ${number}, ${problem}; the cell was left out`);
    return { answers, notes: [...parsed.notes, ...skipped] };
  };
}

/** Why a notebook has no answer to a task. */
function absence(problem: string | undefined, { cells }: ParsedNotebook): Pick<Answer, "state" | "message"> {
  const python = cells.find((cell) => cell.problem?.includes("Python"));
  const message = problem ?? (python && `cell ${python.number}, ${python.problem}`);
  return message === undefined
    ? { state: "missing", message: "no cell of the notebook holds this task" }
    : { state: "student_error", message };
}

/** " (helper is declared in cell 3, which is refused: …)": the kernel only says that it cannot find the name. */
function refusedHelper(
  error: string,
  user: Cell,
  { cells, errors }: Pick<ParsedNotebook, "cells"> & { readonly errors: Errors },
): string {
  const name = /Cannot find name '(\w+)'/.exec(error)?.[1];
  const holder = name === undefined ? undefined : holderOf(cells, name, user);
  const reason = holder && (holder.problem ?? errors.get(holder)?.[0]);
  return reason === undefined
    ? ""
    : `; ${name} is declared in cell ${holder!.number}, which is refused: ${reason}`;
}

function refusedIn(ts: Compiler, statements: readonly Statement[]): string | undefined {
  for (const { node, cell } of statements) {
    if (!ts.isImportDeclaration(node)) continue;
    const [name] = moduleNames(ts, node);
    const refused = name && refusedImport(name.text);
    if (refused) return `cell ${cell.number} ${refused}`;
  }
  return undefined;
}
