/** The pages that have a Korean edition, and where it stands: a folder `ko` beside them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sheetSlugs } from "../exercises/load";
import { readSolution } from "../exercises/solution";
import { cardName, dataSetNames } from "../datasets/cards";
import { buildNotebook, type Notebook } from "../notebook/notebook-file";
import { parsePercentSource, type Cell } from "../notebook/percent-source";
import { findSources, root } from "../notebook/sources";
import { readCardCells } from "./cards";
import { koreanCells, moveToKorean } from "./edition";
import { findMessages, keyOf, type Message } from "./messages";
import { readPo, type PoFile } from "./po-file";
import { libNames, nameMessages, ownNames, recordedNames, sheetNames } from "./own-names";
import { checkMessages, glossaryMessages, kitMessages } from "./said";

export interface TranslatedPage {
  readonly slug: string;
  /** The English file that its messages come from, from the root. */
  readonly sourceName: string;
  /** From the root: "notebooks/ko/06-attention.po". */
  readonly poName: string;
  /** Of its notebook or card; none if it is no page, but what the kit says while it runs. */
  readonly cells: () => Cell[];
  /** Beside those of its cells. */
  readonly said?: () => Message[];
}

export const notebookPages = (): TranslatedPage[] =>
  findSources("notebooks").map(({ slug, sourcePath }) => ({
    slug,
    sourceName: `notebooks/${slug}.ts`,
    poName: `notebooks/ko/${slug}.po`,
    cells: () => parsePercentSource(sourcePath, readFileSync(sourcePath, "utf8")),
    said: () => nameMessages(ownNames[slug]),
  }));

const sheetPages = (): TranslatedPage[] =>
  sheetSlugs().map((slug) => ({
    slug,
    sourceName: `solutions/${slug}.ts`,
    poName: `exercises/ko/${slug}.po`,
    cells: () => readSolution(slug),
    said: () => [...checkMessages(slug), ...nameMessages(sheetNames[slug])],
  }));

export const cardPages = (): TranslatedPage[] =>
  dataSetNames().map((name) => ({
    slug: name,
    sourceName: cardName(name, "en"),
    poName: cardName(name, "ko").replace(/md$/, "po"),
    cells: () => readCardCells(name),
  }));

const kit: TranslatedPage = {
  slug: "kit",
  sourceName: "lib and tools",
  poName: "lib/ko/kit.po",
  cells: () => [],
  said: () => [...kitMessages(), ...glossaryMessages(), ...nameMessages([...libNames, ...recordedNames])],
};

/** Everything that has a Korean edition, or may get one. */
export const translatedPages = (): TranslatedPage[] => [
  ...notebookPages(),
  ...sheetPages(),
  ...cardPages(),
  kit,
];

export const poOf = ({ poName }: TranslatedPage): PoFile => readPo(join(root, poName));

export function messagesOf({ cells, said }: TranslatedPage): Message[] {
  const found = findMessages(cells());
  const known = new Set(found.map(keyOf));
  return [...found, ...(said?.() ?? []).filter((message) => !known.has(keyOf(message)))];
}

export const koreanPath = ({ poName }: TranslatedPage): string => join(root, poName.replace(/po$/, "ipynb"));

/** The Korean notebook, without outputs. */
export function koreanNotebook(page: TranslatedPage): Notebook {
  const cells = koreanCells(page.cells(), page.poName);
  return buildNotebook(
    page.slug.slice(0, 2),
    cells.map((cell) => moveToKorean(cell, "notebooks")),
  );
}
