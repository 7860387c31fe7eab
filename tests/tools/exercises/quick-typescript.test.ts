/** The loader of `npm run check`, which keeps the JavaScript that it makes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../../../tools/exercises/load";

const folder = mkdtempSync(join(tmpdir(), "quick-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(name: string, code: string): string {
  const file = join(folder, name);
  writeFileSync(file, code);
  const options = ["--require", join(root, "tools/quick-typescript.cjs"), file];
  const env = { ...process.env, COURSE_STATE: join(folder, "state") };
  const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: "utf8", env });
  return stdout + stderr;
}
const kept = (): string[] => readdirSync(join(folder, "state", "check")).sort();

test("what was made of a file goes when the file changes; what was made of another stays", () => {
  expect(run("other.ts", "const one: number = 1;\nconsole.log(one);")).toBe("1\n");
  const [other] = kept();
  expect(run("changed.ts", 'const text: string = "old";\nconsole.log(text);')).toBe("old\n");
  const before = kept();
  expect(run("changed.ts", 'const text: string = "new";\nconsole.log(text);')).toBe("new\n");
  const after = kept();
  expect([before.length, after.length]).toEqual([2, 2]);
  expect(after).toContain(other);
  expect(after).not.toEqual(before);
  run("changed.ts", 'const text: string = "new";\nconsole.log(text);');
  expect(kept()).toEqual(after);
}, 60_000);
