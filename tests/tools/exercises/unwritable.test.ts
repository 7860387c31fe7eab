/** A state folder that cannot be written: a full disk, or somebody else's folder. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { checker } from "../../../tools/exercises/checker";
import { keepPrediction } from "../../../tools/exercises/predictions";

let folder: string;
const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unwritable-"));
  writeFileSync(join(folder, "a file"), ""); // nobody, not even root, can make a folder in it
  vi.stubEnv("COURSE_STATE", join(folder, "a file", "state"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("a check gives its verdict all the same, and says once that it could not be kept", async () => {
  const answer = () => "no tensor";
  const first = await checker.check("dotScore", answer);
  await checker.check("dotScore", answer);
  expect(first).toMatchObject({ task: "dotScore", verdict: "fail", earned: 0 });
  const lines = said.mock.calls.map(([line]) => String(line));
  expect(lines.filter((line) => line.startsWith("Your progress could not be kept: "))).toHaveLength(1);
}, 120_000);

test("a prediction does not hold up its cell", () => {
  expect(() => keepPrediction("Why?", "because", true)).not.toThrow();
});
