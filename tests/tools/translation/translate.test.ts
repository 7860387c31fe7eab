import { describe, expect, test } from "vitest";
import { parsePercentSource } from "../../../tools/notebook/percent-source";
import { findMessages, keyOf } from "../../../tools/translation/messages";
import { translatedPages } from "../../../tools/translation/pages";
import { translateCells } from "../../../tools/translation/translate";

const page = (text: string) => parsePercentSource("page.ts", text);

const translate = (text: string, words: Record<string, string>): string[] => {
  const cells = page(text);
  const messages = findMessages(cells).filter((message) => words[message.text] !== undefined);
  const translations = new Map(messages.map((message) => [keyOf(message), words[message.text]!]));
  return translateCells(cells, translations).map(({ source }) => source);
};

describe("translateCells", () => {
  test("moves the expressions with their places, and keeps the code", () => {
    const code = "// %%\nconst n = 1;\nconsole.log(`${n} of ${all(n)} words`); // n, no word\n";
    expect(translate(code, { "{0} of {1} words": "단어 {1}개 중 {0}개" })).toEqual([
      "const n = 1;\nconsole.log(`단어 ${all(n)}개 중 ${n}개`); // n, no word",
    ]);
  });

  test("translates a text inside a place too", () => {
    const code = '// %%\nconsole.log(`${n} ${n === 1 ? "step" : "steps"} long`);\n';
    expect(translate(code, { "{0} {1} long": "길이 {0}{1}", step: "단계", steps: "단계들" })).toEqual([
      'console.log(`길이 ${n}${n === 1 ? "단계" : "단계들"}`);',
    ]);
  });

  test("keeps an expression of several lines as it is", () => {
    const code = '// %%\nconsole.log(\n  "runs: " +\n    runs\n      .map(String)\n      .join("; "),\n);\n';
    expect(translate(code, { "runs: {0}": "실행:\n{0}" })).toEqual([
      'console.log(\n  `실행:\\n${runs\n      .map(String)\n      .join("; ")}`,\n);',
    ]);
  });

  test("puts blocks and comments back in their places, and leaves English where there is no translation", () => {
    const text =
      "// %% [markdown]\n// ## Gate\n//\n// One thing.\n//\n// $$a$$\n// %%\n{\n  // why it is so\n  f();\n}\n";
    expect(translate(text, { Gate: "게이트", "why it is so": "이유는\n이렇습니다" })).toEqual([
      "## 게이트\n\nOne thing.\n\n$$a$$",
      "{\n  // 이유는\n  // 이렇습니다\n  f();\n}",
    ]);
  });

  test("gives a message under another heading its own translation", () => {
    const cells = page("// %% [markdown]\n// # A\n//\n// Look.\n// %% [markdown]\n// # B\n//\n// Look.\n");
    const translations = new Map([[keyOf({ context: "B", text: "Look." }), "보세요."]]);
    expect(translateCells(cells, translations).map(({ source }) => source)).toEqual([
      "# A\n\nLook.",
      "# B\n\n보세요.",
    ]);
  });
});

/** The code of a page with every message taken out. */
const withoutMessages = (cells: ReturnType<typeof page>, mark: string): string[] =>
  translateCells(
    cells,
    new Map(findMessages(cells).map((message) => [keyOf(message), marked(message, mark)])),
  )
    .filter(({ type }) => type === "code")
    .map(({ source }) => source.replaceAll(mark, ""));

const marked = ({ text, hasPlaces }: { text: string; hasPlaces: boolean }, mark: string): string =>
  hasPlaces ? [mark, ...(text.match(/(?<!\{)\{\d+\}(?!\})/g) ?? [])].join(mark) : mark;

describe.each(
  translatedPages()
    .filter(({ slug }) => slug !== "kit")
    .map((translated) => [translated.sourceName, translated] as const),
)("%s", (_name, translated) => {
  const cells = translated.cells();

  test("is the same code outside its messages, byte for byte, whatever they say", () => {
    expect(withoutMessages(cells, "☃")).toEqual(withoutMessages(cells, "☂☂☂"));
    expect(translateCells(cells, new Map())).toEqual(cells);
  });

  test("is the same page when every message is translated by itself", () => {
    const codeOf = (all: typeof cells) => findMessages(all).map(({ text }) => text);
    const itself = new Map(findMessages(cells).map((message) => [keyOf(message), message.text]));
    expect(codeOf(translateCells(cells, itself))).toEqual(codeOf(cells));
  });
});
