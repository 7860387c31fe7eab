/** The record of the mutants is of the answers and checks as they are, and leaves none open. */
import { expect, test } from "vitest";
import { loadSheet, sheetSlugs } from "../../tools/exercises/load";
import { inspectRecord, readEquivalents, readRecord, zoos } from "../../tools/mutation/record";
import { answersOf } from "../../tools/mutation/run";

const slugs = sheetSlugs().filter((slug) => !zoos.includes(slug));

test.each(slugs)("%s: if not, run npm run mutants -- --auto with its number", async (slug) => {
  const hashes = Object.fromEntries(answersOf(await loadSheet(slug)).map(({ task, of }) => [task, of]));
  expect(inspectRecord(readRecord(slug), readEquivalents(slug), hashes)).toEqual([]);
});

test.each(slugs)("%s: every task has mutants, and every reason is a sentence", async (slug) => {
  const made = Object.entries(readRecord(slug)).filter(([, { made }]) => !(made > 0));
  const reasons = Object.values(readEquivalents(slug)).flat();
  expect(made).toEqual([]);
  expect(reasons.filter(({ because }) => because.trim().split(" ").length < 3)).toEqual([]);
});
