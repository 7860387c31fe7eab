/** When work came, and what is due. */
import { describe, expect, test } from "vitest";
import { lateness } from "../../../tools/grade/intake/stamps";
import { readOptions } from "../../../tools/grade/options";
import { packHandIn } from "../../../tools/grade/hand-in/pack";
import { notebookText, tinyCells } from "./notebooks";
import { intakeOf } from "./take";
import { zipOf } from "./zip";

const good = notebookText(tinyCells());
const due = "2026-11-20T23:59+09:00";
const now = Date.parse("2026-12-01T00:00Z");
const createdOf = async (name: string, content: Buffer | string = good): Promise<string> =>
  (await intakeOf("d.zip", zipOf([{ name, content }]))).submissions[0]!.created;

describe("--due", () => {
  test.for(["2026-11-20", "2026-11-20T23:59", "tomorrow", "20.11.2026 23:59", "2026-02-30T10:00Z", "2026-11-20T25:00Z", "23:59+09:00"])("%s is refused, for nobody knows when that is", (text) => {
    expect(() => readOptions(["x", "--due", text])).toThrow(/--due/);
  }); // prettier-ignore

  test.for([
    ["2026-11-20T23:59+09:00", due],
    ["2026-11-20 23:59 +0900", due],
    ["2026-11-20T23:59:30Z", "2026-11-20T23:59:30Z"],
  ] as const)("%s is %s", ([text, read]) => expect(readOptions(["x", "--due", text]).due).toBe(read));
});

describe("the time of a hand-in", () => {
  test("is Blackboard's and Brightspace's local time, read in the zone of the due date", async () => {
    const early = await createdOf("S_kim_attempt_2026-11-20-23-58-00_90-tiny.ipynb");
    const late = await createdOf("12-3 - Kim Min-ji - Nov 21, 2026 1230 AM/90-tiny.ipynb");
    expect([early, late]).toEqual(["2026-11-20T23:58:00", "2026-11-21T00:30:00"]);
    expect([lateness(early, due, now), lateness(late, due, now)]).toEqual(["on time", "late"]);
    expect(lateness(early, "2026-11-20T23:57-05:00", now)).toBe("late");
  });

  test("is not what the learner's own file says", async () => {
    const handIn = await packHandIn(
      "kim",
      [{ path: "exercises/90-tiny.ipynb", bytes: Buffer.from(good) }],
      "now",
      new Date("2026-11-01"),
    );
    expect(await createdOf("kim_12_34_work.zip", handIn)).toBe("");
    expect((await intakeOf("kim.zip", handIn)).submissions[0]!.created).toBe("");
  });

  test("is the zip's where a site's zip tells times that differ, and unknown where all were stamped at once", async () => {
    const names = ["kimminji_1_2_90-tiny.ipynb", "leejun_3_4_90-tiny.ipynb"];
    const days = [new Date("2026-11-20T10:00:00Z"), new Date("2026-11-21T15:00:00Z")];
    const zip = (at: (index: number) => Date) =>
      zipOf(
        names.map((name, index) => ({
          name,
          content: good.replace("Hello", `Hello${index}`),
          changed: at(index),
        })),
      );
    const stamps = async (bytes: Buffer) =>
      (await intakeOf("d.zip", bytes)).submissions.map(({ created }) => created).sort();
    expect(await stamps(zip((index) => days[index]!))).toEqual([
      "2026-11-20T10:00:00.000Z",
      "2026-11-21T15:00:00.000Z",
    ]);
    expect(await stamps(zip(() => days[1]!))).toEqual(["", ""]);
  });
});
