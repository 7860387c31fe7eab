/** The Korean cards of the data sets: other words, the same numbers, licences, code and files. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { cardFolder, cardName, dataSetNames } from "../../../tools/datasets/cards";
import { root } from "../../../tools/notebook/sources";
import { cardCells, koreanCard } from "../../../tools/translation/cards";

const read = (name: string): string => readFileSync(join(root, name), "utf8");
const found = (pattern: RegExp, text: string): string[] => [...new Set(text.match(pattern))].sort();

/** Numbers of three digits and more, with a comma or with a point: in words or not, the others may be written anew. */
const numbers = /\b\d+(?:[.,]\d+)+|\b\d{3,}\b/g;
const licences = /\b(?:MIT|ISC|BSD|CC0|CC BY [\d.]+|Apache-2\.0|ODC PDDL 1\.0)/g;
const codeBlocks = /^```\w+\n[\s\S]*?^```$/gm;
const withoutComments = (block: string): string => block.replace(/[ ]*\/\/.*$/gm, "");

test("the comments of a card's code are its own cells' messages, and its lines are counted", () => {
  const card = "# adding\n\nTwo.\n\n```ts\nload(); // all of the sums\n```\n\nEnd.\n";
  expect(cardCells(card).map(({ type, source, line }) => [type, source, line])).toEqual([
    ["markdown", "# adding\n\nTwo.\n\n", 1],
    ["code", "load(); // all of the sums", 5],
    ["markdown", "\n\nEnd.\n", 7],
  ]);
});

describe.each(dataSetNames())("the Korean card of %s", (name) => {
  const [english, korean] = [read(cardName(name, "en")), read(cardName(name, "ko"))];

  test("is built from its translation, and is Korean", () => {
    expect(korean).toBe(koreanCard(name));
    const paragraphs = korean.replace(codeBlocks, "").split("\n\n").filter((part) => /\p{L}{2}.* .*\p{L}{2}/u.test(part)); // prettier-ignore
    expect(paragraphs.filter((part) => !/[가-힣]/.test(part))).toEqual([]);
  });

  test("has every number, hash and licence of the English card, and no other hash", () => {
    const hashes = (text: string): readonly string[] => text.match(/\b[0-9a-f]{64}\b/g) ?? [];
    expect(hashes(korean)).toEqual(hashes(english));
    const known = new Set(found(numbers, korean));
    expect(found(numbers, english).filter((number) => !known.has(number))).toEqual([]);
    expect(found(licences, korean)).toEqual(found(licences, english));
  });

  test("has the same code", () => {
    const blocks = (text: string): string[] => found(codeBlocks, text).map(withoutComments);
    expect(blocks(korean)).toEqual(blocks(english));
  });

  test("links to what is there, to Korean cards and Korean pictures", () => {
    const links = korean.match(/(?<=\]\()(?![a-z]+:|#)[^)\s#]+/g) ?? [];
    expect(links.filter((link) => !existsSync(join(root, cardFolder(name, "ko"), link)))).toEqual([]);
    expect(links.filter((link) => /\.svg$|card\.md$/.test(link) && dirname(link) !== "." && !/\/ko\//.test(link))).toEqual([]); // prettier-ignore
  });
});
