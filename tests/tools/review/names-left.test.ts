/** A name that no list knows holds the pages back until a teacher has looked; through the command, as a teacher runs it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isMissing } from "../needs";
import { learners, writeCohort } from "./cohort";

const folder = mkdtempSync(join(tmpdir(), "names-left-"));
const out = join(folder, "out");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function review(...options: string[]): { code: number | null; said: string } {
  const command = [
    "--require",
    "./tools/quick-typescript.cjs",
    "tools/review/command.ts",
    join(folder, "cohort"),
    "--out",
    out,
  ];
  const args = [...command, "--roster", join(folder, "roster.csv"), "--sheets", "06", ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { code: status, said: stdout + stderr };
}

describe.skipIf(isMissing("bubblewrap"))(
  "a comment that thanks somebody whom the roster does not know",
  () => {
    beforeAll(async () => {
      const two = learners.slice(0, 2).map((learner, index) => {
        const { dotScore } = learner.answers;
        const left = ["generalScore", "concatScore", "attend", "attentionEntropy", "attentionDecoder"];
        const answers = { ...learner.answers, ...Object.fromEntries(left.map((task) => [task, null])) };
        return {
          ...learner,
          answers: { ...answers, dotScore: (index === 0 ? "// thanks to Ada Lovelace\n" : "") + dotScore! },
        };
      });
      await writeCohort(join(folder, "cohort"), two);
      writeFileSync(
        join(folder, "roster.csv"),
        `id,name\n${two.map(({ id, name }) => `${id},${name}`).join("\n")}\n`,
      );
    });

    test("ends with 6 and a list, without a page", () => {
      const { code, said } = review("--anonymous");
      expect(said).toContain("No page was written. If all of this may stay, run it again with --yes.");
      expect(code).toBe(6);
      expect(readFileSync(join(out, "names-left.csv"), "utf8")).toMatch(/Ada Lovelace/);
      expect(existsSync(join(out, "pages"))).toBe(false);
    }, 240_000);

    test("is shown once the teacher has said --yes", () => {
      const { code } = review("--anonymous", "--yes");
      expect(code).toBe(0);
      expect(readdirSync(join(out, "pages"))).toEqual(["group-1.html"]);
    }, 240_000);
  },
);
