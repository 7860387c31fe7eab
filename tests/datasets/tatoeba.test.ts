import { describe, expect, test } from "vitest";
import { splits } from "../../datasets/kit/options";
import { groupBySharedSide } from "../../datasets/kit/shared-side";
import { load, type TatoebaPair } from "../../datasets/tatoeba/tatoeba";
import { DataFileError } from "../../datasets/kit/text-file";
import { temporaryFile } from "./temporary-file";

const loadAll = (path: string): TatoebaPair[] =>
  splits.flatMap((split) => load({ path, split })).sort((one, other) => one.line - other.line);

const loadText = (content: string | Uint8Array) => loadAll(temporaryFile(content));
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** 200 pairs, every tenth of which says the Korean of its predecessor. */
const many = Array.from(
  { length: 200 },
  (_, n) => `I have ${n} cats.\t고양이가 ${n % 10 === 9 ? n - 1 : n}마리 있다.\tCC ${n}`,
);

describe("tatoeba", () => {
  test("reads the second column as source and the first as target, as words", () => {
    const [pair] = loadText("Don't run!\t뛰지 마!\tCC-BY #1 (CM)\n");
    expect(pair).toEqual({
      source: ["뛰지", "마", "!"],
      target: ["Don't", "run", "!"],
      sourceText: "뛰지 마!",
      targetText: "Don't run!",
      line: 1,
      attribution: "CC-BY #1 (CM)",
    });
  });

  test("reads other columns, and characters, when asked to", () => {
    const path = temporaryFile("1\tab\t가나\n");
    const [pair] = splits.flatMap((split) =>
      load({ path, split, sourceColumn: 3, targetColumn: 2, tokens: "characters" }),
    );
    expect(pair).toMatchObject({ source: ["가", "나"], target: ["a", "b"], attribution: undefined });
  });

  test("reads a byte order mark, CRLF and decomposed Hangul like plain text", () => {
    const plain = loadText("Hi.\t안녕.\nGo.\t가.\n");
    const windows = loadText("\ufeffHi.\t안녕.\r\nGo.\t가.\r\n".normalize("NFD"));
    expect(windows).toEqual(plain);
  });

  test("leaves out empty sides, empty lines and repeated pairs", () => {
    const pairs = loadText("Hi.\t안녕.\tA\n\nGo.\t \tA\nHi.\t안녕.\tB\nGo.\t가.\tA\n");
    expect(pairs.map(({ line }) => line)).toEqual([1, 5]);
  });

  test("puts no sentence of either side into two splits", () => {
    const path = temporaryFile(many.join("\n"));
    const [train, validation, test_] = splits.map((split) => load({ path, split }));
    const sides = (pairs: TatoebaPair[]) =>
      pairs.flatMap(({ sourceText, targetText }) => [sourceText, targetText]);
    const trained = new Set(sides(train!));
    expect([train!.length + validation!.length + test_!.length, test_!.length > 0]).toEqual([200, true]);
    expect([...sides(validation!), ...sides(test_!)].filter((text) => trained.has(text))).toEqual([]);
  });

  test("keeps the split under another seed and the order under a limit", () => {
    const path = temporaryFile(many.join("\n"));
    const lines = (pairs: TatoebaPair[]) => pairs.map(({ line }) => line);
    const all = lines(load({ path, split: "train" }));
    expect(lines(load({ path, split: "train", limit: 9 }))).toEqual(all.slice(0, 9));
    expect(lines(load({ path, split: "train", seed: 1 }))).not.toEqual(all);
    expect(lines(load({ path, split: "train", seed: 1 })).sort()).toEqual(all.sort());
  });

  test("names file, line and reason when the file cannot be used", () => {
    expect(() => loadAll("no/such/file.tsv")).toThrow(
      new DataFileError("no/such/file.tsv", undefined, "there is no such file"),
    );
    expect(() => loadText("")).toThrow(/\d+\.txt: is empty/);
    expect(() => loadText("\n\n")).toThrow(/: has no text/);
    expect(() => loadText("Hi.\t안녕.\nGo. 가.\nNo.\t아니.\n")).toThrow(
      /, line 2: should have 2 columns between tabs, has 1$/,
    );
    expect(() => loadText("Hi.\t안녕.\tA\nGo.\t가")).toThrow(
      /, line 2: should have 3 columns between tabs, has 2; the file seems to be cut off/,
    );
    expect(() => loadText(latin1("Hi.\tSalut.\nGo.\tD\u00e9marre.\n"))).toThrow(/, line 2: is not UTF-8/);
    expect(() => loadText(Buffer.from("Hi.\t안녕.", "utf16le"))).toThrow(/line 1: holds a zero byte/);
    expect(() => loadText(Buffer.from("\ufeffHi.\t안녕.", "utf16le"))).toThrow(/is UTF-16; save it as UTF-8/);
    expect(() => loadText(Buffer.from("Hi.\t안녕.\n가").subarray(0, -1))).toThrow(/line 2: is not UTF-8/);
  });

  test("names the option that is wrong", () => {
    expect(() => load({ path: "x", split: "train", sourceColumn: 0 })).toThrow(
      "tatoeba.load: sourceColumn should be a whole number ≥ 1, got 0",
    );
    expect(() => load({ path: "x", split: "all" as never })).toThrow("tatoeba.load: split should be one of");
  });
});

describe("groupBySharedSide", () => {
  test("joins pairs over a chain of shared sides, but not over different sides", () => {
    const pairs = [
      ["a", "1"],
      ["b", "2"],
      ["a", "3"],
      ["c", "3"],
      ["2", "x"],
    ];
    expect(groupBySharedSide(pairs)).toEqual([0, 1, 0, 0, 4]);
  });
});
