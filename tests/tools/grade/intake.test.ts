import { describe, expect, test } from "vitest";
import { submissionId } from "../../../tools/grade/intake/learner-id";
import { readRoster } from "../../../tools/grade/intake/roster";
import { lateness } from "../../../tools/grade/intake/stamps";
import { packHandIn } from "../../../tools/grade/hand-in/pack";
import { notebookText, tinyCells } from "./notebooks";
import { intakeOf, intakeOfAll, intakeOfFolder } from "./take";
import { zipOf } from "./zip";

const good = notebookText(tinyCells());
describe("course-site downloads", () => {
  test("Canvas: the id stands in the file name, and LATE is late", async () => {
    const zip = zipOf([
      { name: "kimminji_LATE_1234_56789_90-tiny-1.ipynb", content: good },
      { name: "leejun_77_56790_90-tiny.ipynb", content: good },
      { name: "readme.txt", content: "" },
    ]);
    const { submissions, unmatched } = await intakeOf("submissions.zip", zip);
    const told = submissions.map(({ owner, name, isLate, files }) => [owner, name, isLate, files[0]?.path]);
    expect(told).toContainEqual(["1234", "kimminji", true, "90-tiny-1.ipynb"]);
    expect(told).toContainEqual(["77", "leejun", undefined, "90-tiny.ipynb"]);
    expect(unmatched.join()).toMatch("readme.txt");
  });

  test("Moodle: a folder for each learner, spaces and all", async () => {
    const zip = zipOf([{ name: "Kim Min-ji_0042_assignsubmission_file_/90-tiny.ipynb", content: good }]);
    const { submissions } = await intakeOf("moodle.zip", zip);
    expect(submissions.map(({ owner, name }) => [owner, name])).toEqual([["0042", "Kim Min-ji"]]);
  });

  test("Gradescope: names come from its own list, and 007 stays text", async () => {
    const list = "submission_1:\n  :submitters:\n  - :name: Min-ji Kim\n    :sid: '007'\n";
    const zip = zipOf([
      { name: "assignment_9_export/submission_metadata.yml", content: list },
      { name: "assignment_9_export/submission_1/90-tiny.ipynb", content: good },
      { name: "assignment_9_export/submission_2/90-tiny.ipynb", content: good },
    ]);
    const { submissions } = await intakeOf("gradescope.zip", zip);
    expect(submissions.map(({ owner }) => owner).sort()).toEqual(["007", "submission_2"]);
  });

  test("hand-in files inside a download keep the site's id, and a changed notebook is told", async () => {
    const files = [{ path: "exercises/90-tiny.ipynb", bytes: Buffer.from(good) }];
    const handIn = await packHandIn("min-ji", files, "then", new Date(0));
    const { submissions } = await intakeOf(
      "canvas.zip",
      zipOf([{ name: "kim_12_34_work.zip", content: handIn }]),
    );
    expect(submissions[0]).toMatchObject({ owner: "12", created: "" });
    expect(submissions[0]!.notes.join("\n")).toMatch(/names the id "min-ji"/);
    expect(submissions[0]!.notes.join("\n")).toMatch(/another release/);
  });

  test("a hand-in file on its own is its id's", async () => {
    const files = [{ path: "exercises/90-tiny.ipynb", bytes: Buffer.from(good) }];
    const { submissions } = await intakeOf(
      "some name.zip",
      await packHandIn("0042", files, "now", new Date(0)),
    );
    expect(submissions.map(({ owner, notes }) => [owner, notes])).toEqual([
      ["0042", ['whose it is, only the hand-in file itself says: "0042"']],
    ]);
  });
});

describe("ids", () => {
  test("two downloads with other answers of one learner are both kept, under ids of their own, and the conflict is told", async () => {
    const other = good.replace("Hello", "Hi");
    const both = [good, other].map((content) => zipOf([{ name: "kim_12_1_90-tiny.ipynb", content }]));
    const { submissions } = await intakeOfAll({ "a.zip": both[0]!, "b.zip": both[1]! });
    expect(new Set(submissions.map(({ id }) => id)).size).toBe(2);
    expect(submissions[0]!.notes.join()).toMatch(/handed in 2 times/);
  });

  test("ids that differ only in case, form or zeros stay apart; names of devices and nothing are safe", () => {
    const ids = ["kim", "Kim", "7", "007", "con", "", "=1+1", "김민지", "../../etc", "x".repeat(10_000)].map(
      (id) => submissionId(id),
    );
    expect(new Set(ids).size).toBe(ids.length);
    ids.forEach((id) => expect(id).toMatch(/^[A-Za-z0-9-]{11,51}$/));
    expect(submissionId("con")).toMatch(/^learner-/);
    expect(submissionId("é".normalize("NFC"))).toBe(submissionId("é".normalize("NFD")));
  });

  test("an id that the roster does not know is graded and told", async () => {
    const { submissions } = await intakeOf("kim_9_1_90-tiny.ipynb", Buffer.from(good), "id,name\n1,Ann\n");
    expect(submissions[0]!.notes).toContain("this id is not in the roster");
  });
});

describe("the roster", () => {
  test("a byte order mark, semicolons, quotes, CRLF and leading zeros", () => {
    const roster = readRoster(Buffer.from('\ufeffName;ID\r\n"Kim; Min-ji";007\r\n\r\nLee;"8"\r\n'));
    expect(roster.people.map(({ id, name }) => [id, name])).toEqual([["007", "Kim; Min-ji"], ["8", "Lee"]]); // prettier-ignore
  });
  test.for([
    ["", /line 1: the file is empty/],
    ["name\nKim\n", /line 1: no column for the id/],
    ["id,id,name\n", /line 1: 2 columns for the id/],
    ["id,name\n1,A\n,B\n", /line 3: the id is empty/],
    ["id,name\n1,A\n1,B\n", /line 3: the id "1" stands twice/],
    ['id,name\n1,"A\n', /line \d+: Quoted field/],
  ] as const)("%j is refused by line", ([text, message]) => {
    expect(() => readRoster(Buffer.from(text))).toThrow(message);
  });
});

describe("lateness", () => {
  test("a stamp that is missing, unreadable or in the future says nothing", () => {
    const due = "2026-01-01T00:00Z";
    const now = Date.parse("2026-02-01T00:00Z");
    expect(["", "soon", "2027-01-01T00:00Z"].map((stamp) => lateness(stamp, due, now))).toEqual([
      "unknown",
      "unknown",
      "unknown",
    ]);
    expect(lateness("2025-12-31T23:00Z", due, now)).toBe("on time");
    expect(lateness("2026-01-01T09:00+08:00", due, now)).toBe("late");
  });
});

test("a git checkout is one submission; what git keeps is not looked at", async () => {
  const { submissions } = await intakeOfFolder("repo", {
    ".git/objects/x.ipynb": "junk",
    "exercises/90-tiny.ipynb": good,
  });
  expect(submissions.map(({ owner, files }) => [owner, files.length])).toEqual([["repo", 1]]);
});
