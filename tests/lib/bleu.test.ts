import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bleu, type BleuOptions, type BleuScore } from "../../lib/bleu";

interface Reference {
  readonly name: string;
  readonly options: BleuOptions;
  readonly hypotheses: string[];
  readonly references: string[][];
  readonly score: BleuScore;
}

const file = new URL("../reference/bleu.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Reference[] };
const sentences = fc
  .array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 })
  .map((words) => words.join(" "));

describe("bleu", () => {
  test("the word `the`, said seven times, is right twice (Papineni et al., §2.1)", () => {
    const { precisions } = bleu(
      ["the the the the the the the"],
      [["the cat is on the mat", "there is a cat on the mat"]],
    );
    expect(precisions[0]).toBeCloseTo((100 * 2) / 7, 10);
  });

  test.each(cases)("is sacreBLEU's: $name", ({ hypotheses, references, options, score }) => {
    const found = bleu(hypotheses, references, options);
    expect(found.score).toBeCloseTo(score.score, 9);
    expect(found.brevityPenalty).toBeCloseTo(score.brevityPenalty, 9);
    expect(Math.max(...found.precisions.map((p, n) => Math.abs(p - score.precisions[n]!)))).toBeLessThan(
      1e-9,
    );
    expect([found.hypothesisLength, found.referenceLength]).toEqual([
      score.hypothesisLength,
      score.referenceLength,
    ]);
  });

  test("is 100 for a translation that is its reference, if it has four words", () => {
    fc.assert(
      fc.property(sentences, (text) => {
        const long = `${text} x y z`;
        expect(bleu([long], [long]).score).toBeCloseTo(100, 9);
      }),
    );
  });

  test("lies between 0 and 100, and the order of the sentences does not matter", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(sentences, sentences), { minLength: 1 }), (pairs) => {
        const score = (of: [string, string][]) =>
          bleu(
            of.map(([hypothesis]) => hypothesis),
            of.map(([, reference]) => reference),
          ).score;
        expect(score(pairs)).toBeGreaterThanOrEqual(0);
        expect(score(pairs)).toBeLessThanOrEqual(100 + 1e-9);
        expect(score([...pairs].reverse())).toBeCloseTo(score(pairs), 9);
      }),
    );
  });

  test("refuses no translations, too few references, and options it does not know", () => {
    expect(() => bleu([], [])).toThrow("bleu: expected at least one translation, got none");
    expect(() => bleu(["a", "b"], ["a"])).toThrow("bleu: expected 2 references, got 1");
    expect(() => bleu(["a"], [[]])).toThrow("bleu: translation 0 has no reference");
    expect(() => bleu(["a"], ["a"], { tokenizer: "char" as never })).toThrow(
      'bleu: tokenizer should be one of 13a, none, got "char"',
    );
    expect(() => bleu(["a"], ["a"], { smoothing: "soft" as never })).toThrow(
      'bleu: smoothing should be one of none, floor, add-k, exp, got "soft"',
    );
    expect(() => bleu(["a"], ["a"], { smoothingValue: NaN })).toThrow(
      "bleu: smoothingValue should be a number > 0, got NaN",
    );
  });
});
