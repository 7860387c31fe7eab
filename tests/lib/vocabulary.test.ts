import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EOS, PAD, SOS, UNK, Vocabulary } from "../../lib/vocabulary";

describe("Vocabulary.fromTokens", () => {
  test("starts with the four special tokens, at their fixed ids", () => {
    const vocabulary = Vocabulary.fromTokens(["a"]);
    expect(vocabulary.decode([PAD, SOS, EOS, UNK, 4])).toEqual(["<pad>", "<sos>", "<eos>", "<unk>", "a"]);
    expect(vocabulary.size).toBe(5);
  });

  test("numbers frequent tokens first, equally frequent ones by their letters", () => {
    const vocabulary = Vocabulary.fromTokens("b a b c a d".split(" "));
    expect(vocabulary.encode(["a", "b", "c", "d"])).toEqual([4, 5, 6, 7]);
    expect(Vocabulary.fromTokens("b b a".split(" ")).encode(["b", "a"])).toEqual([4, 5]);
  });

  test("does not depend on the order of the text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("가", "나", "x", "y", "z"), { minLength: 1 }), (tokens) => {
        const reversed = Vocabulary.fromTokens([...tokens].reverse());
        expect(reversed.toJSON()).toEqual(Vocabulary.fromTokens(tokens).toJSON());
      }),
    );
  });

  test("leaves out tokens seen fewer than minCount times", () => {
    const vocabulary = Vocabulary.fromTokens("a a b".split(" "), { minCount: 2 });
    expect(vocabulary.encode(["a", "b"])).toEqual([4, UNK]);
  });

  test("keeps at most maxSize tokens, the rarest go first", () => {
    const vocabulary = Vocabulary.fromTokens("a a b".split(" "), { maxSize: 5 });
    expect(vocabulary.size).toBe(5);
    expect(vocabulary.encode(["a", "b"])).toEqual([4, UNK]);
  });

  test("refuses an empty text, a special token in it, and options out of range", () => {
    expect(() => Vocabulary.fromTokens([])).toThrow(
      "Vocabulary.fromTokens: expected at least one token, got none",
    );
    expect(() => Vocabulary.fromTokens(["<pad>"])).toThrow(
      'Vocabulary.fromTokens: the text holds "<pad>", which is a special token',
    );
    expect(() => Vocabulary.fromTokens(["a"], { minCount: 0 })).toThrow(
      "Vocabulary.fromTokens: minCount should be a whole number ≥ 1, got 0",
    );
    expect(() => Vocabulary.fromTokens(["a"], { maxSize: NaN })).toThrow(
      "Vocabulary.fromTokens: maxSize should be a whole number ≥ 4, got NaN",
    );
  });
});

describe("Vocabulary.encode and decode", () => {
  test("give back every text made of known tokens", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (tokens) => {
        const vocabulary = Vocabulary.fromTokens(tokens);
        expect(vocabulary.decode(vocabulary.encode(tokens))).toEqual(tokens);
      }),
    );
  });

  test("a token that training did not show becomes <unk>", () => {
    expect(Vocabulary.fromTokens(["a"]).encode(["z", "a"])).toEqual([UNK, 4]);
  });

  test("refuse an id without a token", () => {
    const vocabulary = Vocabulary.fromTokens(["a"]);
    expect(() => vocabulary.decode([5])).toThrow(
      "Vocabulary.decode: an id should be a whole number in [0, 5), got 5",
    );
    expect(() => vocabulary.decode([-1])).toThrow("got -1");
    expect(() => vocabulary.decode([NaN])).toThrow("got NaN");
  });
});

describe("Vocabulary.fromJSON", () => {
  test("reads back what toJSON wrote", () => {
    const vocabulary = Vocabulary.fromTokens("안 녕 ! 안".split(" "));
    const copy = Vocabulary.fromJSON(JSON.parse(JSON.stringify(vocabulary)));
    expect(copy.toJSON()).toEqual(vocabulary.toJSON());
    expect(copy.encode(["녕"])).toEqual(vocabulary.encode(["녕"]));
  });

  test("refuses what is no vocabulary", () => {
    const expected =
      "Vocabulary.fromJSON: expected distinct tokens that start with <pad> <sos> <eos> <unk>, got";
    expect(() => Vocabulary.fromJSON({})).toThrow(`${expected} {}`);
    expect(() => Vocabulary.fromJSON(["a"])).toThrow(`${expected} ["a"]`);
    expect(() => Vocabulary.fromJSON(["<pad>", "<sos>", "<eos>", "<unk>", "a", "a"])).toThrow(expected);
    expect(() => Vocabulary.fromJSON(undefined)).toThrow(`${expected} undefined`);
  });
});
