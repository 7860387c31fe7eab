import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { courseCost, courseTable, courseTotal } from "../../../tools/bench/course";

const folder = mkdtempSync(join(tmpdir(), "course-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A notebook whose last run left this record; without one it is not there. */
function source(slug: string, course?: object) {
  const notebookPath = join(folder, `${slug}.ipynb`);
  if (course !== undefined) writeFileSync(notebookPath, JSON.stringify({ cells: [], metadata: { course } }));
  return { number: slug.slice(0, 2), slug, sourcePath: "", notebookPath };
}

const ran = source("01-one", { seconds: 90, peakMb: 800 });
const ranLonger = source("02-two", { seconds: 150, peakMb: 1200 });

test("seconds add up to minutes, and the greatest memory is the course's", () => {
  const costs = courseCost([ran, ranLonger]);
  expect(courseTotal(costs)).toEqual({ minutes: 4, peakMb: 1200, numNotRun: 0 });
  expect(courseTable(costs)).toMatch(/all +4\.0 min  1,200 MB at most; wanted ≤ 40 min$/);
});

test("a course with a notebook that was never run has not reached its time", () => {
  const costs = courseCost([ran, source("03-three")]);
  expect(courseTotal(costs).numNotRun).toBe(1);
  expect(courseTable(costs)).toMatch(/03-three +not run  memory unknown/);
  expect(courseTable(costs)).toContain("1 not run; wanted ≤ 40 min: NOT REACHED");
});

test("memory that no run told is unknown, not 0", () => {
  expect(courseTotal(courseCost([source("04-four", { seconds: 60 })])).peakMb).toBeNull();
});
