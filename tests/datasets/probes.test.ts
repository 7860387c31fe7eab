import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { constantAnswerError, load as loadAdding } from "../../datasets/adding/adding";
import { load as loadCopy } from "../../datasets/copy/copy";
import { load as loadFirstToken } from "../../datasets/first-token/first-token";
import type { Split } from "../../datasets/kit/options";
import { load as loadReverse } from "../../datasets/reverse/reverse";
import { fingerprint, readCard } from "./fingerprint";

type Load = (options: { split: Split; limit?: number; seed?: number }) => readonly unknown[];

const splits: readonly Split[] = ["train", "validation", "test"];
const hashesMissing = (name: string, load: Load) =>
  splits
    .map((split) => `| ${split} | ${fingerprint(load({ split }))} |`)
    .filter((row) => !readCard(name).includes(row));

describe.each<[string, Load]>([
  ["copy", loadCopy],
  ["reverse", loadReverse],
  ["first-token", loadFirstToken],
  ["adding", loadAdding],
])("%s", (name, load) => {
  test("builds the splits whose hashes stand in its card", () => {
    expect(hashesMissing(name, load)).toEqual([]);
  });

  test("takes the first examples under a limit", () => {
    expect(load({ split: "test", limit: 5 })).toEqual(load({ split: "test" }).slice(0, 5));
  });

  test("gives other examples for another seed", () => {
    expect(load({ split: "test", limit: 5, seed: 1 })).not.toEqual(load({ split: "test", limit: 5 }));
  });

  test("shows no training example in the test, even under another seed", () => {
    const trained = new Set(load({ split: "train", limit: 2_000 }).map((example) => JSON.stringify(example)));
    const tested = load({ split: "test", limit: 2_000, seed: 3 }).map((example) => JSON.stringify(example));
    expect(tested.filter((example) => trained.has(example))).toEqual([]);
  });

  test("names the argument that is wrong", () => {
    expect(() => load({ split: "dev" as never })).toThrow(
      `${name}.load: split should be one of "train", "validation", "test", got "dev"`,
    );
    expect(() => load({ split: "test", limit: -1 })).toThrow(
      `${name}.load: limit should be a whole number ≥ 1, got -1`,
    );
  });
});

describe("copy", () => {
  test("has the same letters on both sides, aligned along the diagonal", () => {
    const [pair] = loadCopy({ split: "train", limit: 1, minLength: 5, maxLength: 5 });
    expect(pair!.target).toEqual(pair!.source);
    expect(pair!.alignment.sure.map((link) => link.source)).toEqual([0, 1, 2, 3, 4]);
    expect(pair!.alignment.sure.map((link) => link.target)).toEqual([0, 1, 2, 3, 4]);
  });

  test("has sequences of every length that was asked for, and letters from those asked for", () => {
    const pairs = loadCopy({ split: "train", limit: 500, minLength: 10, maxLength: 12, numSymbols: 3 });
    expect(new Set(pairs.map(({ source }) => source.length))).toEqual(new Set([10, 11, 12]));
    expect(new Set(pairs.flatMap(({ source }) => source))).toEqual(new Set(["a", "b", "c"]));
  });

  test("says when there are too few sequences for three splits", () => {
    expect(() => loadCopy({ split: "train", minLength: 3, numSymbols: 4 })).toThrow(
      "copy.load: 4 symbols in 3 places make 64 sequences; splits that share none need 1000",
    );
    expect(() => loadCopy({ split: "train", numSymbols: 27 })).toThrow("from 2 to 26, got 27");
    expect(() => loadCopy({ split: "train", minLength: 9, maxLength: 8 })).toThrow("maxLength should be");
  });
});

describe("reverse", () => {
  test("links every token to its mirror image, which is the same letter", () => {
    fc.assert(
      fc.property(fc.constantFrom(...loadReverse({ split: "test" })), ({ source, target, alignment }) =>
        alignment.sure.every((link) => source[link.source] === target[link.target]),
      ),
    );
  });

  test("has five tokens aligned from the last to the first", () => {
    const [pair] = loadReverse({ split: "train", limit: 1, minLength: 5, maxLength: 5 });
    expect(pair!.target).toEqual([...pair!.source].reverse());
    expect(pair!.alignment.sure.map((link) => link.source)).toEqual([4, 3, 2, 1, 0]);
  });
});

describe("first-token", () => {
  test("asks for the first token of a sequence as long as was asked for", () => {
    const pairs = loadFirstToken({ split: "train", length: 100, limit: 50 });
    expect(pairs.every(({ source, target }) => source.length === 100 && target[0] === source[0])).toBe(true);
  });

  test("has first tokens that are about equally likely", () => {
    const first = loadFirstToken({ split: "train" }).filter(({ target }) => target[0] === "a");
    expect(first.length / 10_000).toBeCloseTo(0.1, 1);
  });
});

describe("adding", () => {
  test("marks one value in each half, and the target is their sum", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...loadAdding({ split: "test", length: 11 })),
        ({ values, markers, target }) => {
          const marked = values.filter((_, position) => markers[position] === 1);
          expect(markers.slice(0, 5).reduce((sum, marker) => sum + marker)).toBe(1);
          expect(markers.slice(5).reduce((sum, marker) => sum + marker)).toBe(1);
          expect(marked[0]! + marked[1]!).toBe(target);
        },
      ),
    );
  });

  test("costs a constant answer a sixth", () => {
    const examples = loadAdding({ split: "train" });
    const error = examples.reduce((sum, { target }) => sum + (target - 1) ** 2, 0) / examples.length;
    expect(error).toBeCloseTo(constantAnswerError, 2);
  });

  test("needs room for two marks", () => {
    expect(() => loadAdding({ split: "train", length: 1 })).toThrow(
      "adding.load: length should be a whole number ≥ 2, got 1",
    );
  });
});
