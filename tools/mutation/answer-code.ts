/** The module of a solution's answer with another text in its cell, made as a learner's is, but without its types. */
import { createRequire } from "node:module";
import { parseCells } from "../answers/cell";
import { findDefinition, isAnswerCell } from "../answers/definition";
import { moduleOf } from "../answers/module";
import type { Compiler } from "../answers/names";
import { prepare } from "../answers/preparation";
import type { AnswerCode } from "../exercises/compile";
import { cellsOf } from "../exercises/desk";
import { buildPages } from "../exercises/page";
import { readAnswers } from "../exercises/reader";
import type { Sheet } from "../exercises/sheet";
import type { SourceCell } from "../grade/intake/notebook";

const compiler = createRequire(__filename)("@tslab/typescript-for-tslab") as Compiler;

/** The cells of a solved sheet. */
export const solvedCells = (sheet: Sheet): readonly SourceCell[] => cellsOf(buildPages(sheet).solutions);

/** @throws {Error} the answer cell does not define the task */
export function codeOf(cells: readonly SourceCell[], task: string, answer: string): AnswerCode {
  const parsed = parseCells(compiler, withAnswer(cells, task, answer));
  const { definition, problem } = findDefinition(parsed.cells, task);
  if (definition === undefined) throw new Error(`${task}: ${problem ?? "no cell defines it"}`);
  const { statements } = prepare(parsed.cells, definition, task, () => false);
  return { task, ...moduleOf(compiler, task, statements) };
}

/** Whether the kernel takes the answer's types. It reads the types of TensorFlow, which takes a second or two. */
export const isTyped = (cells: readonly SourceCell[], task: string, answer: string): boolean =>
  readAnswers(withAnswer(cells, task, answer), [task]).answers[0]!.state === "found";

const withAnswer = (cells: readonly SourceCell[], task: string, answer: string): SourceCell[] =>
  cells.map((cell) =>
    isAnswerCell(cell, task) && cell.course.role === "answer" ? { ...cell, source: answer } : cell,
  );
