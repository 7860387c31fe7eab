import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editOperations, type EditOperation } from "../../lib/edit-operations";
import { editDistance } from "../../lib/metrics";

const letters = (word: string): string[] => [...word];
const tokens = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 7 });

const replay = (operations: readonly EditOperation<string>[], side: "from" | "to"): string =>
  operations.map((operation) => operation[side] ?? "").join("");

describe("editOperations", () => {
  test("says what happens to each letter", () => {
    expect(editOperations(letters("kat"), letters("cats"))).toEqual([
      { kind: "substitution", from: "k", to: "c" },
      { kind: "match", from: "a", to: "a" },
      { kind: "match", from: "t", to: "t" },
      { kind: "insertion", to: "s" },
    ]);
    expect(editOperations(letters("ab"), letters("b"))[0]).toEqual({ kind: "deletion", from: "a" });
    expect(editOperations([], [])).toEqual([]);
  });

  test("leads from the first sequence to the second, in as few steps as the distance", () => {
    fc.assert(
      fc.property(tokens, tokens, (a, b) => {
        const operations = editOperations(a, b);
        expect(replay(operations, "from")).toBe(a.join(""));
        expect(replay(operations, "to")).toBe(b.join(""));
        expect(operations.filter(({ kind }) => kind !== "match")).toHaveLength(editDistance(a, b));
      }),
    );
  });

  test("calls a pair a match only if both tokens are the same", () => {
    fc.assert(
      fc.property(tokens, tokens, (a, b) => {
        const paired = editOperations(a, b).filter(({ kind }) => kind === "match" || kind === "substitution");
        expect(paired.map(({ kind }) => kind === "match")).toEqual(paired.map(({ from, to }) => from === to));
      }),
    );
  });
});
