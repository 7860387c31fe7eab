import { spawnInProject } from "./spawn.mjs";

/**
 * A stage that passes or fails as a whole: a compiler, a linter.
 *
 * @param {string[]} args  for Node
 * @returns {Promise<{ output: string, tally: import("./stages.mjs").Tally }>}  what it said, in one piece: others run beside it
 */
export async function runCheck(args) {
  let output = "";
  const code = await spawnInProject(args, { take: (text) => (output += text) });
  const failed = code === 0 ? 0 : 1;
  return { output, tally: { passed: 1 - failed, failed, skipped: 0, notes: [] } };
}
