/** Where `npm run hand-in` puts its file. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { handInPath, keepHandIn } from "../../../tools/grade/hand-in/place";
import { learnerFolder } from "../../../tools/setup/state-folder.cjs";

afterEach(() => vi.unstubAllEnvs());

test("into the learner's folder, or to the place that they name, seen from where they called npm", () => {
  vi.stubEnv("INIT_CWD", join(tmpdir(), "home-of-kim")); // npm itself moves to the project
  expect(handInPath("kim", undefined)).toMatch(
    new RegExp(`^${learnerFolder()}.hand-in-kim-[0-9a-f]+\\.zip$`),
  );
  expect(handInPath("kim", "mine.zip")).toBe(join(tmpdir(), "home-of-kim", "mine.zip"));
  expect(handInPath("kim", join(tmpdir(), "mine.zip"))).toBe(join(tmpdir(), "mine.zip"));
});

test("a place that cannot be written is told in a sentence", () => {
  const folder = mkdtempSync(join(tmpdir(), "hand-in-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "a file"), ""); // nobody, not even root, can make a file in it
  const path = join(folder, "a file", "mine.zip");
  expect(() => keepHandIn(path, Buffer.from(""))).toThrow(
    /mine\.zip cannot be written \(E[A-Z]+\): .*--out FILE/,
  );
});
