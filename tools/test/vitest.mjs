import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "../setup/layout.mjs";
import { Problem } from "../setup/problem.mjs";
import { spawnInProject } from "./spawn.mjs";

const reporter = fileURLToPath(new URL("tally-reporter.mjs", import.meta.url));

/** @param {string} path @returns {import("./stages.mjs").Tally} */
function readTally(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { passed: 0, failed: 0, skipped: 0, notes: [] }; // vitest did not get as far
  }
}

/** The course itself runs in any folder. @param {string} root @throws {Problem} vitest takes the path for more than a path */
export function requirePlainFolder(root = projectRoot) {
  const odd = /[#?]/.exec(root)?.[0];
  if (odd !== undefined)
    throw new Problem(
      `vitest cannot run in ${root}, because of the "${odd}": move the project, then test again.`,
    );
}

/**
 * A stage of vitest tests; each test counts.
 *
 * @param {string[]} args
 * @returns {Promise<import("./stages.mjs").Tally>}
 */
export async function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), "rnn-to-transformer-tests-"));
  const tallyFile = join(folder, "tally.json");
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--passWithNoTests"];
  const code = await spawnInProject([...vitest, "--reporter=default", `--reporter=${reporter}`, ...args], {
    env: { TALLY_FILE: tallyFile },
  });
  const tally = readTally(tallyFile);
  rmSync(folder, { recursive: true });
  // Some failures are of no test: an error between the tests, a crash.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
