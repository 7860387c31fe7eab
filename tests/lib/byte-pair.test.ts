import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinPieces, learnMerges, splitWord } from "../../lib/byte-pair";

/** The example of Sennrich et al. 2016, §3.2: their `r ·` is our `r`, their `r` our `r@@`. */
const words = ["low", "lowest", "newer", "wider"].flatMap((word, index) =>
  Array<string>([5, 2, 6, 3][index]!).fill(word),
);

describe("byte-pair encoding", () => {
  test("merges the commonest neighbours first, and knows where a word ends", () => {
    expect(learnMerges(words, 3)).toEqual([
      ["e@@", "r"],
      ["l@@", "o@@"],
      ["e@@", "w@@"],
    ]);
  });

  test("splits a word that it has never seen into pieces that it has", () => {
    const merges = learnMerges(words, 20);
    expect(splitWord("lower", merges)).toEqual(["low@@", "er"]);
    expect(splitWord("newer", merges)).toEqual(["newer"]);
  });

  test("stops where no pair comes twice", () => {
    expect(learnMerges(["ab", "cd"], 10)).toEqual([]);
  });

  test("joins pieces to the words they came from", () => {
    const merges = learnMerges(words, 10);
    const word = fc.stringMatching(/^[lowernids가나]+$/);
    fc.assert(
      fc.property(fc.array(word), (text) => {
        expect(joinPieces(text.flatMap((one) => splitWord(one, merges)))).toEqual(text);
      }),
    );
  });

  test("refuses what is no text, no list and no number of merges", () => {
    expect(() => learnMerges("low" as never, 1)).toThrow('learnMerges: words should be a list, got "low"');
    expect(() => learnMerges(words, 0)).toThrow("learnMerges: numMerges should be a whole number ≥ 1, got 0");
    expect(() => splitWord(1 as never, [])).toThrow("splitWord: word should be a text, got 1");
  });
});
