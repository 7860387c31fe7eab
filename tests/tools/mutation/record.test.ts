/** When the record of the mutants is out of date, or leaves something open. */
import { describe, expect, test } from "vitest";
import { hashOf, inspectRecord, type SheetMutants } from "../../../tools/mutation/record";

const record: SheetMutants = {
  dotScore: { of: "abc", made: 3, fates: { visible: 1, survived: 2 }, survived: ["1 → 2", "2 → 3"] },
};
const equivalents = { dotScore: [{ because: "they do the same", mutants: ["1 → 2", "2 → 3"] }] };
const hashes = { dotScore: "abc" };

describe("a record", () => {
  test("of the checks as they are, with a reason for each survivor, is right", () => {
    expect(inspectRecord(record, equivalents, hashes)).toEqual([]);
  });

  test("of another answer or other checks is stale", () => {
    expect(inspectRecord(record, equivalents, { dotScore: "abd" })).toEqual([
      "dotScore: the record is not of its answer and checks as they are now",
    ]);
    expect(inspectRecord({}, {}, hashes)).toHaveLength(1);
  });

  test("with a survivor that has no reason says which", () => {
    const fewer = { dotScore: [{ because: "they do the same", mutants: ["1 → 2"] }] };
    expect(inspectRecord(record, fewer, hashes)).toEqual(["dotScore: survived without a reason: 2 → 3"]);
  });

  test("keeps no reason for what did not survive, and no task that is gone", () => {
    const more = { dotScore: [{ because: "they do the same", mutants: ["1 → 2", "2 → 3", "3 → 4"] }] };
    expect(inspectRecord(record, more, hashes)).toEqual([
      "dotScore: has a reason, but did not survive: 3 → 4",
    ]);
    expect(inspectRecord(record, equivalents, {})).toContain("dotScore: there is no such task");
  });
});

describe("the hash", () => {
  const answer = "function dotScore() {\n  return 1; // as it is\n}";
  const hash = hashOf("06-attention", "dotScore", answer);

  test("is of the answer's code, not of its comments", () => {
    expect(hashOf("06-attention", "dotScore", answer.replace("as it is", "as it was"))).toBe(hash);
    expect(hashOf("06-attention", "dotScore", answer.replace("1", "2"))).not.toBe(hash);
  });

  test("is of the task's own checks", () => {
    expect(hashOf("06-attention", "generalScore", answer)).not.toBe(hash);
    expect(() => hashOf("06-attention", "noScore", answer)).toThrow(
      "tests/exercises/06-attention has the task noScore",
    );
  });
});
