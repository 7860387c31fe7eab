/** The course's one list of terms, notebooks/glossary.tsv: for the book, for the notebooks and for translators. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { language, phrase } from "../../lib/jupyter/language.cjs";
import { root } from "../notebook/sources";

/** A note says in Korean why this Korean word, where others use another; it is for readers of the Korean edition. */
const columns = ["term", "korean", "note", "name", "axis", "papers", "meaning"] as const;

/** One term. A column that does not apply is empty. */
export type Term = Readonly<Record<(typeof columns)[number], string>>;

/** @throws {Error} a line lacks a column, or its term, Korean term or meaning is empty, or a term stands twice */
export function readGlossary(path = join(root, "notebooks", "glossary.tsv")): readonly Term[] {
  const { data, meta } = Papa.parse<Term>(readFileSync(path, "utf8").trimEnd(), {
    header: true,
    delimiter: "\t",
    quoteChar: "\0",
  });
  if (meta.fields?.join() !== columns.join())
    throw new Error(`${path}: the head should be ${columns.join(", ")}`);
  data.forEach((row, index) => {
    const isWhole =
      columns.every((column) => row[column] !== undefined) && row.term && row.korean && row.meaning;
    const isNew = data.findIndex(({ term }) => term === row.term) === index;
    if (!isWhole || !isNew)
      throw new Error(
        `${path}, line ${index + 2}: ${isNew ? "something is missing" : "a second " + row.term}`,
      );
  });
  return data;
}

const inIts = (language: "en" | "ko", words: string): string => `<span lang="${language}">${words}</span>`;

/** Whether the page of this language has a note on a term. */
export const hasNote = ({ note }: Term): boolean => note !== "" && language() === "ko";

export const noteId = ({ term }: Term): string => `note-${term.replace(/ /g, "-")}`;

/** The list as a table in Markdown; a Korean word leads to its note. */
export function glossaryTable(terms: readonly Term[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const head = [
    phrase("term"),
    inIts("ko", "한국어"),
    phrase("meaning"),
    phrase("our name"),
    phrase("axis"),
    phrase("in papers"),
  ];
  const lines = terms.map((one) =>
    row([
      inIts("en", one.term),
      inIts("ko", hasNote(one) ? `[${one.korean}](#${noteId(one)})` : one.korean),
      phrase(one.meaning),
      one.name,
      phrase(one.axis),
      one.papers,
    ]),
  );
  return [row(head), row(head.map(() => "---")), ...lines].join("\n");
}

/** The names that the list explains: code in its columns of names and axes. */
export const glossaryNames = (terms: readonly Term[]): Set<string> =>
  new Set(
    terms.flatMap(({ name, axis }) => [...`${name} ${axis}`.matchAll(/`(\w+)`/g)].map(([, code]) => code!)),
  );

/**
 * What holds for every function of lib: its heading, sentences and lists, one by one, as they are translated.
 *
 * @param libPage  lib/README.md
 * @throws {Error} it has no such section
 */
export function rulesOfLib(libPage: string): readonly string[] {
  const [text] = /^## What holds for every function\n.*?(?=^## )/ms.exec(libPage) ?? [];
  if (text === undefined) throw new Error('lib/README.md has no section "What holds for every function"');
  return text
    .trimEnd()
    .split("\n\n")
    .map((block) => block.replace(/\n +/g, " "));
}
