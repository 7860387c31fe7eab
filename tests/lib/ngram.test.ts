import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Ngram } from "../../lib/ngram";
import { EOS, SOS } from "../../lib/vocabulary";

const [a, b] = [4, 5];
const sequences = [
  [SOS, a, EOS],
  [SOS, a, b, EOS],
];
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe("Ngram", () => {
  test("of order 1 counts tokens, whatever stands before them", () => {
    // a a b <eos> <eos>: D = ½ comes off each of the three, and 3 · ½ of 5 goes to all six tokens alike.
    const unigram = new Ngram(sequences, { order: 1, vocabSize: 6, discount: 0.5 });
    const room = 1.5 / 5 / 6;
    expect(unigram.probabilities([SOS])[a]).toBeCloseTo(1.5 / 5 + room, 12);
    expect(unigram.probabilities([b])[b]).toBeCloseTo(0.5 / 5 + room, 12);
    expect(unigram.probabilities([b])[0]).toBeCloseTo(room, 12);
  });

  test("of order 2 counts what followed a token, and leaves the rest to how many tokens it followed at all", () => {
    // After a came <eos> and b, once each. <eos> followed two tokens (a and b), a and b one each: four pairs.
    const bigram = new Ngram(sequences, { order: 2, vocabSize: 6, discount: 0.5 });
    const shorter = { eos: 1.5 / 4 + 1.5 / 4 / 6, b: 0.5 / 4 + 1.5 / 4 / 6 };
    expect(bigram.probabilities([SOS, a])[EOS]).toBeCloseTo((0.5 + 1 * shorter.eos) / 2, 12);
    expect(bigram.probabilities([SOS, a])[b]).toBeCloseTo((0.5 + 1 * shorter.b) / 2, 12);
  });

  test("gives probabilities that sum to 1 after anything, even what training never showed", () => {
    const token = fc.integer({ min: 3, max: 8 });
    const text = fc.array(token, { minLength: 1, maxLength: 6 }).map((tokens) => [SOS, ...tokens, EOS]);
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1 }),
        fc.array(token),
        fc.integer({ min: 1, max: 4 }),
        (texts, before, order) => {
          const model = new Ngram(texts, { order, vocabSize: 9 });
          const probabilities = model.probabilities([SOS, ...before]);
          expect(sum(probabilities)).toBeCloseTo(1, 9);
          expect(Math.min(...probabilities)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });

  test("is surprised by −ln of what it gave the token", () => {
    const trigram = new Ngram(sequences, { order: 3, vocabSize: 6 });
    const expected = [trigram.probabilities([SOS])[a]!, trigram.probabilities([SOS, a])[b]!].map(
      (p) => -Math.log(p),
    );
    expect(trigram.surprises([SOS, a, b])).toEqual(expected);
  });

  test("looks no further back than its order", () => {
    const bigram = new Ngram(sequences, { order: 2, vocabSize: 6 });
    expect(bigram.probabilities([SOS, b, a])).toEqual(bigram.probabilities([SOS, a]));
  });

  test("names what is wrong with its options", () => {
    expect(() => new Ngram(sequences, { order: 0, vocabSize: 6 })).toThrow(
      "Ngram: order should be a whole number ≥ 1, got 0",
    );
    expect(() => new Ngram(sequences, { order: 1, vocabSize: 6, discount: 1 })).toThrow(
      "Ngram: discount should be a number in (0, 1), got 1",
    );
  });
});
