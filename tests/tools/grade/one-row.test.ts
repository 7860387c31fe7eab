/** One learner, one row: several downloads, several uploads, and ids that are only claimed. */
import { describe, expect, test } from "vitest";
import { packHandIn } from "../../../tools/grade/hand-in/pack";
import { notebookText, tinyCells } from "./notebooks";
import { prepare } from "../../../tools/grade/intake/select";
import { openSnapshots } from "../../../tools/grade/intake/snapshots";
import { temporaryFolder } from "./grading";
import { sheet } from "./tiny-sheet";
import { intakeOf, intakeOfAll, intakeOfFolder } from "./take";
import { zipOf } from "./zip";

const roster = "학번,이름,이메일\n20230001,김민지,minji.kim@uni.example\n20230002,이준,jun@uni.example\n20230003,박서연,seoyeon@uni.example\n"; // prettier-ignore
const work = (who: number): string => notebookText([...tinyCells(), { source: `// answer ${who}` }]);
const download = (paths: readonly string[]): Buffer =>
  zipOf(paths.map((name, index) => ({ name, content: work(index) })));
describe("several ways to one learner", () => {
  const sheets = (sheetNumber: string, who: number): string =>
    work(who).replaceAll('"90"', `"${sheetNumber}"`);

  test("two sheets' downloads are one learner's row, and it says from where", async () => {
    const first = zipOf([{ name: "kim_12_1_90-tiny.ipynb", content: work(1) }]);
    const second = zipOf([{ name: "kim_12_9_03-lstm.ipynb", content: sheets("03", 2) }]);
    const { submissions } = await intakeOfAll({ "a.zip": first, "b.zip": second });
    expect(submissions.map(({ owner, files }) => [owner, files.map(({ path }) => path)])).toEqual([
      ["12", ["90-tiny.ipynb", "03-lstm.ipynb"]],
    ]);
    expect(submissions[0]!.notes.join()).toMatch(/put together from a\.zip\/.* and b\.zip\//);
  });

  test("Moodle numbers each assignment's hand-ins anew: over two downloads the name tells", async () => {
    const first = zipOf([
      { name: "Kim Min-ji_1001_assignsubmission_file_90-tiny.ipynb", content: work(1) },
      { name: "Lee Jun_1002_assignsubmission_file_90-tiny.ipynb", content: work(2) },
    ]);
    const second = zipOf([
      { name: "Lee Jun_1001_assignsubmission_file_03-lstm.ipynb", content: sheets("03", 3) },
    ]);
    const { submissions } = await intakeOfAll({ "a.zip": first, "b.zip": second });
    expect(submissions.map(({ owner, files }) => [owner, files.length]).sort()).toEqual([
      ["Kim Min-ji", 1],
      ["Lee Jun", 2],
    ]);
  });

  test("of two uploads the newer counts", async () => {
    const paths = ["kim_12_34_90-tiny (2).ipynb", "kim_12_30_90-tiny.ipynb"];
    const { submissions } = await intakeOf("d.zip", download(paths));
    expect(submissions[0]!.files.map(({ path, upload }) => [path, upload])).toEqual([
      ["90-tiny.ipynb", 30],
      ["90-tiny (2).ipynb", 34],
    ]);
  });
});

describe("the id that a hand-in claims for itself", () => {
  const handIn = (id: string, who: number): Promise<Buffer> =>
    packHandIn(id, [{ path: "exercises/90-tiny.ipynb", bytes: Buffer.from(work(who)) }], "now", new Date(0));

  test("never touches the one whose id it is, if that one handed in", async () => {
    const files = { "victim.zip": await handIn("victim", 1), "forger.zip": await handIn("victim", 2) };
    const { submissions } = await intakeOfFolder("d", files);
    expect(submissions.map(({ owner, notes }) => [owner, notes.join()]).sort()).toEqual([
      ["forger", 'read from the archive forger.zip,the hand-in file names the id "victim"'],
      ["victim", "read from the archive victim.zip"],
    ]);
  });

  test("never outranks the roster's reading of the file's name", async () => {
    const files = { "20230002.zip": await handIn("20230001", 1) };
    const { submissions } = await intakeOfFolder("d", files, roster);
    expect(submissions[0]).toMatchObject({ owner: "20230002" });
    expect(submissions[0]!.notes.join()).toMatch(/the hand-in file names the id "20230001"/);
  });

  test("cannot be written into the names inside a learner's own zip or folder either", async () => {
    const forged = zipOf([
      { name: "Lee Jun_1002_assignsubmission_file_90-tiny.ipynb", content: work(1) },
      { name: "Park Seo-yeon_1003_assignsubmission_file_90-tiny.ipynb", content: work(2) },
    ]);
    const files = { "20230001.zip": forged, "20230002.zip": await handIn("20230002", 3) };
    for (const known of [roster, undefined])
      expect((await intakeOfFolder("d", files, known)).submissions.map(({ owner }) => owner).sort()).toEqual([
        "20230001",
        "20230002",
      ]);
  });

  test("made for several files is nobody's", async () => {
    const files = { "a.zip": await handIn("20230001", 1), "b.zip": await handIn("20230001", 2) };
    const { strays, submissions } = await intakeOfFolder("d", files, roster);
    expect(strays).toHaveLength(2);
    expect(submissions[0]!.notes.join()).toMatch(/it could be that of 김민지/);
  });

  test("counts where nothing else speaks, and is told", async () => {
    const { submissions } = await intakeOfFolder(
      "d",
      { "work final.zip": await handIn("20230001", 1) },
      roster,
    );
    expect(submissions[0]).toMatchObject({ owner: "20230001" });
    expect(submissions[0]!.notes.join()).toMatch(/only the hand-in file itself says/);
  });
});

test("of two uploads with two contents the newer is graded, in whatever order they stand, and a human is told", async () => {
  const folder = temporaryFolder();
  const snapshots = openSnapshots(folder.path);
  const files = await Promise.all(
    [["90-tiny.ipynb", 30], ["90-tiny-2.ipynb", 34], ["90-tiny-1.ipynb", 32]].map(async ([path, upload]) => ({ path: String(path), upload: Number(upload), sha256: await snapshots.save(Buffer.from(work(Number(upload)))) })),
  ); // prettier-ignore
  const submission = {
    id: "",
    owner: "",
    name: "",
    origin: "",
    files,
    notes: [],
    created: "",
    aliases: [],
    content: "",
  };
  const prepared = prepare(submission, snapshots, [sheet]);
  folder.remove();
  expect(prepared.sheets[0]!.path).toBe("90-tiny-2.ipynb");
  expect(prepared.notes[0]).toMatch(
    /"90-tiny-2\.ipynb" was graded, the newest upload; not "90-tiny\.ipynb", "90-tiny-1\.ipynb"/,
  );
});
