import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupsOf, ringOf } from "../../../tools/review/session/groups";

const cohort = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 60 });
const seed = fc.nat(1000);

describe("groups", () => {
  test("hold everybody once, differ in size by at most 1, and leave nobody alone", () => {
    fc.assert(
      fc.property(cohort, fc.integer({ min: 2, max: 9 }), seed, (members, groupSize, number) => {
        const groups = groupsOf(members, groupSize, number);
        const sizes = groups.map(({ length }) => length);
        expect(groups.flat().sort()).toEqual([...members].sort());
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  test("are never larger than asked for, except where somebody would be left alone", () => {
    expect(groupsOf([..."abcdef"], 4, 1).map(({ length }) => length)).toEqual([3, 3]);
    expect(groupsOf([..."abcde"], 2, 1).map(({ length }) => length)).toEqual([3, 2]);
  });

  test("are the same for the same seed, and others for another", () => {
    const members = Array.from({ length: 20 }, (_, index) => `learner ${index}`);
    expect(groupsOf(members, 4, 7)).toEqual(groupsOf(members, 4, 7));
    expect(groupsOf(members, 4, 7)).not.toEqual(groupsOf(members, 4, 8));
  });
});

describe("a ring", () => {
  test("lets everybody review equally many others, never themselves, and be reviewed as often", () => {
    fc.assert(
      fc.property(cohort, fc.integer({ min: 1, max: 5 }), seed, (members, reviews, number) => {
        const ring = ringOf(members, reviews, number);
        const wanted = Math.min(reviews, members.length - 1);
        expect(ring.map(({ reviewer }) => reviewer).sort()).toEqual([...members].sort());
        for (const { reviewer, authors } of ring) {
          expect(authors).not.toContain(reviewer);
          expect(new Set(authors).size).toBe(wanted);
        }
        const received = members.map((one) => ring.filter(({ authors }) => authors.includes(one)).length);
        expect(new Set(received)).toEqual(new Set([wanted]));
      }),
    );
  });

  test("is the same for the same seed, and another for another", () => {
    const members = Array.from({ length: 12 }, (_, index) => index);
    expect(ringOf(members, 2, 3)).toEqual(ringOf(members, 2, 3));
    expect(ringOf(members, 2, 3)).not.toEqual(ringOf(members, 2, 4));
  });
});
