import { describe, expect, test } from "vitest";
import { deriveTranslations, findGaps } from "../../../tools/translation/derive";
import { mergeEntries } from "../../../tools/translation/merge";
import { translatedPages } from "../../../tools/translation/pages";
import type { Message } from "../../../tools/translation/messages";
import { poText, readPo, type Entry } from "../../../tools/translation/po-file";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const message = (context: string, text: string, line = 1): Message => ({
  context,
  text,
  kind: "paragraph",
  hasPlaces: false,
  line,
});
const entry = (context: string, text: string, translation: string): Entry => ({
  context,
  text,
  translation,
  isFuzzy: false,
  note: "paragraph",
});

describe("mergeEntries", () => {
  test("leaves a new message empty and drops one that is gone", () => {
    expect(
      mergeEntries([message("A", "Two gates.")], [entry("A", "Nothing of the kind", "다릅니다")]),
    ).toEqual([entry("A", "Two gates.", "")]);
  });

  test("makes a changed message fuzzy, with the words it was translated from", () => {
    const past = [entry("A", "The gate keeps nearly everything.", "게이트는 거의 모두 유지합니다.")];
    expect(mergeEntries([message("A", "The gate keeps nearly all.")], past)).toEqual([
      {
        ...entry("A", "The gate keeps nearly all.", "게이트는 거의 모두 유지합니다."),
        isFuzzy: true,
        former: "The gate keeps nearly everything.",
      },
    ]);
  });

  test("keeps the translation of what only moved under another heading", () => {
    const past = [entry("A", "The gate keeps all.", "모두 유지합니다.")];
    expect(mergeEntries([message("B", "The gate keeps all.")], past)).toEqual([
      entry("B", "The gate keeps all.", "모두 유지합니다."),
    ]);
  });

  test("is not disturbed by a paragraph that is put in before the others", () => {
    const past = [entry("A", "First of all.", "첫째"), entry("A", "Second of all.", "둘째")];
    const merged = mergeEntries(
      [message("A", "New."), message("A", "First of all."), message("A", "Second of all.")],
      past,
    );
    expect(merged.map(({ translation, isFuzzy }) => [translation, isFuzzy])).toEqual([
      ["", false],
      ["첫째", false],
      ["둘째", false],
    ]);
  });
});

describe("findGaps", () => {
  const page = { sourceName: "notebooks/01-a.ts", poName: "notebooks/ko/01-a.po" };

  test("names a missing, a fuzzy and an orphaned message, with file and line", () => {
    const entries = [{ ...entry("A", "Changed.", "바뀜"), isFuzzy: true }, entry("A", "Gone.", "없음")];
    expect(findGaps(page, [message("A", "Missing.", 7), message("A", "Changed.", 9)], entries)).toEqual([
      'notebooks/ko/01-a.po: not translated: "Missing." (notebooks/01-a.ts:7)',
      'notebooks/ko/01-a.po: changed since it was translated (fuzzy): "Changed." (notebooks/01-a.ts:9)',
      'notebooks/ko/01-a.po: orphaned, no longer in notebooks/01-a.ts: "Gone."',
    ]);
  });

  test("tells a message that changed from one that is new, before anybody has merged it", () => {
    const entries = [entry("A", "It sees one word at a time.", "한 번에 한 단어를 봅니다.")];
    expect(findGaps(page, [message("A", "It sees two words at a time.", 12)], entries)).toEqual([
      'notebooks/ko/01-a.po: changed since it was translated (fuzzy): "It sees two words at a time." (notebooks/01-a.ts:12)',
    ]);
  });

  test("names the line of the one cell of a real page that changed, and nothing else", () => {
    const original = translatedPages().find(({ slug }) => slug.startsWith("01"))!;
    const cells = original.cells();
    const changed = cells.findIndex(({ type, source }) => type === "markdown" && /\. [A-Z]/.test(source));
    const cell = { ...cells[changed]!, source: cells[changed]!.source.replace(/\. [A-Z]/, ". Indeed: $&") };
    const edited = { ...original, cells: () => cells.map((one, i) => (i === changed ? cell : one)) };
    expect(deriveTranslations([original], true)).toEqual([]);
    expect(deriveTranslations([edited], true)).toEqual([
      expect.stringMatching(
        new RegExp(`^notebooks/ko/01-.*\\(fuzzy\\): .*\\(notebooks/01-[\\w-]+\\.ts:${cell.line}\\)$`),
      ),
    ]);
  });

  test("finds nothing in a whole translation", () => {
    expect(findGaps(page, [message("A", "One.")], [entry("A", "One.", "하나")])).toEqual([]);
  });
});

describe("a .po file", () => {
  test("comes back as it was written, with what is fuzzy, its former words and a remark", () => {
    const path = join(mkdtempSync(join(tmpdir(), "po-")), "a.po");
    const long = `A long line with "quotes", \\top and ${"many words ".repeat(20)}.`;
    const entries: Entry[] = [
      { ...entry("A", long, "긴\n줄"), isFuzzy: true, former: `${long} Once.`, remark: "no term: value" },
      entry("B", "one", ""),
    ];
    writeFileSync(path, poText({ isComplete: true, entries }));
    expect(readPo(path)).toEqual({ isComplete: true, entries });
  });
});
