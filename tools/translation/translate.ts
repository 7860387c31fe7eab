/** Puts translations into the cells of a page; a message without one stays English, and everything else stays as it is. */
import type ts from "typescript";
import type { Cell } from "../notebook/percent-source";
import { splitBlocks } from "./blocks";
import { findTexts } from "./code-texts";
import { everyCell, keyOf } from "./messages";
import { splitPlaces } from "./places";
import type { CodeText } from "./shown";

/** The translation of a message, if there is one. */
export type Translations = ReadonlyMap<string, string>;

type Find = (text: string, line: number) => string | undefined;

export function translateCells(cells: readonly Cell[], translations: Translations): Cell[] {
  const translated: Cell[] = [];
  everyCell(cells, (cell, contextAt) => {
    const find: Find = (text, line) => translations.get(keyOf({ context: contextAt(line), text }));
    const source =
      cell.type === "code" ? translateCode(cell.source, find) : translateProse(cell.source, find);
    translated.push({ ...cell, source });
  });
  return translated;
}

function translateProse(source: string, find: Find): string {
  const lines = source.split("\n");
  for (const { start, end, mark, text } of splitBlocks(source).reverse()) {
    const korean = find(text, start);
    if (korean !== undefined) lines.splice(start, end - start, `${mark}${korean}`);
  }
  return lines.join("\n");
}

/** Replaces the texts of a cell's code; the expressions of a template move with their places. */
function translateCode(code: string, find: Find): string {
  const texts = findTexts(code).filter(({ kind }) => kind !== "name");
  const rewrite = (start: number, end: number): string => {
    let written = "";
    let at = start;
    for (const text of texts) {
      const translation = find(text.text, 0);
      if (text.start < at || text.end > end || translation === undefined) continue; // then those in its places still are
      written += code.slice(at, text.start) + write(code, text, translation, expression);
      at = text.end;
    }
    return written + code.slice(at, end);
  };
  const expression = (node: ts.Expression): string => rewrite(node.getStart(), node.end);
  return rewrite(0, code.length);
}

function write(
  code: string,
  text: CodeText,
  translation: string,
  expression: (node: ts.Expression) => string,
): string {
  const lineStart = code.lastIndexOf("\n", text.start - 1) + 1;
  const indent = /^[ \t]*/.exec(code.slice(lineStart))![0];
  if (text.kind === "comment") return writeComment(code.slice(text.start, text.end), translation, indent);
  if (text.places.length === 0) return JSON.stringify(translation);
  const parts = splitPlaces(translation).map((part) =>
    typeof part === "number"
      ? `\${${expression(text.places[part]!)}}`
      : part.replace(/[\\`]|\$(?=\{)/g, "\\$&").replace(/\n/g, "\\n"),
  );
  return `\`${parts.join("")}\``;
}

function writeComment(written: string, translation: string, indent: string): string {
  const lines = translation.split("\n");
  if (written.startsWith("//")) return lines.map((line) => `// ${line}`.trimEnd()).join(`\n${indent}`);
  const [opening] = /^\/\*+/.exec(written)!;
  if (lines.length === 1 && !written.includes("\n")) return `${opening} ${translation} */`;
  return [opening, ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join(`\n${indent}`);
}
