/** What somebody made so that reading it takes for ever: told in seconds, and in memory that a grader has. */
import { performance } from "node:perf_hooks";
import { describe, expect, test } from "vitest";
import { ofClass, listArchive } from "../../../tools/grade/intake/archive";
import { RejectedInput } from "../../../tools/grade/intake/item";
import { parseJson } from "../../../tools/grade/intake/notebook-json";
import { readNotebook } from "../../../tools/grade/intake/notebook";
import { intakeOf } from "./take";
import { notebookText, tinyCells } from "./notebooks";
import { zipOf } from "./zip";

const good = notebookText(tinyCells());
/** Of this process alone: a crowded machine takes longer by the clock. */
const SECONDS = 6;
const ofProcessor = async <Value>(work: () => Value | Promise<Value>): Promise<[Value, number]> => {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return [value, (user + system) / 1e6];
};
const told = (text: string | Buffer): string => {
  try {
    const { cells, notes } = readNotebook(Buffer.from(text));
    return `${cells.length} cells, ${notes.length} notes`;
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error;
    return error.message;
  }
};

const end = '], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}';
const cell = (field: string): string =>
  `{"cells": [{"cell_type": "code", "source": "", "metadata": {}, ${field}}${end}`;
const texts: readonly (readonly [what: string, make: () => string | Buffer, wanted: RegExp])[] = [
  ["20 MB of numbers for cells", () => `{"cells": [${"0, ".repeat(6_600_000)}0${end}`, /more than 300000 values/],
  ["80,000 numbers for cells", () => `{"cells": [${"0,".repeat(80_000)}0${end}`, /80001 cells, more than 5000/],
  ["numbers, and an error at the end", () => `{"cells": [${"0,".repeat(20_000_000)}x${end}`, /300000 values/],
  ["nbformat 3 with 5,000 worksheets of 4,000 cells", () => `{"worksheets": [${Array(4999).fill(`{"cells":[${"0,".repeat(4000)}0]}`).join()}], "nbformat": 3}`, /300000 values/],
  ["three million keys", () => cell(`"a": {${Array.from({ length: 3_000_000 }, (_, i) => `"${i}":0`).join()}}`), /300000 values/],
  ["fifteen million empty lines in a list", () => cell(`"b": [${'"",'.repeat(15_000_000)}""]`), /300000 values/],
  ["60 MB of newlines, and an error", () => `{"cells": [${"\n".repeat(60_000_000)}x${end}`, /not JSON at offset 60000011 \(line 60000001\)/],
  ["ten million NaN in outputs", () => cell(`"outputs": [${"NaN,".repeat(10_000_000)}0]`), /^1 cells/],
  ["outputs that are no JSON", () => cell(`"outputs": [{{ [1, "]" x }}]]`), /^1 cells/],
  ["outputs nested 100,000 deep", () => cell(`"outputs": [${"[".repeat(100_000)}${"]".repeat(100_000)}]`), /^1 cells/],
  ["outputs that never end", () => cell(`"outputs": [${"[".repeat(100_000)}`), /cut off/],
  ["30 MB of text in one cell", () => `{"cells": [{"cell_type": "code", "source": "${"const a = 1;\\n".repeat(2_200_000)}"}${end}`, /28600000 characters in its cells, more than 16000000/],
  ["5,000 cells of an unknown type with a long name", () => `{"cells": [${Array(4999).fill(`{"cell_type": "${"t".repeat(4000)}", "source": 5}`).join()}${end}`, /^4999 cells, 41 notes/],
  ["a backslash 30 million times", () => cell(`"a": "${"\\\\".repeat(15_000_000)}"`), /^1 cells/],
  ["60 MB of UTF-32", () => Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), Buffer.alloc(60e6, Buffer.from([48, 0, 0, 0]))]), /not JSON; it looks like text/],
]; // prettier-ignore

describe("a notebook is read in time that its size explains", () => {
  test.for(texts)("%s", { timeout: 120_000 }, async ([, make, wanted]) => {
    const text = make();
    const [message, seconds] = await ofProcessor(() => told(text));
    expect(message).toMatch(wanted);
    expect(seconds).toBeLessThan(SECONDS);
  });

  test("a key that stands twice is told with its line, but not in outputs", () => {
    const twice = (where: string): string => `{\n"cells": [{ "source": "a", ${where} }], "nbformat": 4 }`;
    expect(() => parseJson(twice('"source":\n "b"'))).toThrow(/"source" on line 2/);
    expect(() => parseJson(twice('"so\\u0075rce": "b"'))).toThrow(/"source" on line 2/);
    expect(parseJson(twice('"outputs": [{ "a": 1, "a": 2 }]')).value).toMatchObject({
      cells: [{ source: "a", outputs: [] }],
    });
    expect(() => parseJson(twice('"metadata": { "outputs": [{ "a": 1, "a": 2 }] }'))).toThrow(
      /"a" on line 2/,
    );
  });
});

describe("an archive is listed in time that its size explains", () => {
  const long = (index: number, length: number): string => `${index}/${"ab/".repeat(length / 3)}90-tiny.ipynb`;

  test("200 names of 64 KB: refused by name, and the neighbour is read", async () => {
    const names = Array.from({ length: 200 }, (_, index) => ({ name: long(index, 60_000), content: good }));
    const zip = zipOf([...names, { name: "kim/90-tiny.ipynb", content: good }]);
    const [intake, seconds] = await ofProcessor(() => intakeOf("class.zip", zip));
    expect(intake.submissions.map(({ files }) => files.length)).toEqual([1]);
    expect(intake.unmatched).toHaveLength(200);
    expect(intake.unmatched.join("").length).toBeLessThan(200 * 300);
    expect(seconds).toBeLessThan(SECONDS);
  }, 120_000);

  test("names of 64 KB that are not in UTF-8", async () => {
    const raw = Buffer.from([0xb1, 0xe8]).toString("latin1").repeat(30_000);
    const entries = Array.from({ length: 200 }, (_, index) => ({
      name: `${raw}${index}`,
      encoding: "latin1" as const,
    }));
    const started = performance.now();
    const [{ items }, seconds] = await ofProcessor(() => listArchive(zipOf(entries), ofClass));
    expect(items).toHaveLength(200);
    expect(seconds, `${performance.now() - started} ms`).toBeLessThan(SECONDS);
  }, 120_000);
});
