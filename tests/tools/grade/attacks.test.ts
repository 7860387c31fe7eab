import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Graded } from "../../../tools/grade/batch";
import { isMissing } from "../needs";
import { attacks, writeAttacks } from "./attack-file";
import { gradePaths, temporaryFolder } from "./grading";

const cohort = temporaryFolder();
let graded: Graded[];
let alone: Graded[];
afterAll(() => cohort.remove());

const find = (name: string) => graded.find(({ record }) => record.learner === name)!.record;

describe.skipIf(isMissing("bubblewrap"))("hostile submissions", () => {
  beforeAll(async () => {
    writeAttacks(cohort.path);
    [graded, alone] = await Promise.all([gradePaths([cohort.path], 2), gradePaths([cohort.path], 1)]);
  }, 1_500_000); // a crowded machine; a quiet one needs a tenth

  test.for(attacks.map((attack) => [attack.name, attack.title, attack] as const))(
    "%s: %s",
    ([name, , attack]) => {
      const record = find(name);
      expect(record.verdict).toBe("graded");
      for (const { task, verdict, message, checks } of record.tasks)
        expect(
          attack.verdicts.get(task) ?? ["pass"],
          `${task}: ${message ?? checks.map((c) => c.message).join(" | ")}`,
        ).toContain(verdict);
      expect(record.possible).toBe(7);
      expect(record.undetermined).toBe(0);
      if (attack.note) expect(record.notes.join("\n")).toMatch(attack.note);
      if (attack.message) expect(JSON.stringify(record.tasks)).toMatch(attack.message);

      expect(JSON.stringify(record)).not.toMatch(/[\x00-\x1f\u202e\ufffe]|\\u00/);
    },
  );

  test("an attack earns nothing on the task that it attacks", () => {
    const hostile = attacks.filter(({ verdicts }) => verdicts.size > 0);
    const failed = hostile.filter(({ name, verdicts }) =>
      find(name).tasks.some(({ task, verdict }) => verdicts.has(task) && verdict === "pass"),
    );
    expect(failed.map(({ name }) => name)).toEqual([]);
  });

  test("one at a time they get the same records", () => {
    expect(alone.map(({ record }) => record)).toEqual(graded.map(({ record }) => record));
  });
});
