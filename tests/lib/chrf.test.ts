import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chrf, chrfOfSome } from "../../lib/chrf";

interface Reference {
  readonly name: string;
  readonly hypotheses: string[];
  readonly references: string[];
  readonly score: number;
}

const file = new URL("../reference/chrf.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Reference[] };

describe("chrf", () => {
  test.each(cases)("is sacreBLEU's: $name", ({ hypotheses, references, score }) => {
    expect(chrf(hypotheses, references)).toBeCloseTo(score, 9);
  });

  test("`cats` for `cat`: 3 of 4 letters, 2 of 3 pairs, 1 of 2 triples, and all of the reference", () => {
    const precision = (3 / 4 + 2 / 3 + 1 / 2) / 3;
    expect(chrf(["cats"], ["cat"])).toBeCloseTo((100 * 5 * precision) / (4 * precision + 1), 9);
  });

  test("of a choice of translations is chrF of those alone, however often each comes", () => {
    const [hypotheses, references] = [["the cat sat", "a dog ran"], ["the cat is", "the dog ran home"]]; // prettier-ignore
    const alone = chrf(["a dog ran", "the cat sat", "the cat sat"], ["the dog ran home", "the cat is", "the cat is"]); // prettier-ignore
    expect(chrfOfSome(hypotheses!, references!)([1, 0, 0])).toBeCloseTo(alone, 12);
  });

  test("refuses no translations, too few references, and what is no text", () => {
    expect(() => chrf([], [])).toThrow("chrf: expected at least one translation, got none");
    expect(() => chrf(["a", "b"], ["a"])).toThrow("chrf: expected 2 references, got 1");
    expect(() => chrf([1 as never], ["a"])).toThrow("chrf: hypotheses[0] should be a text, got 1");
  });
});
