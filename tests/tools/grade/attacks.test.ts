import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Graded } from "../../../tools/grade/batch";
import { projectRoot } from "../../../tools/grade/layout";
import { isMissing } from "../needs";
import { attacks, writeAttacks } from "./attack-file";
import type { Attack } from "./attack-file";
import { gradePaths, temporaryFolder } from "./grading";

const cohort = temporaryFolder();
const again = temporaryFolder();
const endOf = ({ verdicts }: Attack): string => [...verdicts.values()].join(" ");
const haveOneEnd = attacks.filter(({ verdicts }) =>
  [...verdicts.values()].every((ends) => ends.length === 1),
);
/** The first of each kind of end: one at a time, they must end so too. */
const repeated = haveOneEnd.filter(
  (attack, index) => haveOneEnd.findIndex((other) => endOf(other) === endOf(attack)) === index,
);
let graded: Graded[];
let alone: Graded[];
afterAll(() => [cohort, again].forEach((folder) => folder.remove()));

/** Which of the two limits of processor time is met first, a call's or all calls', is decided by how late a busy machine looks. */
const asEnded = ({ tasks, ...record }: Graded["record"]) => ({
  ...record,
  tasks: tasks.map(({ message, checks, ...task }) =>
    task.verdict === "limit:cpu"
      ? { ...task, checks: checks.map(({ name, verdict }) => ({ name, verdict })) }
      : { ...task, message, checks },
  ),
});

const find = (name: string) => graded.find(({ record }) => record.learner === name)!;

/** Kept where it can be read: what was tried, what came of it, how long it took. */
function writeTable(): void {
  const head = ["attack", "what it tries", "doubled", "rowSums", "greeting", "points", "run"];
  const rows = attacks.map(({ name, title }) => {
    const { record, entry } = find(name);
    const verdicts = ["doubled", "rowSums", "greeting"].map((task) => record.tasks.find((one) => one.task === task)!.verdict); // prettier-ignore
    const points = `${record.earned} of ${record.possible}`;
    return [name, title, ...verdicts, points, `${((entry?.phases.runMs ?? 0) / 1000).toFixed(1)} s`];
  });
  const folder = join(projectRoot, ".course", "attacks");
  mkdirSync(folder, { recursive: true });
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => cells.join(" | "));
  writeFileSync(join(folder, "table.md"), `${lines.join("\n")}\n`);
}

describe.skipIf(isMissing("bubblewrap"))("hostile submissions", () => {
  beforeAll(async () => {
    writeAttacks(cohort.path, attacks);
    writeAttacks(again.path, repeated);
    [graded, alone] = await Promise.all([gradePaths([cohort.path], 2), gradePaths([again.path], 1)]);
    writeTable();
  }, 1_500_000); // a crowded machine; a quiet one needs a tenth

  test.for(attacks.map((attack) => [attack.name, attack.title, attack] as const))(
    "%s: %s",
    ([name, , attack]) => {
      const { record } = find(name);
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

  test("are many, and those that run one at a time, too, end in every verdict", () => {
    expect(attacks.length).toBeGreaterThanOrEqual(140);
    const ends = new Set(haveOneEnd.flatMap(({ verdicts }) => [...verdicts.values()].flat()));
    expect(new Set(repeated.flatMap(({ verdicts }) => [...verdicts.values()].flat()))).toEqual(ends);
    expect(ends.size).toBeGreaterThanOrEqual(9);
  });

  test("an attack earns nothing on the task that it attacks", () => {
    const hostile = attacks.filter(({ verdicts }) => verdicts.size > 0);
    const failed = hostile.filter(({ name, verdicts }) =>
      find(name).record.tasks.some(({ task, verdict }) => verdicts.has(task) && verdict === "pass"),
    );
    expect(failed.map(({ name }) => name)).toEqual([]);
  });

  test("one at a time they get the same records", () => {
    const names = new Set(repeated.map(({ name }) => name));
    const twice = graded.map(({ record }) => record).filter(({ learner }) => names.has(learner));
    expect(alone.map(({ record }) => asEnded(record))).toEqual(twice.map(asEnded));
  });
});
