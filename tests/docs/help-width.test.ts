/** What `npm run … -- --help` prints fits into a terminal of 80 columns. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const root = join(__dirname, "..", "..");
const columns = (line: string): number => [...line].reduce((sum, letter) => sum + (letter < "\u1100" || /[…–→■]/u.test(letter) ? 1 : 2), 0); // prettier-ignore

test.each(["book", "check", "datasets", "doctor", "grade", "hand-in", "record", "review"])(
  "npm run %s -- --help",
  async (command) => {
    const { stdout } = await run(process.execPath, ["tools/run.cjs", command, "--help"], { cwd: root });
    expect(stdout).toContain(`npm run ${command}`);
    expect(stdout.split("\n").filter((line) => columns(line) > 80)).toEqual([]);
  },
  60_000,
);
