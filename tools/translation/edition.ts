/** The Korean edition of a page's cells. A learner's check builds stubs by it, so it reads gettext files without a package. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readEntries } from "../../lib/jupyter/language.cjs";
import type { Cell } from "../notebook/percent-source";
import { root } from "../notebook/sources";
import { moveLinks } from "./links";
import { keyOf } from "./messages";
import { translateCells } from "./translate";

/** @param poName  from the root: "notebooks/ko/06-attention.po"; what is not settled there stays English */
export function koreanCells(cells: readonly Cell[], poName: string): Cell[] {
  const settled = readEntries(textOf(poName));
  return translateCells(cells, new Map(settled.map((entry) => [keyOf(entry), entry.translation])));
}

/** @param folder  where the English page stands, "notebooks" */
export const moveToKorean = (cell: Cell, folder: string): Cell =>
  cell.type === "code" ? cell : { ...cell, source: moveLinks(cell.source, folder, isTranslated) };

/** Whether the Korean edition has a page, "notebooks/ko/06-attention.ipynb", or a picture. */
export const isTranslated = (name: string): boolean =>
  name.endsWith(".svg")
    ? existsSync(join(root, name))
    : /^"X-Complete: yes/m.test(
        textOf(name.replace(/^solutions/, "exercises").replace(/\.(?:ipynb|md)$/, ".po")),
      );

const textOf = (poName: string): string => {
  const path = join(root, poName);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
};
