/** In which language a learner worked is told by the sheet's text. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { editionOf } from "../../../tools/grade/intake/edition";
import { readNotebook } from "../../../tools/grade/intake/notebook";

const sheetsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => `${folder}/${name}`);

const editionIn = (path: string) => editionOf(readNotebook(readFileSync(path)).cells);

describe("editionOf", () => {
  test("tells every sheet of the course", () => {
    expect(new Set(sheetsIn("exercises").map(editionIn))).toEqual(new Set(["en"]));
    expect(new Set(sheetsIn("exercises/ko").map(editionIn))).toEqual(new Set(["ko"]));
  });

  test("says nothing of a notebook without text, and does not look into code", () => {
    const code = { number: 1, isCode: true, source: "// 한국어 주석", course: {} };
    expect(editionOf([code])).toBeUndefined();
    expect(editionOf([code, { ...code, isCode: false, source: "A sheet with one word: 어텐션" }])).toBe("en");
  });
});
