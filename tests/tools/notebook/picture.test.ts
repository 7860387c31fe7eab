import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildNotebook, type Notebook } from "../../../tools/notebook/notebook-file";
import { writePictures } from "../../../tools/notebook/picture";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "picture-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function notebookWith(metadata: Record<string, unknown>, data: Record<string, unknown>): Notebook {
  const notebook = buildNotebook("06", [{ type: "code", source: "show(map)", metadata, line: 1 }]);
  const outputs = [{ output_type: "display_data", data }];
  return { ...notebook, cells: notebook.cells.map((cell) => ({ ...cell, outputs })) };
}

describe("writePictures", () => {
  test("keeps the SVG of a cell that asks for it, in the colours of the page that shows it", () => {
    const svg = ['<svg width="9"><rect width="9" fill="white"/>', '<text fill="#1f1f1f">a</text></svg>'];
    writePictures(notebookWith({ picture: "map" }, { "image/svg+xml": svg }), folder);
    const file = readFileSync(join(folder, "pictures", "map.svg"), "utf8");
    expect(file).toContain("prefers-color-scheme: dark");
    expect(file).not.toContain("white");
    expect(file).toMatch(/<text fill="currentColor">a<\/text><\/svg>\n$/);
  });

  test("leaves the others alone", () => {
    writePictures(notebookWith({}, { "image/svg+xml": "<svg></svg>" }), folder);
    expect(existsSync(join(folder, "pictures"))).toBe(false);
  });

  test("says which picture a cell promises and does not show", () => {
    const promise = notebookWith({ picture: "map" }, { "text/plain": "no picture" });
    expect(() => writePictures(promise, folder)).toThrow('The cell of picture "map" shows no picture.');
  });
});
