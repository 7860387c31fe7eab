import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { NearDuplicates } from "../../datasets/kit/near-duplicates";
import { readComments } from "../../datasets/node-docs/comments";
import { load, removed } from "../../datasets/node-docs/node-docs";
import { paragraphsOf } from "../../datasets/node-docs/plain-text";
import { splits } from "../../datasets/kit/options";
import { fingerprint, readCard } from "./fingerprint";

const before = process.cpuUsage(); // not the clock: other tests may keep this one waiting
const [train, validation, test_] = splits.map((split) => load({ split })) as [Loaded, Loaded, Loaded];
const spent = process.cpuUsage(before);
type Loaded = ReturnType<typeof load>;
const all = [...train, ...validation, ...test_];
const chaptersOf = (sentences: Loaded) => new Set(sentences.map(({ chapter }) => chapter));
const keyOf = ({ words }: Loaded[number]) => words.join(" ").toLowerCase();

describe("node-docs", () => {
  test("builds the splits whose hashes, sizes and words stand in the card", () => {
    const card = readCard("node-docs");
    const rows = [train, validation, test_].map((sentences, index) => {
      const numWords = sentences.reduce((sum, { words }) => sum + words.length, 0);
      const numCharacters = sentences.reduce((sum, { characters }) => sum + characters.length, 0);
      const counts = [sentences.length, numWords, numCharacters].map((count) => count.toLocaleString("en"));
      return `| ${splits[index]} | ${counts.join(" | ")} | ${fingerprint(sentences)} |`;
    });
    expect(rows.filter((row) => !card.includes(row))).toEqual([]);
  });

  test("left out what the card says", () => {
    expect(removed()).toEqual({ fragments: 1_592, duplicates: 2_533, nearDuplicates: 90 });
    const counts = Object.values(removed()).map((count) => count.toLocaleString("en"));
    expect(counts.filter((count) => !readCard("node-docs").includes(count))).toEqual([]);
  });

  test("has no chapter in two splits", () => {
    const [trained, validated, tested] = [train, validation, test_].map(chaptersOf) as [
      Set<string>,
      Set<string>,
      Set<string>,
    ];
    expect([...validated].sort()).toEqual(["console", "dgram", "dns", "events", "os"]);
    expect([...tested].sort()).toEqual(["readline", "timers", "url", "vm", "worker_threads"]);
    expect([...validated, ...tested].filter((chapter) => trained.has(chapter))).toEqual([]);
  });

  test("has each sentence once, and none in the test that is nearly one of another split", () => {
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
    const earlier = new NearDuplicates();
    [...train, ...validation].forEach(({ words }) => earlier.add(words));
    expect(test_.filter(({ words }) => earlier.has(words))).toEqual([]);
  });

  test("has no code, tags or links", () => {
    expect(all.filter(({ text }) => /`|\{@|@param|@since|https?:|\w\(\)/.test(text))).toEqual([]);
  });

  test("ends each sentence with an end mark", () => {
    expect(all.filter(({ text }) => !/[.!?:]["'”’)]?$/.test(text))).toEqual([]);
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
    expect(() => load({ split: "dev" as never })).toThrow("node-docs.load: split should be one of");
    expect(() => load({ split: "test", limit: 0 })).toThrow(
      "node-docs.load: limit should be a whole number ≥ 1",
    );
  });
});

describe("readComments", () => {
  test("says that the package is missing", () => {
    expect(() => readComments("/nowhere/@types/node")).toThrow(
      "/nowhere/@types/node: is missing: it is the package @types/node 20.19.43; npm ci installs it",
    );
  });

  test("refuses another version, and says what it found", () => {
    const folder = mkdtempSync(join(tmpdir(), "types-node-"));
    mkdirSync(join(folder, "fs"));
    writeFileSync(join(folder, "fs", "promises.d.ts"), "/** Another text. */");
    expect(() => readComments(folder)).toThrow(
      /is not @types\/node 20\.19\.43, .* expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}; npm ci mends it/,
    );
  });
});

describe("paragraphsOf", () => {
  test("leaves code blocks, headings and tags out, and keeps what a parameter is", () => {
    const markdown =
      "Reads a file.\n\n```js\nread(1); // Not prose.\n```\n# Notes\n@since v1.2\n@param path The file.\n";
    expect(paragraphsOf(markdown)).toEqual(["Reads a file.", "The file."]);
  });

  test("reads a plain word in backticks as a word, and all other code as one mark", () => {
    expect(
      paragraphsOf("If `true`, `fs.read(1, 2)` throws an `ENOENT`; see dns.lookup() and maxSize."),
    ).toEqual(["If true, □ throws an □; see □ and □."]);
  });

  test("keeps the words of a link", () => {
    expect(
      paragraphsOf("See [the manual](https://a.example/x) or {@link open the other} or {@link close}."),
    ).toEqual(["See the manual or the other or close."]);
  });

  test("makes each item of a list a paragraph, and takes emphasis away", () => {
    expect(paragraphsOf("Either:\n* it **works**, or\n* it does _not_.\n")).toEqual([
      "Either:",
      "it works, or",
      "it does not.",
    ]);
  });
});
