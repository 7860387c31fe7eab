/** Words that JavaScript's objects have as names are tokens like any other: "constructor" stands in the course's own texts. */
import { describe, expect, test } from "vitest";
import { bleu } from "../../lib/bleu";
import { exactMatch } from "../../lib/metrics";
import { collectParameters, zeroParameter } from "../../lib/parameters";
import { Vocabulary } from "../../lib/vocabulary";

const words = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

describe("words that objects have as names", () => {
  test("are counted, numbered and found again by a vocabulary", () => {
    const vocabulary = Vocabulary.fromTokens([...words, ...words.slice(0, 2)], { minCount: 2 });
    expect(vocabulary.toJSON().slice(4)).toEqual(["__proto__", "constructor"]);
    expect(vocabulary.decode(vocabulary.encode(words))).toEqual(["constructor", "__proto__", "<unk>", "<unk>", "<unk>"]); // prettier-ignore
    const copy = Vocabulary.fromJSON(JSON.parse(JSON.stringify(vocabulary)));
    expect(copy.encode(words)).toEqual(vocabulary.encode(words));
  });

  test("are compared by metrics as other words are", () => {
    const text = words.join(" ");
    expect(bleu([text], [text]).score).toBeCloseTo(100, 9);
    expect(bleu([text], ["a b c d e"]).score).toBe(0);
    expect(exactMatch([words], [words])).toBe(1);
  });

  test("are names of parameters", () => {
    const parts = Object.fromEntries(
      words.map((name) => [name, { parameters: { [name]: zeroParameter([1]) } }]),
    );
    expect(Object.keys(collectParameters(parts))).toEqual(words.map((name) => `${name}.${name}`));
  });
});
