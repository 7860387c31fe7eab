/** The works whose sides are kernels and graders: does each start, and tell what the table needs? */
import { expect, test } from "vitest";
import { compare } from "../../../tools/bench/compare";
import { table } from "../../../tools/bench/report";
import { works, type SideName } from "../../../tools/bench/works";
import { isMissing } from "../needs";

const time = (name: string, ...sides: SideName[]) =>
  compare(
    works.find((work) => work.name === name)!,
    sides,
    { rounds: 1, roundMs: 1, slowShare: 0.01 },
  );

test("a one-line cell is timed in our kernel and in tslab's own", { timeout: 240_000 }, async () => {
  const comparison = await time("kernel-one-line", "ours", "tslab");
  expect(comparison.ms.ours!.median).toBeGreaterThan(0.5);
  expect(comparison.ms.ours!.median).toBeLessThan(5000);
  expect(comparison.ratio.tslab!.median).toBeGreaterThan(0);
  expect(comparison.versions.tslab).toContain("tslab 1.0.22");
  expect(table(comparison)).toMatch(/tslab alone .* ms a cell.*; ours takes .* of it, wanted ≤ 1\.2/);
});

test("a first cell is timed in a new kernel of ours", { timeout: 240_000 }, async () => {
  const { ms } = await time("kernel-first-cell", "ours");
  expect(ms.ours!.median).toBeGreaterThan(100); // it loads TensorFlow
});

test.skipIf(isMissing("bubblewrap"))("grading is timed for a submission", { timeout: 240_000 }, async () => {
  const { ms, unit } = await time("grading", "ours");
  expect(unit).toBe("submission");
  expect(ms.ours!.median).toBeGreaterThan(10);
});
