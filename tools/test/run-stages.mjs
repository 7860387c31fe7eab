import { duration } from "../../lib/jupyter/bar.cjs";
import { runCheck } from "./check.mjs";
import { runVitest } from "./vitest.mjs";

/** @typedef {import("./stages.mjs").Stage} Stage */
/** @typedef {import("./stages.mjs").Tally} Tally */

/**
 * @param {Stage} stage
 * @param {string[]} filters
 * @returns {Promise<Tally>}
 */
async function tallyOf({ name, what, check, tests = [] }, filters) {
  const title = `\n── ${name}: ${what}`;
  if (check) {
    const { output, tally } = await runCheck(check);
    console.log(`${title}\n${output}`.trimEnd());
    return tally;
  }
  console.log(title);
  return runVitest([...tests, ...filters]);
}

/** Runs stages, so many at a time. @param {Stage[]} stages @param {string[]} filters @param {number} atOnce */
async function runAll(stages, filters, atOnce) {
  const pending = stages.values();
  const results = /** @type {{ name: string, tally: Tally, elapsedMs: number }[]} */ ([]);
  const work = async () => {
    for (const stage of pending) {
      const startedMs = performance.now();
      const tally = await tallyOf(stage, filters);
      results.push({ name: stage.name, tally, elapsedMs: performance.now() - startedMs });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

/** @param {Tally} tally */
const formatTally = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** @param {Tally[]} tallies @returns {Tally} */
const sum = (tallies) => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failed: tallies.reduce((total, { failed }) => total + failed, 0),
  skipped: tallies.reduce((total, { skipped }) => total + skipped, 0),
  notes: tallies.flatMap(({ notes }) => notes),
});

/**
 * Runs every stage, even after a failed one, and sums up.
 *
 * @param {Stage[]} stages
 * @param {string[]} filters  for vitest
 * @returns {Promise<number>} exit code
 */
export async function runStages(stages, filters) {
  const checks = stages.filter(({ check }) => check);
  const tests = stages.filter(({ check }) => !check);
  if (checks.length > 1) console.log("The checks run two at a time; each is shown when it has ended.");
  const results = [...(await runAll(checks, filters, 2)), ...(await runAll(tests, filters, 1))];
  const total = sum(results.map(({ tally }) => tally));
  console.log("\n── summary");
  for (const { name, tally, elapsedMs } of results)
    console.log(`${name.padEnd(16)} ${duration(elapsedMs).padStart(6)}  ${formatTally(tally)}`);
  for (const note of total.notes) console.log(note);
  console.log(formatTally(total));
  const hasRun = total.passed + total.failed + total.skipped > 0; // a misspelt filter is no success
  return hasRun && total.failed === 0 ? 0 : 1;
}
