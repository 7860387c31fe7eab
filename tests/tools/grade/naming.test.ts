/** Whose work it is, by every naming that course sites and people use. */
import { describe, expect, test } from "vitest";
import type { Intake } from "../../../tools/grade/intake/submission";
import { notebookText, tinyCells } from "./notebooks";
import { intakeOf, intakeOfFolder } from "./take";
import { zipOf } from "./zip";

const roster = "학번,이름,이메일\n20230001,김민지,minji.kim@uni.example\n20230002,이준,jun@uni.example\n20230003,박서연,seoyeon@uni.example\n"; // prettier-ignore
const work = (who: number): string => notebookText([...tinyCells(), { source: `// answer ${who}` }]);
const download = (paths: readonly string[]): Buffer =>
  zipOf(paths.map((name, index) => ({ name, content: work(index) })));
const ownersOf = ({ submissions }: Intake): string[] => submissions.map(({ owner }) => owner).sort();
const class3 = ["20230001", "20230002", "20230003"];

const namings: readonly (readonly [string, readonly string[]])[] = [
  ["Moodle with folders", ["Kim Min-ji_1001_assignsubmission_file_/90-tiny.ipynb", "Jun Lee_1002_assignsubmission_file_/a b.ipynb", "박서연_1003_assignsubmission_file_/90-tiny.ipynb"]],
  ["Moodle without folders", ["Kim Min-ji_1001_assignsubmission_file_90-tiny.ipynb", "Lee Jun_1002_assignsubmission_file_90-tiny.ipynb", "Park Seo-yeon_1003_assignsubmission_file_90-tiny.ipynb"]],
  ["Canvas", ["kimminji_1234_56789_90-tiny-1.ipynb", "leejun_LATE_77_56790_90-tiny.ipynb", "parkseoyeon_78_56791_90-tiny.ipynb"]],
  ["Blackboard", ["Sheet 9_minji.kim_attempt_2026-11-20-21-30-00_90-tiny.ipynb", "Sheet 9_jun_attempt_2026-11-20-21-31-00_90-tiny.ipynb", "Sheet 9_seoyeon_attempt_2026-11-20-21-32-00_90-tiny.ipynb"]],
  ["Brightspace in folders", ["12345-678 - Kim Min-ji - Nov 20, 2026 930 PM/90-tiny.ipynb", "12346-678 - Lee Jun - Nov 20, 2026 931 PM/90-tiny.ipynb", "12347-678 - Seoyeon Park - Nov 2, 2026 931 AM/90-tiny.ipynb", "index.html"]],
  ["Brightspace flat", ["12345-678 - Kim Min-ji - Nov 20, 2026 930 PM - 90-tiny.ipynb", "12346-678 - Lee Jun - Nov 20, 2026 931 PM - 90-tiny.ipynb", "12347-678 - Seoyeon Park - Nov 2, 2026 931 AM - work.ipynb"]],
  ["Google Classroom", ["Kim Min-ji - 90-tiny.ipynb", "이준 - 90-tiny.ipynb", "Seoyeon Park - Copy of 90-tiny.ipynb"]],
  ["numbers before the sheet", ["20230001_90-tiny.ipynb", "20230002_90-tiny (1).ipynb", "20230003-90-tiny.ipynb"]],
  ["names before the sheet", ["김민지_90-tiny.ipynb", "LeeJun_90-tiny.ipynb", "seoyeon_90-tiny.ipynb"]],
  ["names with the number only", ["kimminji_90.ipynb", "이준_90.ipynb", "20230003_90.ipynb"]],
  ["names behind the sheet", ["90-tiny_20230001.ipynb", "90-tiny-이준.ipynb", "90-tiny (박서연).ipynb"]],
  ["homework, number and name", ["hw90_20230001_kim.ipynb", "hw90_20230002_lee.ipynb", "hw_90_20230003.ipynb"]],
  ["folders by number and name", ["20230001 김민지/90-tiny.ipynb", "20230002_이준/my work.ipynb", "박서연/exercises/90-tiny.ipynb"]],
  ["folders with a sheet's name inside", ["hw_90_20230001_kim/90-tiny.ipynb", "hw_90_20230002_lee/90-tiny.ipynb", "hw_90_20230003_park/90-tiny.ipynb"]],
  ["a wrapper around all", ["sheet 9/20230001/90-tiny.ipynb", "sheet 9/20230002/90-tiny.ipynb", "sheet 9/20230003/90-tiny.ipynb"]],
  ["a folder for the sheet", ["90-tiny/20230001.ipynb", "90-tiny/20230002.ipynb", "90-tiny/20230003.ipynb", "readme.txt"]],
]; // prettier-ignore

describe("with a roster of 학번, 이름, 이메일", () => {
  test.for(namings)("%s: each of three gets the own work", async ([, paths]) => {
    const intake = await intakeOf("download.zip", download(paths), roster);
    expect(ownersOf(intake)).toEqual(class3);
    expect(intake.strays).toEqual([]);
    expect(intake.submissions.map(({ name }) => name).sort()).toEqual(["김민지", "박서연", "이준"].sort());
  });

  test.for(namings)("%s: as a folder it is the same", async ([, paths]) => {
    const files = Object.fromEntries(paths.map((path, index) => [path, work(index)]));
    expect(ownersOf(await intakeOfFolder("download", files, roster))).toEqual(class3);
  });

  test("decomposed names of macOS are those of the roster, in a zip and in a folder", async () => {
    const path = `${"김민지".normalize("NFD")}/90-tiny.ipynb`;
    expect(ownersOf(await intakeOf("d.zip", download([path, "이준/90-tiny.ipynb"]), roster))).toEqual([
      "20230001",
      "20230002",
    ]);
    expect(ownersOf(await intakeOfFolder("d", { [path]: work(1) }, roster))).toEqual(["20230001"]);
  });

  test("a name that two learners have is nobody's, and both are listed", async () => {
    const twins = "id,name\n1,김민지\n2,김민지\n";
    const { submissions, strays } = await intakeOf("d.zip", download(["Kim Minji - 90-tiny.ipynb"]), twins);
    expect(submissions[0]!.notes.join("\n")).toMatch(
      /2 learners of the roster are called "Kim Minji"[^]*could be that of 김민지 \(1\), 김민지 \(2\)/,
    );
    expect(strays).toHaveLength(1);
  });

  test("two learners of one name by two ids are not put together, though the roster knows only one", async () => {
    const paths = [
      "김민지_1001_assignsubmission_file_90-tiny.ipynb",
      "김민지_1002_assignsubmission_file_90-tiny.ipynb",
    ];
    const { submissions, strays } = await intakeOf("d.zip", download(paths), roster);
    expect(submissions).toHaveLength(2);
    expect(strays).toHaveLength(2);
    expect(submissions[0]!.notes.join()).toMatch(/several learners of the download are called "김민지"/);
  });

  test("a surname alone is a candidate, not a learner", async () => {
    const { submissions, strays } = await intakeOfFolder("d", { "kim_90-tiny.ipynb": work(1) }, roster);
    expect(submissions[0]!.notes.join()).toMatch(
      /cannot tell whose this is; it could be that of 김민지 \(20230001\)/,
    );
    expect(strays).toHaveLength(1);
  });

  test("an id and a name that contradict each other decide nothing", async () => {
    const { submissions } = await intakeOf("d.zip", download(["leejun_20230001_5_90-tiny.ipynb"]), roster);
    expect(submissions[0]!.notes.join()).toMatch(
      /the id "20230001" is that of 김민지.*the name "leejun" that of 이준/,
    );
  });

  test("a notebook that names nobody is listed, and may be anybody's", async () => {
    const intake = await intakeOfFolder(
      "d",
      { "20230001_90-tiny.ipynb": work(1), "20230002_90-tiny.ipynb": work(2), "90-tiny.ipynb": work(3) },
      roster,
    );
    expect(intake.strays).toEqual([{ what: "d/90-tiny.ipynb" }]);
    expect(intake.unmatched.join()).toMatch(/90-tiny\.ipynb: cannot tell whose this is/);
  });
});

describe("without a roster", () => {
  test.for([
    ["Moodle", ["Kim Min-ji_1001_assignsubmission_file_90-tiny.ipynb", "Lee Jun_1002_assignsubmission_file_90-tiny.ipynb"], ["1001", "1002"]],
    ["Canvas, hidden names", ["anon_4xR2b_11_90-tiny.ipynb", "anon_Zz9k1_12_90-tiny.ipynb"], ["4xR2b", "Zz9k1"]],
    ["Blackboard", ["Sheet 9_kim_attempt_2026-11-20-21-30-00_90-tiny.ipynb", "Sheet 9_lee_attempt_2026-11-20-21-30-00_90-tiny.ipynb"], ["kim", "lee"]],
    ["Google Classroom", ["Kim Min-ji - 90-tiny.ipynb", "Lee Jun - 90-tiny.ipynb"], ["Kim Min-ji", "Lee Jun"]],
    ["names and sheets", ["kim_90-tiny.ipynb", "lee_90.ipynb"], ["kim", "lee"]],
    ["folders that look like Canvas", ["hw_06_2026_kim/90-tiny.ipynb", "hw_06_2026_lee/90-tiny.ipynb"], ["hw_06_2026_kim", "hw_06_2026_lee"]],
    ["files that look like Canvas", ["hw_6_2026_kim.ipynb", "hw_6_2026_lee.ipynb"], ["6_2026_kim", "6_2026_lee"]],
    ["numbered learners", ["student_90.ipynb", "student_91.ipynb"], ["student", "student_91"]],
  ] as const)("%s: one learner each", async ([, paths, owners]) => {
    expect(ownersOf(await intakeOf("download.zip", download(paths)))).toEqual([...owners]);
  }); // prettier-ignore

  test("a number is a sheet's only if the notebook says so too: student_03 may hold another sheet", async () => {
    const files = { "student_03.ipynb": work(1), "student_04.ipynb": work(2) };
    expect(ownersOf(await intakeOfFolder("d", files, undefined, ["03-lstm", "04-seq2seq"]))).toEqual([
      "student_03",
      "student_04",
    ]);
  });

  test("one learner's sheets and copies stay one learner's", async () => {
    const files = {
      "90-tiny.ipynb": work(1),
      "Copy of 90-tiny (1).ipynb": work(2),
      "90-tiny old.ipynb": work(3),
      "03-lstm.ipynb": work(4),
    };
    expect(ownersOf(await intakeOfFolder("kim", files, undefined, ["03-lstm"]))).toEqual(["kim"]);
  });

  test("a class of one keeps its folder's name, and a wrapper inside a zip is nobody", async () => {
    expect(ownersOf(await intakeOfFolder("class", { "kim/my work.ipynb": work(1) }))).toEqual(["kim"]);
    expect(ownersOf(await intakeOfFolder("class", { "kim/90-tiny.ipynb": work(1) }))).toEqual(["kim"]);
    expect(ownersOf(await intakeOf("kim.zip", download(["repo-main/exercises/90-tiny.ipynb"])))).toEqual([
      "kim",
    ]);
  });

  test("Blackboard's receipts say where a login with _ starts, and what its owner is called", async () => {
    const receipt = (name: string): string => `Name: ${name}\nAssignment: Sheet_9\n`;
    const zip = zipOf([
      { name: "Sheet_9_a_kim_attempt_2026-11-20-21-30-00.txt", content: receipt("Kim Min-ji (a_kim)") },
      { name: "Sheet_9_a_kim_attempt_2026-11-20-21-30-00_90-tiny.ipynb", content: work(1) },
      { name: "Sheet_9_b_kim_attempt_2026-11-20-21-30-00.txt", content: receipt("Kim Jun (b_kim)") },
      { name: "Sheet_9_b_kim_attempt_2026-11-20-21-30-00_90-tiny.ipynb", content: work(2) },
    ]);
    const { submissions } = await intakeOf("d.zip", zip);
    expect(submissions.map(({ owner, name }) => [owner, name])).toEqual([
      ["a_kim", "Kim Min-ji"],
      ["b_kim", "Kim Jun"],
    ]);
  });

  test("a zip that holds one zip keeps its own name", async () => {
    const inner = zipOf([{ name: "90-tiny.ipynb", content: work(1) }]);
    expect(ownersOf(await intakeOf("nested1.zip", zipOf([{ name: "work.zip", content: inner }])))).toEqual([
      "nested1",
    ]);
  });

  test("names of 60,000 letters are refused one by one, at once, and hide nobody's work", async () => {
    const long = Array.from({ length: 200 }, (_, index) => ({
      name: `${"a_1_2_".repeat(10_000)}${index}.ipynb`,
      content: "",
    }));
    const startedMs = performance.now();
    const intake = await intakeOf(
      "d.zip",
      zipOf([...long, { name: "kim_12_30_90-tiny.ipynb", content: work(1) }]),
    );
    expect(ownersOf(intake)).toEqual(["12"]);
    expect(intake.unmatched).toHaveLength(200);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  test("zips inside zips without end come to an end", async () => {
    const deep = Array.from({ length: 60 }).reduce<Buffer>(
      (inner) => zipOf([{ name: "i.zip", content: inner }]),
      download(["90-tiny.ipynb"]),
    );
    expect(ownersOf(await intakeOf("deep.zip", deep))).toEqual(["deep"]);
  });

  test("a copy that a teacher made of one file does not hide the others' Canvas numbers", async () => {
    const paths = ["kim_12_30_90-tiny.ipynb", "kim_12_30_90-tiny copy.ipynb", "lee_13_31_90-tiny.ipynb"];
    expect(ownersOf(await intakeOf("d.zip", download(paths)))).toEqual(["12", "13"]);
  });

  test("a download inside a download, or in a folder, is split too", async () => {
    const inner = download(["kimminji_1_2_90-tiny.ipynb", "leejun_3_4_90-tiny.ipynb"]);
    expect(ownersOf(await intakeOf("all.zip", zipOf([{ name: "canvas.zip", content: inner }])))).toEqual([
      "1",
      "3",
    ]);
    expect(ownersOf(await intakeOfFolder("downloads", { "week 1.zip": inner, "readme.txt": "" }))).toEqual([
      "1",
      "3",
    ]);
  });
});

describe("Gradescope", () => {
  const exported = (list: string): Buffer =>
    zipOf([
      { name: "export/submission_metadata.yml", content: list },
      { name: "export/submission_1/90-tiny.ipynb", content: work(1) },
    ]);

  test("every submitter of a group gets the work, and it says with whom", async () => {
    const list =
      "submission_1:\n  :submitters:\n  - :name: Kim Min-ji\n    :sid: '1'\n  - :name: Lee Jun\n    :sid: '2'\n";
    const { submissions } = await intakeOf("g.zip", exported(list));
    expect(submissions.map(({ owner, name, files }) => [owner, name, files.length]).sort()).toEqual([
      ["1", "Kim Min-ji", 1],
      ["2", "Lee Jun", 1],
    ]);
    expect(submissions.map(({ notes }) => notes.join()).sort()).toEqual([
      "handed in together with Kim Min-ji",
      "handed in together with Lee Jun",
    ]);
  });

  test("created_at is when it came, and an empty SID leaves name and address", async () => {
    const list =
      "submission_1:\n  :submitters:\n  - :name: Kim Min-ji\n    :sid: ''\n    :email: minji.kim@uni.example\n  :created_at: 2026-11-21 00:30:00.120000 +0900\n";
    const { submissions } = await intakeOf("g.zip", exported(list));
    expect(submissions[0]).toMatchObject({
      owner: "minji.kim@uni.example",
      name: "Kim Min-ji",
      created: "2026-11-21T00:30:00.120+09:00",
    });
    const known = await intakeOf("g.zip", exported(list), roster);
    expect(ownersOf(known)).toEqual(["20230001"]);
  });

  test.for(["submission_1: [", "- 1\n- 2\n", "submission_1:\n  :submitters: 7\n", ""])("a broken list, %j, names nobody and stops nothing", async (list) => {
    expect(ownersOf(await intakeOf("g.zip", exported(list)))).toEqual(["submission_1"]);
  }); // prettier-ignore
});
