/** Every measured number in the prose of every notebook, held against the outputs of its last run. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Notebook } from "../../tools/notebook/notebook-file";
import { proseNumbers, type Origin } from "../../tools/notebook/prose-numbers";
import { findSources, root } from "../../tools/notebook/sources";

const origins: readonly Origin[] = ["output", "code", "marked", "plan", "nowhere"];
const sources = findSources("notebooks").map(({ slug, notebookPath }) => ({
  slug,
  notebook: JSON.parse(readFileSync(notebookPath, "utf8")) as Notebook,
}));

describe("numbers in prose", () => {
  test.each(sources)("of $slug: an output of the notebook rounds to each", ({ notebook }) => {
    const lost = proseNumbers(notebook).filter(({ origin }) => origin === "nowhere");
    expect(lost.map(({ cell, text, context }) => `cell ${cell}: ${text} in "…${context}…"`)).toEqual([]);
  });

  test("are counted in .course/prose-numbers.md, by where they come from", () => {
    const rows = sources.map(({ slug, notebook }) => {
      const numbers = proseNumbers(notebook);
      const counts = origins.map((origin) => numbers.filter((number) => number.origin === origin).length);
      return [slug, numbers.length, ...counts];
    });
    const lines = [
      ["notebook", "numbers", ...origins],
      origins.map(() => "---").concat("---", "---"),
      ...rows,
    ];
    const path = join(root, ".course", "prose-numbers.md");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, lines.map((line) => `| ${line.join(" | ")} |\n`).join(""));
    expect(rows.map(([, total]) => total)).not.toContain(0);
  });
});
