/** A learner of the roster is absent only if nothing lies about that could be theirs. */
import { describe, expect, test } from "vitest";
import { runBatch } from "../../../tools/grade/batch";
import { refuseInside } from "../../../tools/grade/intake/outside";
import { readRoster } from "../../../tools/grade/intake/roster";
import type { Stray } from "../../../tools/grade/intake/submission";
import { gradesCsv } from "../../../tools/grade/report/csv";
import { cohortPage } from "../../../tools/grade/report/cohort-page";
import { gradescopeJson } from "../../../tools/grade/report/gradescope";
import { learnerPage } from "../../../tools/grade/report/learner-page";
import { junitXml } from "../../../tools/grade/report/junit";
import { temporaryFolder, tinySuite } from "./grading";

async function absent(strays: readonly Stray[]) {
  const roster = readRoster(Buffer.from("id,name\n1,김민지\n2,이준\n"));
  const workers = {
    concurrency: 1,
    description: "",
    grade: () => Promise.reject(new Error("nothing to grade")),
    close: () => Promise.resolve(),
  };
  const options = {
    submissions: [],
    snapshots: {} as never,
    suite: await tinySuite(),
    limits: {} as never,
    workers,
    journal: {} as never,
  };
  return runBatch({ ...options, roster, strays });
}

describe("a learner of the roster of whom nothing came", () => {
  test("has handed in nothing, if nothing is nobody's", async () => {
    const graded = await absent([]);
    expect(graded.map(({ record }) => record.verdict)).toEqual(["not_submitted", "not_submitted"]);
    expect(graded.map(({ record }) => record.undetermined)).toEqual([0, 0]);
  });

  test("is not judged while work lies about that could be theirs, and the work is named", async () => {
    const graded = await absent([{ what: "d/90-tiny.ipynb" }]);
    expect(graded.map(({ record }) => record.verdict)).toEqual(["cannot_tell", "cannot_tell"]);
    expect(graded[0]!.record).toMatchObject({ undetermined: 7, earned: 0 });
    expect(graded[0]!.record.notes.join()).toMatch(
      /for a human .* cannot tell whose these are; they may be theirs: "d\/90-tiny\.ipynb"/,
    );
    expect(learnerPage(graded[0]!.record)).not.toContain("d/90-tiny.ipynb");
  });

  test("has handed in nothing, if the work lies about under a name that cannot be theirs", async () => {
    const graded = await absent([{ what: "d/x.ipynb", name: "Min-ji K." }]);
    const verdicts = graded.map(({ record }) => [record.learner, record.verdict]).sort();
    expect(verdicts).toEqual([["1", "cannot_tell"], ["2", "not_submitted"]]); // prettier-ignore
  });

  test("whose points nobody can decide is blank in every export, and told apart from the absent", async () => {
    const graded = await absent([{ what: "d/x.ipynb", name: "Min-ji K." }]);
    const rows = graded.map(({ record }) => ({ record, lateness: "unknown", counts: "yes" }));
    const lines = gradesCsv(rows).split("\n");
    expect(lines.find((line) => line.startsWith("1,"))).toMatch(/,cannot_tell,,7,7,unknown,yes,,/);
    expect(lines.find((line) => line.startsWith("2,"))).toMatch(/,not_submitted,0,7,0,unknown,yes,0,/);
    const undecided = graded.find(({ record }) => record.learner === "1")!.record;
    expect(gradescopeJson(undecided)).not.toContain('"score"');
    expect(junitXml([undecided])).toMatch(/failures="0" errors="6"/);
    const page = cohortPage(graded, {
      suite: "",
      sandbox: "",
      unmatched: [],
      notes: ["names were read as Korean"],
    });
    expect(page).toContain("1 cannot tell whose, 1 not submitted");
    expect(page).toContain("names were read as Korean");
  });
});

describe("the folder for the reports", () => {
  test("is refused inside the input, through links and dots too", () => {
    const { path, remove } = temporaryFolder();
    for (const out of [path, `${path}/graded`, `${path}/a/b/../c`])
      expect(() => refuseInside(out, [path])).toThrow(/lies inside/);
    expect(() => refuseInside(`${path}-graded`, [path])).not.toThrow();
    remove();
  });
});
