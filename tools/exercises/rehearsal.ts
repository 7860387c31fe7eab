/** A learner's rehearsal: the grader's own path over one's own sheet, with the grader's limits. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./load";
import type { Sheet } from "./sheet";

/** Without a sandbox it runs with one's own rights, which for one's own work is no risk. */
const hasSandbox = (): boolean => spawnSync("bwrap", ["--version"]).status === 0;

/** @returns the grader's exit code: 0 if the sheet could be graded, whatever it earned */
export function rehearse({ slug }: Sheet): number {
  const out = join(root, ".course", "rehearsal", slug);
  const grader = join(root, "tools", "grade", "command.ts");
  const work = join(root, "exercises", `${slug}.ipynb`);
  const options = ["--sheets", slug.slice(0, 2), "--out", out, ...(hasSandbox() ? [] : ["--trust-local"])];
  const { status } = spawnSync(process.execPath, ["--import", "tsx", grader, work, ...options], {
    cwd: root,
    stdio: "inherit",
  });
  if (status === 0) {
    const [page] = readdirSync(join(out, "learners"));
    console.log(`What your grader would tell you: ${relative(process.cwd(), join(out, "learners", page!))}`);
  }
  return status ?? 1;
}
