/** The README's moving picture. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { film } from "../../../tools/record/film";
import type { Recording } from "../../../tools/record/recording";

const folder = join(__dirname, "..", "..", "..", "tools", "record");
const recording = JSON.parse(readFileSync(join(folder, "recording.json"), "utf8")) as Recording;

test("the README's picture is the recording's: npm run record -- --picture draws it anew", () => {
  expect(readFileSync(join(folder, "writes-a-date.svg"), "utf8")).toBe(`${film(recording)}\n`);
});

test("it moves only for readers who have not asked for less motion, and rests after three times", () => {
  const [still, moving] = film(recording).split("@media (prefers-reduced-motion: no-preference)");
  expect(still).not.toContain("animation");
  expect(moving).toMatch(/linear 3 }/);
  expect(moving).not.toContain("infinite");
});

test("a recording without the date says what it lacks", () => {
  expect(() => film({ ...recording, tasks: [] })).toThrow(/expected "천구백.*", written by "LSTM, general/);
});
