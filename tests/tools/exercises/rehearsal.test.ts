import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(__dirname, "..", "..", "..");

test("--as-grader takes one's own sheet through the grader, and names the page that says what a grader would", () => {
  const command = ["--import", "tsx", "tools/exercises/command.ts", "02", "--as-grader"];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  expect(stdout).toContain("1 submissions");
  const [, page] = /What your grader would tell you: (\S+\.html)/.exec(stdout)!;
  expect(existsSync(join(root, page!))).toBe(true);
  expect(page).toContain("02-lstm-and-gru"); // nobody has said whose the notebook is: its own name stands for it
}, 180_000);
