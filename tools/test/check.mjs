import { spawnInProject } from "./spawn.mjs";

/**
 * A stage that passes or fails as a whole: a compiler, a linter.
 *
 * @param {string[]} args  for Node
 * @returns {Promise<import("./stages.mjs").Tally>}
 */
export async function runCheck(args) {
  const failed = (await spawnInProject(args)) === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, skipped: 0, notes: [] };
}
