import { expect, test } from "vitest";
import { formatDuration, formatMegabytes, renderBar, withBar } from "../../../tools/setup/progress.mjs";

/** A screen that remembers, and a clock that moves by a second each time it is read. */
function recorder(isTTY: boolean) {
  const lines: string[] = [];
  let nowMs = 0;
  const write = (text: string) => lines.push(text);
  return { lines, out: { isTTY, columns: 60, write }, now: () => (nowMs += 1000) };
}

test("a bar shows share, sizes and the time left", () => {
  expect(renderBar("TensorFlow", 50e6, { total: 200e6, unit: "MB" }, 10_000)).toBe(
    "  TensorFlow  ██████░░░░░░░░░░░░░░░░░░   25 %  50 of 200 MB  30 s left",
  );
});

test("a full bar says how long it took", () => {
  expect(renderBar("npm packages", 448, { total: 448, unit: "packages" }, 27_000)).toBe(
    "  npm packages  ████████████████████████  100 %  448 of 448 packages  27 s",
  );
});

test("on a terminal the bar is redrawn in place and never wider than the terminal", async () => {
  const { lines, out, now } = recorder(true);
  await withBar("Unpacking", { total: 10, unit: "files" }, out, async (bar) => bar.update(5), now);
  expect(lines.every((line) => line === "\n" || line.startsWith("\r\x1b[K"))).toBe(true);
  expect(Math.max(...lines.map((line) => line.replace("\r\x1b[K", "").length))).toBeLessThan(60);
});

test("elsewhere there is a plain line now and then", async () => {
  const { lines, out, now } = recorder(false);
  const work = async (bar: { update(done: number): void }) => {
    for (let done = 1; done <= 20; done++) bar.update(done);
  };
  await withBar("Unpacking", { total: 20, unit: "files" }, out, work, now);
  expect(lines.length).toBeLessThan(5);
  expect(lines.at(-1)).toContain("100 %");
});

test("a bar whose work failed does not claim 100 %", async () => {
  const { lines, out, now } = recorder(true);
  const work = () => Promise.reject(new Error("no network"));
  await expect(withBar("Unpacking", { total: 10, unit: "files" }, out, work, now)).rejects.toThrow(
    "no network",
  );
  expect(lines.join("")).not.toContain("100 %");
});

test("durations and sizes are rounded for people", () => {
  expect([formatDuration(4600), formatDuration(300_000)]).toEqual(["5 s", "5 min"]);
  expect([formatMegabytes(1.25e6), formatMegabytes(207_208_420)]).toEqual(["1.3 MB", "207 MB"]);
});
