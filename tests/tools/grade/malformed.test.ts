import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Graded } from "../../../tools/grade/batch";
import { cleanText } from "../../../tools/grade/judge/record";
import { isMissing } from "../needs";
import { gradePaths, temporaryFolder } from "./grading";
import { files } from "./malformed-files";
import { formats } from "./malformed-notebooks";
import { neighbours } from "./malformed-neighbours";
import type { MalformedCase } from "./malformed-case";
import { archives, names, places } from "./malformed-places";

const malformed = [...files, ...formats, ...names, ...places, ...archives, ...neighbours];

const cohort = temporaryFolder();
const few = temporaryFolder();
let graded: Graded[];
let alone: Graded[];
afterAll(() => [cohort, few].forEach((folder) => folder.remove()));
const makeIn = (folder: string, cases: readonly MalformedCase[]): void => {
  for (const { name, make } of cases) {
    mkdirSync(join(folder, name));
    make(join(folder, name));
  }
};

describe.skipIf(isMissing("bubblewrap"))("malformed submissions", () => {
  beforeAll(async () => {
    makeIn(cohort.path, malformed);
    const sample = malformed.filter((_, index) => index % Math.ceil(malformed.length / 10) === 0);
    graded = await gradePaths([cohort.path], 2);
    makeIn(few.path, sample);
    alone = await gradePaths([few.path], 1);
  }, 1_500_000); // a crowded machine; a quiet one needs a tenth

  test.for(malformed.map((one) => [one.name, one] as const))("%s", ([name, wanted]) => {
    const found = graded.filter(({ submission }) => submission?.owner === name);
    expect(found).toHaveLength(1);
    const { record } = found[0]!;
    expect(record.learner).toBe(cleanText(name, 200));
    expect(record.id).toMatch(/^[A-Za-z0-9-]{1,51}$/);
    if (wanted.note) expect(record.notes.join("\n")).toMatch(wanted.note);
    if (wanted.message) expect(JSON.stringify(record.tasks)).toMatch(wanted.message);
    if (wanted.rejected) {
      expect(record).toMatchObject({ verdict: "rejected_input", earned: 0, possible: 7, undetermined: 7 });
      expect(record.reason).toMatch(wanted.rejected);
    } else {
      expect(record.reason).toBeUndefined();
      const told = record.tasks.map(({ task, verdict }) => [task, verdict]);
      const all = { doubled: "pass", greeting: "pass", rowSums: "pass", ...wanted.verdicts };
      expect(Object.fromEntries(told)).toEqual(all);
    }
  });

  test("one at a time, a sample of ten gets the same verdicts", () => {
    const verdicts = ({ record }: Graded): unknown => [record.verdict, record.reason, record.tasks];
    for (const one of alone) {
      const among = graded.filter(({ record }) => record.learner === one.record.learner);
      expect(among.map(verdicts)).toEqual([verdicts(one)]);
    }
    expect(alone.length).toBeGreaterThanOrEqual(10);
  });
});
