/** A learner's rehearsal: the grader's own path over one's own sheet, with the grader's limits. */
import { phrase } from "../../lib/jupyter/language.cjs";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { bubblewrapProblem } from "../grade/run/bubblewrap";
import { shownPath, stateFolder } from "../setup/state-folder.cjs";
import { findDesk, sayWhichDesk } from "./desk-file";
import { root } from "./load";
import type { Sheet } from "./sheet";

/** @returns the grader's exit code: 0 if the sheet could be graded, whatever it earned */
export function rehearse(sheet: Sheet): number {
  const { slug } = sheet;
  const out = stateFolder("rehearsal", slug);
  const grader = join(root, "tools", "grade", "command.ts");
  const desk = findDesk(sheet);
  sayWhichDesk(desk, `npm run check -- ${slug.slice(0, 2)} --as-grader`);
  const problem = bubblewrapProblem();
  // Without a sandbox it runs with one's own rights, which for one's own work is no risk.
  if (problem !== undefined) console.log(phrase("Without the grader's sandbox: {0}", problem));
  const trust = problem === undefined ? [] : ["--trust-local"];
  const options = ["--sheets", slug.slice(0, 2), "--out", out, ...trust];
  const { status } = spawnSync(process.execPath, ["--import", "tsx", grader, desk.path, ...options], {
    cwd: root,
    stdio: "inherit",
  });
  if (status === 0) {
    const [page] = readdirSync(join(out, "learners"));
    console.log(phrase("What your grader would tell you: {0}", shownPath(join(out, "learners", page!))));
  }
  return status ?? 1;
}
