import { describe, expect, test } from "vitest";
import { glossaryTerms, lintEntry } from "../../../tools/translation/lint";

const terms = glossaryTerms();
const lint = (text: string, translation: string, note = "paragraph", remark?: string): string[] =>
  lintEntry({ context: "A", text, translation, isFuzzy: false, note, ...(remark && { remark }) }, terms);

describe("lintEntry", () => {
  test("finds nothing in a good translation", () => {
    expect(lint("The **decoder** reads `x`, $h_t$.", "**디코더**는 `x`, $h_t$를 읽습니다.")).toEqual([]);
  });

  test("finds a glossary term that is translated otherwise, the longest term first", () => {
    expect(lint("It is an attention weight.", "주의 가중치입니다.")).toEqual([
      'the glossary\'s "attention weight" is 어텐션 가중치, which is missing',
    ]);
    expect(lint("It is an attention weight.", "어텐션 가중치입니다.")).toEqual([]);
  });

  test("lets a translator say that no term is meant", () => {
    expect(lint("The encoder of ZIP.", "ZIP 압축기입니다.", "paragraph", "no term: encoder")).toEqual([]);
  });

  test("finds a formula whose symbols are not those of its message", () => {
    const english = "$$y = x \\text{ with probability } p$$";
    expect(lint(english, "$$y = x \\text{, 확률 } p$$", "formula")).toEqual([]);
    expect(lint(english, "$$y = z \\text{, 확률 } p$$", "formula")).toEqual([
      "symbols differ: the message has $$y = x \\text{} p$$, the translation $$y = z \\text{} p$$",
    ]);
  });

  test("finds a space before a percent sign, after a number or a place", () => {
    expect(lint("95 % of {0} %", "{0}%의 95%")).toEqual([]);
    expect(lint("95 % of {0} %", "{0} %의 95 %")).toEqual([
      "a space before the sign: } %",
      "a space before the sign: 5 %",
    ]);
  });

  test("finds a sentence that does not end in 합니다체", () => {
    expect(lint("It works.", "잘 된다. 그렇습니다.")).toEqual(["not 합니다체: …된다"]);
    expect(lint("It works.", "잘 돼요.")).toEqual(["not 합니다체: …돼요"]);
    expect(lint("It works", "작동 여부", "heading")).toEqual([]);
  });

  test("finds what JupyterLab would strike out, between two tildes", () => {
    expect(lint("from 1 to 3, and 4 to 6", "1~3과 4~6입니다.")).toEqual(["struck out: ~3과 4~"]);
    expect(lint("from 1 to 3, and 4 to 6", "1~3과 4에서 6입니다.")).toEqual([]);
    expect(lint("from 1 to 3, and 4 to 6", "1\\~3과 4\\~6입니다.")).toEqual([]);
    expect(lint("from 1 to 3, and 4 to 6", "1~3과 4~6", "title")).toEqual([]);
  });

  test("finds a particle that cannot be right", () => {
    expect(lint("the decoder", "디코더을 씁니다.")).toContain("wrong particle: 디코더을");
    expect(lint("the tensor", "**텐서**(tensor)은 큽니다.")).toContain("wrong particle: 텐서은");
    expect(lint("two words", "낱말를 셉니다.")).toEqual(["wrong particle: …말를"]);
    expect(lint("{0} words", "{0}을 셉니다.", "title, with places")).toHaveLength(1);
    expect(lint("{0} words", "{0}을(를) 셉니다.", "title, with places")).toEqual([]);
  });

  test("finds places, code, formulas, links, rows and items that differ", () => {
    expect(lint("{0} of {1}", "{1} 중", "title, with places")).toEqual([
      "places differ: the message has 0 1, the translation 1",
    ]);
    expect(lint("see `a` and $b$", "`c`")).toHaveLength(2);
    expect(lint("[a](x.ipynb)", "[가](y.ipynb)")).toHaveLength(1);
    expect(lint("| a | b |\n|---|---|", "| 가 |\n|---|---|", "table")).toHaveLength(1);
    expect(lint("- a\n- b", "- 가", "list")).toHaveLength(1);
  });

  test("finds stars that Markdown shows, since a mark and Hangul stand on their two sides", () => {
    expect(lint("*Why?* is the question.", "*왜?*가 질문입니다.")).toEqual([
      "stars that are shown: *왜?*가 질문입니다.",
    ]);
    expect(lint("**`x`** is read.", "**`x`**를 읽습니다.")).toHaveLength(1);
    expect(lint("**Gate** and $a*b$", "**게이트**(gate)와 $a*b$")).toEqual([]);
  });
});
