import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readExperiment, type ExperimentLog } from "../../lib/experiment";

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
