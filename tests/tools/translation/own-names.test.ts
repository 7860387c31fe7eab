/** The names among a notebook's data: what its tables and plots show is known to the Korean edition, or is data. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { shownNames } from "../../../lib/jupyter/language.cjs";
import { joinText, type Notebook } from "../../../tools/notebook/notebook-file";
import { root } from "../../../tools/notebook/sources";
import { ownNames } from "../../../tools/translation/own-names";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What the notebook showed when it was last run: the heads of its tables, and each column of a table or a plot's data. */
function shownIn(slug: string): { heads: string[]; columns: string[][] } {
  const notebook = JSON.parse(readFileSync(join(root, "notebooks", `${slug}.ipynb`), "utf8")) as Notebook;
  const shown = notebook.cells.flatMap(({ outputs = [] }) =>
    outputs.map(({ data }) => (data ?? {}) as Record<string, Json>),
  );
  const tables = shown.flatMap((data) => tablesIn(joinText((data["text/html"] ?? "") as string | string[])));
  const plots = shown.flatMap((data) => columnsIn(data["application/vnd.vegalite.v5+json"] ?? null));
  return {
    heads: [...new Set(tables.flatMap(([heads = []]) => heads))],
    columns: [
      ...tables.flatMap(([heads = [], ...rows]) => heads.map((_, i) => rows.map((row) => row[i] ?? ""))),
      ...plots,
    ],
  };
}

/** The cells of each table, row by row. */
const tablesIn = (html: string): string[][][] =>
  [...html.matchAll(/<table[^]*?<\/table>/g)].map(([table]) =>
    [...table.matchAll(/<tr[^]*?<\/tr>/g)].map(([row]) =>
      [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell]) => plain(cell!)),
    ),
  );

const letters: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const plain = (html: string): string =>
  html.replace(/<[^>]*>/g, "").replace(/&(#?\w+);/g, (entity, name: string) => letters[name] ?? entity);

/** The texts in each field of a plot's rows. */
function columnsIn(value: Json): string[][] {
  if (Array.isArray(value)) return value.flatMap(columnsIn);
  if (typeof value !== "object" || value === null) return [];
  const { values } = value as { values?: Json };
  if (!Array.isArray(values)) return Object.values(value).flatMap(columnsIn);
  const rows = values.filter((row) => typeof row === "object" && row !== null);
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const textsIn = (field: string) => rows.map((row) => (row as Record<string, Json>)[field]);
  return fields.map((field) => textsIn(field).filter((text) => typeof text === "string"));
}

beforeEach(() => void vi.stubEnv("COURSE_LANG", "ko"));
afterEach(() => void vi.unstubAllEnvs());

/** Beside letters alone, "LSTM": code, "freeToken", and what the kit itself says, "2 points (95 %: 1 to 3)". */
const isWord = (text: string): boolean =>
  /\p{Ll}{2}/u.test(text) && !/^[a-z]+[A-Z]\w*$|^<\w+>$|\(95 %: /.test(text);
const translationOf = (text: string): string | undefined => shownNames([text]).get(text);
const isUnknown = (text: string): boolean => isWord(text) && translationOf(text) === undefined;

/** A word in a column of words that were read or written: it stays what it is, though another of them is a name elsewhere. */
const data = new Set(["callback", "a cat", "though", "did", "does → did"]);

describe.each(Object.keys(ownNames))("%s", (slug) => {
  const { heads, columns } = shownIn(slug);
  beforeEach(() => void vi.stubEnv("JPY_SESSION_NAME", `${slug}.ipynb`));

  test("heads no column of a table with a name that is not known", () => {
    expect(heads.filter(isUnknown)).toEqual([]);
  });

  test("has no column with names that are translated and others that are not known, which leave it English", () => {
    const ofNames = columns.filter((column) => !column.some((text) => data.has(text)));
    const mixed = ofNames.filter((column) => column.some((text) => (translationOf(text) ?? text) !== text));
    const unknown = mixed.map((column) => [...new Set(column)].filter(isUnknown));
    expect(unknown.filter((names) => names.length > 0)).toEqual([]);
  });
});
