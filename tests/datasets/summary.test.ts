import { describe, expect, test } from "vitest";
import { summary } from "../../datasets/kit/summary-frames";
import { lengthCounts, summarize, tokenFrequencies, vocabularyGrowth } from "../../datasets/kit/summary";

const pairs = [
  { source: ["a", "b", "a"], target: ["x"] },
  { source: ["c"], target: ["x", "y"] },
];
const sources = pairs.map(({ source }) => source);

describe("summarize", () => {
  test("counts sequences, tokens and vocabulary", () => {
    expect(summarize(sources)).toEqual({
      ...{ sequences: 2, tokens: 4, vocabulary: 3 },
      ...{ meanLength: 2, medianLength: 1, longest: 3, onlyOnce: 2 },
    });
  });

  test("refuses to summarize nothing", () => {
    expect(() => summarize([])).toThrow("summarize: sequences should hold at least one sequence, got none");
  });
});

describe("summary", () => {
  test("is three data frames, with a row a split and side, length, or size", () => {
    const { counts, lengths, growth } = summary({ train: pairs, test: pairs.slice(1) });
    expect(counts.columns).toEqual(["split", "field", ...Object.keys(summarize(sources))]);
    expect(counts.values).toEqual([
      ["train", "source", 2, 4, 3, 2, 1, 3, 2],
      ["train", "target", 2, 3, 2, 1.5, 1, 2, 1],
      ["test", "source", 1, 1, 1, 1, 1, 1, 1],
      ["test", "target", 1, 2, 2, 2, 2, 2, 2],
    ]);
    expect(lengths.columns).toEqual(["split", "field", "length", "sequences"]);
    expect(lengths.shape[0]).toBe(6);
    expect(growth.columns).toEqual(["split", "field", "tokens", "vocabulary"]);
  });

  test("knows both views of prose, and says what it does not know", () => {
    const prose = [{ text: "a b", words: ["a", "b"], characters: ["a", " ", "b"] }];
    expect(summary({ train: prose }).counts.column("field").values).toEqual(["words", "characters"]);
    expect(() => summary({ train: [{ values: [1], target: 2 }] })).toThrow(
      "summary: examples of train should have one of source, target, words, characters as a list of tokens, got values, target",
    );
    expect(() => summary({})).toThrow("summary: splits should hold at least one split, got none");
    expect(() => summary({ train: [] })).toThrow("summary: train should be a list with at least one example");
  });
});

describe("lengthCounts", () => {
  test("counts the sequences of every length, the shortest first", () => {
    expect(lengthCounts(sources)).toEqual([
      { length: 1, sequences: 1 },
      { length: 3, sequences: 1 },
    ]);
  });
});

describe("tokenFrequencies", () => {
  test("ranks the most frequent token first", () => {
    expect(tokenFrequencies(sources)[0]).toEqual({ rank: 1, token: "a", count: 2 });
  });
});

describe("vocabularyGrowth", () => {
  test("doubles the tokens at each point and ends with all of them", () => {
    expect(
      vocabularyGrowth([
        ["a", "b", "a"],
        ["c", "c"],
      ]),
    ).toEqual([
      { tokens: 1, vocabulary: 1 },
      { tokens: 2, vocabulary: 2 },
      { tokens: 4, vocabulary: 3 },
      { tokens: 5, vocabulary: 3 },
    ]);
  });

  test("has no point without tokens", () => {
    expect(vocabularyGrowth([[]])).toEqual([]);
  });
});
