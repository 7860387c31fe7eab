/** The Korean pages as they stand beside the English ones: other words, the same code. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { sheetSlugs } from "../../../tools/exercises/load";
import { joinText, type Notebook } from "../../../tools/notebook/notebook-file";
import { findSources, root } from "../../../tools/notebook/sources";
import { findTexts } from "../../../tools/translation/code-texts";
import { poOf, translatedPages } from "../../../tools/translation/pages";
import type { CodeText } from "../../../tools/translation/shown";

const names = [
  ...findSources("notebooks").map(({ slug }) => ["notebooks", slug] as const),
  ...sheetSlugs().flatMap((slug) => [["exercises", slug] as const, ["solutions", slug] as const]),
];

const readPage = (name: string): Notebook => JSON.parse(readFileSync(join(root, name), "utf8")) as Notebook;

test("every translation is held to be complete, so that every page has a Korean one", () => {
  expect(translatedPages().filter((page) => !poOf(page).isComplete)).toEqual([]);
});

test("code that differs by more than its texts is not the same", () => {
  const english = "const n = 1; // why it is so\nconsole.log(`${n} of ${n + 1} words`);";
  const korean = "const n = 1; // 이유는 이렇습니다\nconsole.log(`단어 ${n + 1}개 중 ${n}개`);";
  expect(isSameCode(english, korean)).toBe(true);
  for (const [from, to] of [
    ["n = 1", "n = 2"],
    ["${n}개", "개"],
    ["n + 1", "n + 2"],
    ["`);", "`, n);"],
  ] as const)
    expect(isSameCode(english, korean.replace(from, to))).toBe(false);
});

describe.each(names)("%s/ko/%s", (folder, slug) => {
  const name = `${folder}/ko/${slug}.ipynb`;
  const [english, korean] = [readPage(`${folder}/${slug}.ipynb`), readPage(name)];

  test("has the same cells, each with the same metadata", () => {
    const kinds = ({ cells }: Notebook) => cells.map(({ cell_type, metadata }) => [cell_type, metadata]);
    expect(kinds(korean)).toEqual(kinds(english));
    const prose = korean.cells.filter(({ cell_type }) => cell_type === "markdown");
    expect(prose.filter(({ source }) => !/[가-힣]/.test(joinText(source)))).toEqual([]);
  });

  test("has the same code outside its messages, byte for byte", () => {
    const different = english.cells.flatMap((cell, i) => {
      const [ours, theirs] = [cell, korean.cells[i]!].map(({ source }) => joinText(source)) as [
        string,
        string,
      ];
      return cell.cell_type === "markdown" || isSameCode(ours, theirs) ? [] : [theirs];
    });
    expect(different).toEqual([]);
  });

  test("links to what is there, and never to an English page, card or picture", () => {
    const prose = korean.cells.filter(({ cell_type }) => cell_type === "markdown");
    const links = prose.flatMap(
      ({ source }) => joinText(source).match(/(?<=\]\()(?![a-z]+:|#)[^)\s#]+/g) ?? [],
    );
    expect(links.filter((link) => !existsSync(join(root, dirname(name), link)))).toEqual([]);
    expect(links.filter((link) => /\.svg$|card\.md$/.test(link) && !/(^|\/)ko\/|^pictures\//.test(link))).toEqual([]); // prettier-ignore
    expect(links.filter((link) => /\.ipynb$/.test(link) && !/(^|\/)ko\/|^[^/]+$/.test(link))).toEqual([]);
  });
});

/** Whether two cells differ in nothing but the texts of the first. */
function isSameCode(english: string, korean: string): boolean {
  const texts = findTexts(english).filter(({ kind }) => kind !== "name");
  const file = ts.createSourceFile("cell.ts", korean, ts.ScriptTarget.Latest, true);
  return agrees({ english, texts, file }, [0, english.length], [0, korean.length]);
}

interface Cells {
  readonly english: string;
  readonly texts: readonly CodeText[];
  readonly file: ts.SourceFile;
}
type Range = readonly [start: number, end: number];

/** Letter by letter, but for one text of the other language in the place of each of ours. */
function agrees(cells: Cells, [start, end]: Range, [from, to]: Range): boolean {
  const { english, texts, file } = cells;
  const text = texts.find((one) => one.start >= start && one.end <= end);
  const before = english.slice(start, text?.start ?? end);
  if (!file.text.startsWith(before, from)) return false;
  const at = from + before.length;
  if (text === undefined) return at === to;
  return endsOf(file, text, at).some(
    (next) =>
      (english.slice(text.start, text.end) === file.text.slice(at, next) ||
        placesAgree(cells, text, [at, next])) &&
      agrees(cells, [text.end, end], [next, to]),
  );
}

/** Where the other language's text may end: a comment may have more lines than ours. */
function endsOf(file: ts.SourceFile, { kind }: CodeText, at: number): number[] {
  if (kind === "comment")
    return (ts.getLeadingCommentRanges(file.text.slice(at), 0) ?? []).map(({ end }) => at + end);
  const ends: number[] = [];
  const visit = (node: ts.Node): void => {
    if (node.getStart() === at && ts.isExpression(node)) ends.push(node.end);
    if (node.pos <= at && at < node.end) ts.forEachChild(node, visit);
  };
  visit(file);
  return ends;
}

/** Every expression of ours stands in the other's template, in some order, and no other does. */
function placesAgree(cells: Cells, { kind, places }: CodeText, [start, end]: Range): boolean {
  if (kind === "comment") return true;
  const found: ts.Expression[] = [];
  let isText = false;
  const visit = (node: ts.Node): void => {
    if (node.getStart() === start && node.end === end) {
      isText ||= ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
      if (ts.isTemplateExpression(node))
        found.push(...node.templateSpans.map(({ expression }) => expression));
    }
    if (node.pos <= start && end <= node.end) ts.forEachChild(node, visit);
  };
  visit(cells.file);
  const isSame = (ours: ts.Expression, theirs: ts.Expression): boolean =>
    agrees(cells, [ours.getStart(), ours.end], [theirs.getStart(), theirs.end]);
  return (
    isText &&
    places.every((ours) => found.some((theirs) => isSame(ours, theirs))) &&
    found.every((theirs) => places.some((ours) => isSame(ours, theirs)))
  );
}
