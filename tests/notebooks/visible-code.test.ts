/** What a reader of a notebook has before their eyes: more prose than code, and no line that a cell cuts off. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parsePercentSource } from "../../tools/notebook/percent-source";
import { findSources } from "../../tools/notebook/sources";

const cellWidth = 88; // letters of a code cell in JupyterLab on a screen of 1280 pixels

const notebooks = findSources("notebooks").map(({ slug, sourcePath }) => {
  const cells = parsePercentSource(sourcePath, readFileSync(sourcePath, "utf8"));
  const isFolded = ({ metadata }: (typeof cells)[number]): boolean =>
    (metadata["jupyter"] as { source_hidden?: boolean } | undefined)?.source_hidden === true;
  const textOf = (type: string): string[] =>
    cells.filter((cell) => cell.type === type && !isFolded(cell)).map(({ source }) => source.trim());
  return { slug, prose: textOf("markdown"), code: textOf("code") };
});

const letters = (texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + length, 0);

describe.each(notebooks)("the code of $slug that is not folded", ({ prose, code }) => {
  test("is at most as long as the prose", () => {
    expect(letters(code)).toBeLessThanOrEqual(letters(prose));
  });

  test("has no line that is wider than its cell", () => {
    const lines = code.flatMap((text) => text.split("\n"));
    expect(lines.filter(({ length }) => length > cellWidth)).toEqual([]);
  });
});
