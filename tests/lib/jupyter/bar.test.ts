import { expect, test } from "vitest";
import { duration, endText, megabytes, progressText, withBar } from "../../../lib/jupyter/bar.cjs";

/** A screen that remembers, and a clock that moves by a second each time it is read. */
function recorder(isTTY: boolean) {
  const lines: string[] = [];
  let nowMs = 0;
  const write = (text: string) => lines.push(text);
  return { lines, out: { isTTY, columns: 60, write }, now: () => (nowMs += 1000) };
}

test("a bar says how far it is, how long it still takes, and what the caller notes", () => {
  const work = { title: "TensorFlow", total: 200e6, unit: "MB" };
  expect(progressText(work, 50e6, 10_000)).toBe("TensorFlow: 50 of 200 MB, 30 s left");
  expect(progressText({ title: "training", total: 100 }, 25, 30_000, "loss 0.31")).toBe(
    "training: 25 of 100, 1 min 30 s left, loss 0.31",
  );
});

test("a bar that has ended says how long it took, or where it was stopped", () => {
  const work = { title: "npm packages", total: 448, unit: "packages" };
  expect(endText(work, 448, 27_000)).toBe("npm packages: 448 of 448 packages in 27 s");
  expect(endText({ title: "seed 2: cells", total: 9 }, 3, 0)).toBe(
    "seed 2: cells: stopped at 3 of 9 in 0 ms",
  );
  expect(endText(work, 3, 0)).toBe("npm packages: stopped at 3 of 448 packages in 0 ms");
});

test("on a terminal the bar is redrawn in place and never wider than the terminal", async () => {
  const { lines, out, now } = recorder(true);
  await withBar({ title: "Unpacking", total: 10, unit: "files" }, out, async (bar) => bar.update(5), now);
  expect(lines.every((line) => line === "\n" || line.startsWith("\r\x1b[K"))).toBe(true);
  expect(Math.max(...lines.map((line) => line.replace("\r\x1b[K", "").length))).toBeLessThan(60);
});

test("elsewhere there is a plain line now and then", async () => {
  const { lines, out, now } = recorder(false);
  const work = async (bar: { update(done: number): void }) => {
    for (let done = 1; done <= 20; done++) bar.update(done);
  };
  await withBar({ title: "Unpacking", total: 20, unit: "files" }, out, work, now);
  expect(lines.length).toBeLessThan(5);
  expect(lines.at(-1)).toContain("20 of 20 files in");
});

test("a bar never passes its end", async () => {
  const { lines, out, now } = recorder(true);
  await withBar(
    { title: "JupyterLab", total: 10, unit: "packages" },
    out,
    async (bar) => bar.update(12),
    now,
  );
  expect(lines.join("")).not.toContain("12 of 10");
});

test("a bar whose work failed says where it stopped", async () => {
  const { lines, out, now } = recorder(true);
  const work = () => Promise.reject(new Error("no network"));
  await expect(withBar({ title: "Unpacking", total: 10, unit: "files" }, out, work, now)).rejects.toThrow(
    "no network",
  );
  expect(lines.join("")).not.toContain("20 of 20 files in");
});

test("durations and sizes have the units that a reader would use", () => {
  expect([450, 41_000, 125_000, 4_200_000].map(duration)).toEqual([
    "450 ms",
    "41 s",
    "2 min 05 s",
    "1 h 10 min",
  ]);
  expect([megabytes(1.25e6), megabytes(207_208_420)]).toEqual(["1.3 MB", "207 MB"]);
});
