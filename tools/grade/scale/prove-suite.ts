/** Preflight, once for each release of the sheets on each machine. */
import { existsSync } from "node:fs";
import { buildPages } from "../../exercises/page";
import { madeOnce } from "../../setup/state-folder.cjs";
import { BadConfiguration } from "../exit-codes";
import { sha256 } from "../intake/learner-id";
import { preflight } from "../judge/preflight";
import type { PagesOf } from "../judge/preflight";
import type { Suite } from "../judge/suite";
import { writeWhole } from "../record/write-file";
import { openBar } from "../report/progress";
import type { Output } from "../report/progress";
import type { Limits } from "../run/limits";
import type { openPool } from "./pool";

/**
 * Proves the suite on this machine, and remembers it; closes the pool.
 *
 * @throws {BadConfiguration} the suite takes wrong for right or right for wrong: nobody is graded by it
 */
export async function proveSuite(
  suite: Suite,
  pool: ReturnType<typeof openPool>,
  limits: Limits,
  out: Output,
  pagesOf: PagesOf = buildPages,
): Promise<void> {
  const key = sha256(JSON.stringify([suite.hash, suite.lock, process.version, pool.description, limits]));
  const path = madeOnce("grader", `preflight-${key.slice(0, 16)}`);
  if (existsSync(path)) return;
  out.write("Preflight, once for this release: solutions, stubs and every known mistake\n");
  const onSheet = openBar("preflight", "sheets", suite.sheets.length, out);
  try {
    const problems = await preflight(suite, pagesOf, pool.place, onSheet);
    if (problems.length > 0)
      throw new BadConfiguration(`The suite is refused, nobody was graded:\n  ${problems.join("\n  ")}`);
  } finally {
    await pool.close();
  }
  writeWhole(path, "passed\n");
}
