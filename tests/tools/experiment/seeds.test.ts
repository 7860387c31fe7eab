import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runSeeds } from "../../../tools/experiment/seeds";
import { buildNotebook } from "../../../tools/notebook/notebook-file";
import { parsePercentSource } from "../../../tools/notebook/percent-source";

const cells = (...code: string[]) =>
  buildNotebook("99", parsePercentSource("99-tiny.ts", code.map((cell) => `// %%\n${cell}\n`).join("\n")));
const start = `import { recordedRuns, runSeed } from "../lib/experiment";\nconst runs = recordedRuns("99-tiny");`;
const newFolder = (): string => mkdtempSync(join(tmpdir(), "seeds-"));
const planOf = (folder: string, ...code: string[]) => ({
  notebook: cells(start, ...code),
  seeds: [1, 2],
  folder,
  isSmoke: true,
});

describe("runSeeds", () => {
  test("runs a notebook once a seed and keeps what its cells say", async () => {
    const plan = planOf(
      newFolder(),
      `runs.keep("ten times the seed", 10 * runSeed());`,
      `await runs.only("slow", async () => ({ curve: [runSeed(), 1 / 3] }));`,
      `console.log(runs.values("ten times the seed"));`,
    );
    const logs = await runSeeds(plan);
    expect(logs.map(({ seed, measured }) => [seed, measured])).toEqual([
      [1, { "ten times the seed": 10, curve: [1, 0.33333] }],
      [2, { "ten times the seed": 20, curve: [2, 0.33333] }],
    ]);
  }, 120_000);

  test("keeps the runs that are finished, and of one that is cut off the parts that are", async () => {
    const folder = newFolder();
    const counter = join(folder, "counter");
    writeFileSync(counter, "");
    const count = `require("fs").appendFileSync(${JSON.stringify(counter)}, "x");`;
    const slow = `await runs.only("slow", async () => { ${count} return { slow: 1 }; });`;
    const cutOff = `if (runSeed() === 2) throw new Error("the power went out");`;
    await expect(runSeeds(planOf(folder, slow, cutOff))).rejects.toThrow(
      /Seed 2 failed[^]*the power went out/,
    );
    const logs = await runSeeds(planOf(folder, slow));
    expect(logs.map(({ measured }) => measured)).toEqual([{ slow: 1 }, { slow: 1 }]);
    expect(readFileSync(counter, "utf8")).toBe("xx");
  }, 120_000);

  test("takes over what was recorded elsewhere by the same code, and nothing else", async () => {
    const keep = `runs.keep("seed", runSeed());`;
    const [first, second] = await runSeeds(planOf(newFolder(), keep));
    const recorded = [
      { ...first!, measured: { seed: 10 } },
      { ...second!, code: "other", measured: { seed: 20 } },
    ];
    const logs = await runSeeds({ ...planOf(newFolder(), keep), recorded });
    expect(logs.map(({ measured }) => measured["seed"])).toEqual([10, 2]);
    expect(logs.map(({ code }) => code)).toEqual([first!.code, first!.code]);
  }, 120_000);
});
