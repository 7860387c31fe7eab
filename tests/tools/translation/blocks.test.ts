import { describe, expect, test } from "vitest";
import { splitBlocks } from "../../../tools/translation/blocks";

const textsOf = (...lines: string[]) => splitBlocks(lines.join("\n")).map(({ kind, text }) => [kind, text]);

describe("splitBlocks", () => {
  test("gives a paragraph as one line, a list and a table whole, a heading without its mark", () => {
    expect(
      textsOf(
        "## A gate",
        "",
        "Keeps",
        "or forgets.",
        "",
        "- one",
        "  more",
        "- two",
        "",
        "| a |",
        "|---|",
        "| b |",
      ),
    ).toEqual([
      ["heading", "A gate"],
      ["paragraph", "Keeps or forgets."],
      ["list", "- one more\n- two"],
      ["table", "| a |\n|---|\n| b |"],
    ]);
  });

  test("leaves out formulas, code and what only a program reads", () => {
    expect(textsOf("$$h_t = z$$", "", "```ts", "const word = 1;", "```", "", "<!-- by hand: 1 -->")).toEqual(
      [],
    );
  });

  test("takes a formula with words whole, on one line or more, and no formula of symbols and a single letter", () => {
    const withWords = "$$y_t = x \\text{ with probability } p\n= z$$";
    expect(textsOf(withWords)).toEqual([["formula", withWords]]);
    expect(textsOf("$$x \\text{ a } y$$", "", "$$\\mathrm{softmax}(x)$$")).toEqual([]);
  });

  test("takes pseudo-code, a fence without a language, as words", () => {
    expect(textsOf("```", "sum over the keys", "```")).toEqual([
      ["pseudo-code", "```\nsum over the keys\n```"],
    ]);
  });
});
