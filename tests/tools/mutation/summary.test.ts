/** The table of all sheets' mutants. */
import { expect, test } from "vitest";
import { summaryOf } from "../../../tools/mutation/summary";

const rowsOf = (table: string): string[][] => table.split("\n").map((line) => line.split(/\s+/));

test("a survivor is equivalent if a reason names it, open if none does; all others are killed", () => {
  const record = {
    dotScore: { of: "abc", made: 5, fates: { visible: 2, types: 1, survived: 2 }, survived: ["1 → 2", "2 → 3"] },
    attend: { of: "abd", made: 4, fates: { hidden: 3, crashed: 1 }, survived: ["1 → 2"] },
  }; // prettier-ignore
  const equivalents = { dotScore: [{ because: "they do the same", mutants: ["1 → 2"] }] };
  const one = { slug: "06-attention", record, equivalents };
  const other = { slug: "07-self-attention", record: {}, equivalents: {} };
  expect(rowsOf(summaryOf([one, other])).slice(0, 4)).toEqual([
    ["sheet", "made", "killed", "equivalent", "open"],
    ["06-attention", "9", "6", "1", "2"],
    ["07-self-attention", "0", "0", "0", "0"],
    ["all", "9", "6", "1", "2"],
  ]);
});
