import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Alignment } from "../../lib/alignment";
import {
  alignmentErrorRate,
  attentionEntropy,
  editDistance,
  exactMatch,
  phonemeErrorRate,
  strongestLinks,
  tokenAccuracy,
  wordErrorRate,
} from "../../lib/metrics";

const tokens = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 });
const letters = (text: string): string[] => [...text];

describe("tokenAccuracy", () => {
  test("counts the expected tokens that stand at their place", () => {
    expect(tokenAccuracy([letters("abxd")], [letters("abcd")])).toBe(0.75);
  });

  test("weighs tokens, not sequences", () => {
    expect(tokenAccuracy([letters("a"), letters("xxx")], [letters("a"), letters("bbb")])).toBe(0.25);
  });

  test("a prediction that is too short misses the rest, one that is too long gains nothing", () => {
    expect(tokenAccuracy([letters("a")], [letters("ab")])).toBe(0.5);
    expect(tokenAccuracy([letters("abc")], [letters("ab")])).toBe(1);
  });

  test("refuses no sequences, no expected tokens, and another number of predictions", () => {
    expect(() => tokenAccuracy([], [])).toThrow("tokenAccuracy: expected at least one sequence, got none");
    expect(() => tokenAccuracy([[]], [[]])).toThrow("tokenAccuracy: expected at least one token, got none");
    expect(() => tokenAccuracy([["a"]], [["a"], ["b"]])).toThrow(
      "tokenAccuracy: expected 2 predictions, got 1",
    );
  });
});

describe("exactMatch", () => {
  test("counts sequences that are right from first to last", () => {
    expect(exactMatch([letters("ab"), letters("ax")], [letters("ab"), letters("ab")])).toBe(0.5);
  });

  test("a sequence with a token too many or too few is wrong", () => {
    expect(exactMatch([letters("abc"), letters("a")], [letters("ab"), letters("ab")])).toBe(0);
  });

  test("never exceeds token accuracy over sequences of one length", () => {
    const equal = fc.array(fc.tuple(fc.constantFrom("a", "b"), fc.constantFrom("a", "b")), { minLength: 1 });
    fc.assert(
      fc.property(equal, fc.constantFrom("a", "b"), (expected, guess) => {
        const predicted = expected.map(() => [guess, guess]);
        expect(exactMatch(predicted, expected)).toBeLessThanOrEqual(tokenAccuracy(predicted, expected));
      }),
    );
  });

  test("refuses no sequences, and another number of predictions", () => {
    expect(() => exactMatch([], [])).toThrow("exactMatch: expected at least one sequence, got none");
    expect(() => exactMatch([], [["a"]])).toThrow("exactMatch: expected 1 predictions, got 0");
  });
});

describe("editDistance", () => {
  test("counts insertions, deletions and substitutions", () => {
    expect(editDistance(letters("kitten"), letters("sitting"))).toBe(3);
    expect(editDistance([], letters("ab"))).toBe(2);
    expect(editDistance(letters("ab"), [])).toBe(2);
  });

  test("is 0 for the same sequence only, and the same both ways", () => {
    fc.assert(
      fc.property(tokens, tokens, (a, b) => {
        expect(editDistance(a, b) === 0).toBe(a.join() === b.join());
        expect(editDistance(a, b)).toBe(editDistance(b, a));
      }),
    );
  });

  test("no detour is shorter", () => {
    fc.assert(
      fc.property(tokens, tokens, tokens, (a, b, c) => {
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

describe("phonemeErrorRate", () => {
  test("counts changes for each phoneme of the right answers", () => {
    const predicted = [letters("kat"), letters("dogs")];
    expect(phonemeErrorRate(predicted, [[letters("kæt")], [letters("dog")]])).toBe(2 / 6);
  });

  test("judges a word by the right answer next to it", () => {
    const answers = [letters("təmeɪto"), letters("təmato")];
    expect(phonemeErrorRate([letters("təmato")], [answers])).toBe(0);
    expect(phonemeErrorRate([letters("təmat")], [answers])).toBe(1 / 6);
  });

  test("may exceed 1", () => {
    expect(phonemeErrorRate([letters("abc")], [[letters("x")]])).toBe(3);
  });

  test("refuses no words, another number of predictions, and words without right answers", () => {
    expect(() => phonemeErrorRate([], [])).toThrow(
      "phonemeErrorRate: expected at least one sequence, got none",
    );
    expect(() => phonemeErrorRate([], [[["a"]]])).toThrow("phonemeErrorRate: expected 1 predictions, got 0");
    expect(() => phonemeErrorRate([["a"]], [[]])).toThrow("phonemeErrorRate: word 0 has no right answer");
    expect(() => phonemeErrorRate([["a"]], [[[]]])).toThrow(
      "phonemeErrorRate: expected at least one phoneme, got none",
    );
  });
});

describe("wordErrorRate", () => {
  test("counts words of which not every phoneme is right", () => {
    const answers = [[letters("ab"), letters("ac")], [letters("b")]];
    expect(wordErrorRate([letters("ac"), letters("c")], answers)).toBe(0.5);
  });

  test("with one right answer each it is what exact match leaves", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(tokens, tokens), { minLength: 1 }), (pairs) => {
        const [predicted, expected] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const rate = wordErrorRate(predicted, expected.map((answer) => [answer])); // prettier-ignore
        expect(rate).toBeCloseTo(1 - exactMatch(predicted, expected), 12);
      }),
    );
  });

  test("refuses no words", () => {
    expect(() => wordErrorRate([], [])).toThrow("wordErrorRate: expected at least one sequence, got none");
  });
});

describe("strongestLinks", () => {
  test("links each target token with the source position it looked at most", () => {
    expect(
      strongestLinks([
        [0.2, 0.8],
        [0.9, 0.1],
      ]),
    ).toEqual([
      // prettier-ignore
      { target: 0, source: 1 },
      { target: 1, source: 0 },
    ]);
  });

  test("the first position wins a tie", () => {
    expect(strongestLinks([[0.5, 0.5]])).toEqual([{ target: 0, source: 0 }]);
  });

  test("refuses a row without positions", () => {
    expect(() => strongestLinks([[1], []])).toThrow("strongestLinks: row 1 of weights has no positions");
  });
});

describe("alignmentErrorRate", () => {
  const link = (source: number, target: number) => ({ source, target });
  const gold: Alignment = { sure: [link(0, 0), link(1, 1)], possible: [link(2, 1)] };

  test("is 0 if all sure links are found and all found links are possible", () => {
    expect(alignmentErrorRate([[link(0, 0), link(1, 1)]], [gold])).toBe(0);
    expect(alignmentErrorRate([[link(0, 0), link(1, 1), link(2, 1)]], [gold])).toBe(0);
  });

  test("is 1 if nothing fits", () => {
    expect(alignmentErrorRate([[link(5, 0), link(5, 1)]], [gold])).toBe(1);
  });

  test("is 1 − (|A ∩ S| + |A ∩ P|) / (|A| + |S|)", () => {
    const predicted = [link(0, 0), link(2, 1)]; // one sure, two possible
    expect(alignmentErrorRate([predicted], [gold])).toBe(1 - (1 + 2) / (2 + 2));
  });

  test("counts a link once, however often it is predicted or annotated", () => {
    const twice = [link(0, 0), link(2, 0), link(2, 0)]; // one right, one wrong
    expect(alignmentErrorRate([twice], [gold])).toBe(alignmentErrorRate([twice.slice(0, 2)], [gold]));
    const doubled: Alignment = { sure: [...gold.sure, ...gold.sure], possible: gold.possible };
    expect(alignmentErrorRate([twice], [doubled])).toBe(alignmentErrorRate([twice], [gold]));
  });

  test("does not judge target tokens that the gold alignment leaves out", () => {
    expect(alignmentErrorRate([[link(0, 0), link(1, 1), link(9, 2)]], [gold])).toBe(0);
  });

  test("adds up links over all pairs before dividing", () => {
    const one: Alignment = { sure: [link(0, 0)], possible: [] };
    expect(alignmentErrorRate([[link(0, 0), link(1, 1)], [link(3, 0)]], [gold, one])).toBeCloseTo(1 - 4 / 6);
  });

  test("takes a look beside a gold link for a look at it, if asked to forgive that much", () => {
    const beside = [link(1, 0), link(3, 1)]; // beside a sure one, and beside a possible one
    expect(alignmentErrorRate([beside], [gold])).toBe(1 - (0 + 0) / (2 + 2));
    expect(alignmentErrorRate([beside], [gold], { within: 1 })).toBe(1 - (1 + 2) / (2 + 2));
    expect(alignmentErrorRate([beside], [gold], { within: 2 })).toBe(1 - (1 + 2) / (2 + 2)); // the nearest counts
    expect(alignmentErrorRate([[link(2, 0)]], [gold], { within: 1 })).toBe(1); // two places away
  });

  test("forgives nothing across target tokens", () => {
    expect(alignmentErrorRate([[link(1, 0)]], [{ sure: [link(1, 1), link(9, 0)], possible: [] }], { within: 1 })).toBe(1); // prettier-ignore
  });

  test("refuses no pairs, another number of predictions, and no links at all", () => {
    expect(() => alignmentErrorRate([], [])).toThrow(
      "alignmentErrorRate: expected at least one sequence, got none",
    );
    expect(() => alignmentErrorRate([], [gold])).toThrow("alignmentErrorRate: expected 1 predictions, got 0");
    expect(() => alignmentErrorRate([[]], [{ sure: [], possible: [] }])).toThrow(
      "alignmentErrorRate: gold should have at least one link, got none",
    );
  });
});

describe("attentionEntropy", () => {
  test("is 0 if one position has it all, and ln n if all have the same", () => {
    expect(attentionEntropy([0, 1, 0])).toBeCloseTo(0, 12);
    expect(attentionEntropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(Math.log(4), 12);
  });

  test("lies between the two for every distribution", () => {
    const scores = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(scores, (logits) => {
        const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
        const entropyNats = attentionEntropy(logits.map((logit) => Math.exp(logit) / total));
        expect(entropyNats).toBeGreaterThanOrEqual(-1e-12);
        expect(entropyNats).toBeLessThanOrEqual(Math.log(logits.length) + 1e-9);
      }),
    );
  });

  test("refuses a weight that is no share", () => {
    expect(() => attentionEntropy([0.5, NaN])).toThrow(
      "attentionEntropy: weights should be numbers ≥ 0, got NaN at position 1",
    );
    expect(() => attentionEntropy([-0.5, 1.5])).toThrow("got -0.5 at position 0");
  });
});
