/** All small changes of an answer, each a mutant: what StrykerJS makes, and what this field needs besides. */
import ts from "typescript";
import { parse } from "../exercises/syntax";
import type { Edit } from "./edit";
import { fieldEdits } from "./field";
import { strykerEdits } from "./stryker";

export interface Mutant {
  /** "1 → 2 in: sum(1)", by which it is found again: the change, and the line on which it starts. */
  readonly name: string;
  /** The whole answer with the change. */
  readonly source: string;
}

/** The mutants of an answer cell, in the order of its text; two that do the same count once. */
export async function mutantsOf(answer: string): Promise<Mutant[]> {
  const edits = [...(await strykerEdits(answer)), ...fieldEdits(parse(answer))];
  const programs = new Set([normal(answer)]);
  const names = new Map<string, number>();
  return edits
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .flatMap((edit) => {
      const source = answer.slice(0, edit.from) + edit.put + answer.slice(edit.to);
      const program = normal(source);
      if (programs.has(program)) return [];
      programs.add(program);
      const name = `${changeOf(answer, edit)} in: ${lineAt(answer, edit.from)}`;
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      return [{ name: count === 1 ? name : `${name} (${count})`, source }];
    });
}

/** A program without its types, comments and layout. */
export const normal = (source: string): string =>
  ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, removeComments: true } })
    .outputText;

/** Without its comment. */
function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  const line = text.slice(start, end === -1 ? undefined : end);
  return short(line.replace(/ \/\/ .*$/, ""));
}

const changeOf = (text: string, { from, to, put }: Edit): string =>
  `${short(text.slice(from, to))} → ${short(put) || "(nothing)"}`;

/** On one line; of a long text its two ends. */
function short(code: string): string {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length <= 120 ? line : `${line.slice(0, 60)} … ${line.slice(-55)}`;
}
