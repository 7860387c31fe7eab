import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readExperiment, recordedRuns, runSeed, type ExperimentLog } from "../../lib/experiment";

describe("readExperiment", () => {
  test("reads what the command left", () => {
    const folder = mkdtempSync(join(tmpdir(), "experiments-"));
    const log: ExperimentLog = { command: "npm run experiment -- 08", title: "long", trainings: [] };
    writeFileSync(join(folder, "08-transformer.json"), JSON.stringify(log));
    expect(readExperiment("08-transformer", folder)).toEqual(log);
  });

  test("names the command of an experiment that was never run", () => {
    expect(() => readExperiment("08-transformer", "nowhere")).toThrow(
      "08-transformer.json is not there yet; npm run experiment -- 08 makes it",
    );
  });
});

describe("recordedRuns", () => {
  const folder = mkdtempSync(join(tmpdir(), "experiments-"));
  const runs = [1, 2].map((seed) => ({
    seed,
    seconds: 9,
    measured: { tokens: seed / 10, curve: [seed, 3] },
  }));
  writeFileSync(
    join(folder, "05-x.json"),
    JSON.stringify({ command: "npm run experiment -- 05", title: "x", trainings: [], runs }),
  );

  afterEach(() => vi.unstubAllEnvs());

  test("in a lesson gives one number or one curve a seed, and keeps and runs nothing", async () => {
    const recorded = recordedRuns("05-x", folder);
    expect(recorded.values("tokens")).toEqual([0.1, 0.2]);
    expect(recorded.curves("curve")).toEqual([[1, 3], [2, 3]]); // prettier-ignore
    expect(recorded.count).toBe(2);
    recorded.keep("tokens", 7);
    await recorded.only("slow", () => Promise.reject(new Error("ran")));
    expect(recordedRuns("05-x", folder).values("tokens")).toEqual([0.1, 0.2]);
  });

  test("names the command that records what is missing, and what there is", () => {
    const missing = () => recordedRuns("05-x", folder).values("wholes");
    expect(missing).toThrow(
      'recordedRuns: 05-x has no "wholes" on record; npm run experiment -- 05 records it. It has: "tokens", "curve"',
    );
  });

  test("in an experiment keeps what this run measures, and a part that is done is not run again", async () => {
    vi.stubEnv("COURSE_RECORD", join(folder, "seed-3.json"));
    vi.stubEnv("COURSE_SEED", "3");
    expect(runSeed()).toBe(3);
    recordedRuns("05-x", folder).keep("tokens", 1 / 3);
    const again = recordedRuns("05-x", folder);
    await again.only("slow", () => Promise.resolve({ wholes: 0.5 }));
    await again.only("slow", () => Promise.reject(new Error("ran twice")));
    expect([again.values("tokens"), again.values("wholes")]).toEqual([[0.33333], [0.5]]);
  });

  test("in an experiment refuses a number that is none", () => {
    vi.stubEnv("COURSE_RECORD", join(folder, "seed-4.json"));
    const diverged = () => recordedRuns("05-x", folder).keep("loss", NaN);
    expect(diverged).toThrow('recordedRuns: "loss" should be finite, got NaN');
  });

  test("a lesson's seed is 1", () => expect(runSeed()).toBe(1));
});
