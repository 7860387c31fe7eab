/** Which statements of a notebook an answer needs, wherever they stand. */
import type { Statement } from "./statements";

/**
 * The declaration of a name that a cell sees: the last one up to that cell, as when a notebook runs from top to bottom;
 * if there is none, the first one after it.
 */
function visibleFrom(statements: readonly Statement[], name: string, cell: number): Statement | undefined {
  const all = statements.filter(({ declares }) => declares.includes(name));
  return all.filter((statement) => statement.cell.number <= cell).at(-1) ?? all[0];
}

/** Declarations that only together make sense: overloads of a function, an interface and its class. */
const siblings = (statements: readonly Statement[], one: Statement, name: string): readonly Statement[] =>
  statements.filter(({ cell, declares }) => cell.number === one.cell.number && declares.includes(name));

/** Top-level assignments to a name that is needed, up to the answer's cell. */
const assignmentsTo = (statements: readonly Statement[], name: string, cell: number): readonly Statement[] =>
  statements.filter(({ assigns, cell: { number } }) => assigns === name && number <= cell);

/**
 * The statements that an answer needs, in the order of the notebook. Everything else, training cells first of all, is
 * dropped.
 *
 * @param answer  the statement that declares the task's function or class
 */
export function neededStatements(
  statements: readonly Statement[],
  answer: Statement,
  task: string,
): Statement[] {
  const cell = answer.cell.number;
  const needed = new Set<Statement>();
  const seen = new Set([task]);
  const pending = [...siblings(statements, answer, task), ...assignmentsTo(statements, task, cell)];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    for (const name of next.uses) {
      if (seen.has(name)) continue;
      seen.add(name);
      const declaration = visibleFrom(statements, name, cell);
      if (declaration)
        pending.push(...siblings(statements, declaration, name), ...assignmentsTo(statements, name, cell));
    }
  }
  return statements.filter((statement) => needed.has(statement));
}
