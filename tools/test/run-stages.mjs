import { duration } from "../../lib/jupyter/bar.cjs";

/** @typedef {import("./stages.mjs").Stage} Stage */
/** @typedef {import("./stages.mjs").Tally} Tally */

/** @param {Stage} stage @param {string[]} filters */
async function runStage({ name, what, run }, filters) {
  console.log(`\n── ${name}: ${what}`);
  const startedMs = performance.now();
  const tally = await run(filters);
  return { name, tally, elapsedMs: performance.now() - startedMs };
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
  const results = [];
  for (const stage of stages) results.push(await runStage(stage, filters));
  const total = sum(results.map(({ tally }) => tally));
  console.log("\n── summary");
  for (const { name, tally, elapsedMs } of results)
    console.log(`${name.padEnd(16)} ${duration(elapsedMs).padStart(6)}  ${formatTally(tally)}`);
  for (const note of total.notes) console.log(note);
  console.log(formatTally(total));
  const hasRun = total.passed + total.failed + total.skipped > 0; // a misspelt filter is no success
  return hasRun && total.failed === 0 ? 0 : 1;
}
