import { describe, expect, test } from "vitest";
import { findTexts } from "../../../tools/translation/code-texts";

const textsOf = (code: string) => findTexts(code).map(({ kind, text }) => `${kind}: ${text}`);

describe("findTexts", () => {
  test("joins a text that is written over several lines, with numbered places", () => {
    const code = 'show(curvePlot({ title: "At " + `${n} numbers ` + (`map takes ${ms(n)}`) }));';
    expect(textsOf(code)).toEqual(["title: At {0} numbers map takes {1}"]);
  });

  test("finds the texts in a place, and leaves a call's own arguments alone", () => {
    expect(textsOf('console.log(`${n} ${n === 1 ? "step" : "steps"}: ${n.toLocaleString("en")}`);')).toEqual([
      "print: step",
      "print: steps",
    ]);
  });

  test("finds a percentage wherever it stands: Korean has no space before the sign", () => {
    expect(textsOf("const percent = (share: number) => `${(100 * share).toFixed(1)}\\u00a0%`;")).toEqual([
      "print: {0}\u00a0%",
    ]);
  });

  test("takes comments of two words and more, but no shape, no value and no word to a program", () => {
    const code =
      'f(); // from unit 2\ng(); // [batch, query]: { ham, spam }, "two words"\n// prettier-ignore\nh(); // once\n';
    expect(textsOf(code)).toEqual(["comment: from unit 2"]);
  });

  test("takes comments, lines that follow each other as one", () => {
    const code =
      "// The first line of it\n// goes on here.\nf(); // [batch, query, key]\n// by hand: 3 of them all";
    expect(textsOf(code)).toEqual(["comment: The first line of it\ngoes on here."]);
  });

  test("takes the words of a doc comment without its stars", () => {
    expect(textsOf("/**\n * Trains it twice.\n * @returns the loss of it\n */\nfunction f() {}")).toEqual([
      "comment: Trains it twice.\n@returns the loss of it",
    ]);
  });

  test("takes names from keys and from a table's rows", () => {
    expect(
      textsOf('const ways = { "array, new": 1 };\ntable([{ way: "the encoder", n: ways["array, new"] }]);'),
    ).toEqual(["name: array, new", "name: way", "name: the encoder", "name: array, new"]);
  });

  test("leaves imports, types, seeds and weights alone", () => {
    const code =
      'import { a } from "./lib/two words";\nlet kind: "one or two";\nrandomGenerator("a seed of it");\n' +
      'weights["decoder.output.bias"];';
    expect(textsOf(code)).toEqual([]);
  });

  test("takes the name of a band, which stays English in the record of the run", () => {
    const code = 'band({ name: "what the cell holds", value: 1, low: 0, high: 2 });';
    expect(textsOf(code)).toEqual(["name: what the cell holds"]);
  });

  test("takes the name of a training, by which its curve is found again, for a name and for no title", () => {
    expect(textsOf('await fit(copyWithout, "copy, none", copyData);')).toEqual(["name: copy, none"]);
  });

  test("writes braces that are no place twice", () => {
    expect(textsOf("console.log(`${n} messages with {0} kept`);")).toEqual([
      "print: {0} messages with {{0}} kept",
    ]);
  });
});
