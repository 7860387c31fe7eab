import { describe, expect, test } from "vitest";
import { lengthCounts, summarize, tokenFrequencies, vocabularyGrowth } from "../../datasets/summary";

const pairs = [
  { source: ["a", "b", "a"], target: ["x"] },
  { source: ["c"], target: ["x", "y"] },
];
const sources = pairs.map(({ source }) => source);

describe("summarize", () => {
  test("counts sequences, tokens and vocabulary of both sides", () => {
    const [source, target] = summarize(pairs);
    expect(source).toEqual({
      ...{ side: "source", sequences: 2, tokens: 4, vocabulary: 3 },
      ...{ meanLength: 2, medianLength: 1, longest: 3, onlyOnce: 2 },
    });
    expect(target).toMatchObject({ side: "target", tokens: 3, vocabulary: 2, meanLength: 1.5, onlyOnce: 1 });
  });

  test("refuses to summarize nothing", () => {
    expect(() => summarize([])).toThrow("summarize: pairs should hold at least one pair, got none");
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
