import { describe, expect, test } from "vitest";
import { readChapters } from "../../datasets/moby-dick/chapters";
import { load, removed } from "../../datasets/moby-dick/moby-dick";
import { splits } from "../../datasets/kit/options";
import { DataFileError } from "../../datasets/kit/text-file";
import { fingerprint } from "./fingerprint";
import { temporaryFile } from "./temporary-file";

/** A small whale: laid out as Project Gutenberg lays out the novel, table of contents and all. */
function novel(numChapters: number, textOf: (chapter: number) => string): string {
  const chapters = Array.from({ length: numChapters }, (_, index) => index + 1);
  const headings = chapters.map((number) => `CHAPTER ${number}. The Whale, Part\n${number}.`);
  return [
    "The Project Gutenberg eBook of Moby-Dick",
    "*** START OF THE PROJECT GUTENBERG EBOOK MOBY-DICK; OR THE WHALE ***",
    "CONTENTS",
    ...headings,
    "Epilogue",
    "ETYMOLOGY.\n\nThe pale Usher.",
    ...chapters.flatMap((number) => [headings[number - 1]!, textOf(number)]),
    "Epilogue",
    "The drama’s done.",
    "*** END OF THE PROJECT GUTENBERG EBOOK MOBY-DICK; OR THE WHALE ***",
    "Licence of the file.",
  ].join("\r\n\r\n");
}

const ordinary = (chapter: number) =>
  `Call me Mr. Number ${chapter}. Some years ago--never mind how _long_--\nI counted ${chapter} whales!\n\n` +
  `Was it ${chapter * 7} boats or ${chapter * 9} sharks?`;
const path = temporaryFile(novel(20, ordinary));
const wrong = (content: string) => {
  const file = temporaryFile(content);
  return () => load({ path: file, split: "train" });
};

describe("moby-dick", () => {
  test("reads the chapters, not the table of contents, and not what stands around the novel", () => {
    const chapters = readChapters(path);
    expect(chapters).toHaveLength(21);
    expect(chapters[1]).toEqual({
      title: "2. The Whale, Part 2",
      paragraphs: [
        "Call me Mr. Number 2. Some years ago—never mind how long— I counted 2 whales!",
        "Was it 14 boats or 18 sharks?",
      ],
    });
    expect(chapters.at(-1)).toEqual({ title: "Epilogue", paragraphs: ["The drama’s done."] });
  });

  test("splits sentences at their end marks, not after Mr., and gives words and characters", () => {
    const sentence = load({ path, split: "train" }).find(({ text }) => text === "Call me Mr Number 2.");
    expect(sentence!.words).toEqual(["Call", "me", "Mr", "Number", "2", "."]);
    expect(sentence!.characters.slice(0, 5)).toEqual(["C", "a", "l", "l", " "]);
  });

  test("puts chapters 10, 20, … into test, 5, 15, … into validation, and all others into train", () => {
    const chapters = splits.map((split) =>
      [...new Set(load({ path, split }).map(({ chapter }) => chapter))].sort(),
    );
    expect(chapters[1]).toEqual(["15. The Whale, Part 15", "5. The Whale, Part 5"]);
    expect(chapters[2]).toEqual(["10. The Whale, Part 10", "20. The Whale, Part 20"]);
    expect(chapters[0]).toHaveLength(17);
  });

  test("leaves out sentences that stand twice, or nearly so in a split before, and counts them", () => {
    const again = (chapter: number) =>
      chapter === 2
        ? "There she blows! There she blows!"
        : chapter === 10
          ? "Old grey Ahab stood upon the quarter deck this very night."
          : chapter === 3
            ? "Old grey Ahab stood upon the quarter deck this very morning."
            : ordinary(chapter);
    const file = temporaryFile(novel(10, again));
    expect(load({ path: file, split: "test" })).toEqual([]);
    expect(removed(file)).toMatchObject({ duplicates: 1 });
    expect(removed(file).nearDuplicates).toBeGreaterThanOrEqual(1);
  });

  test("gives the same sentences for the same seed, and the first of them with a limit", () => {
    const all = load({ path, split: "train", seed: 1 });
    expect(load({ path, split: "train", seed: 1, limit: 3 })).toEqual(all.slice(0, 3));
    expect(fingerprint(load({ path, split: "train", seed: 2 }))).not.toBe(fingerprint(all));
  });

  test("says where to get the file when it is not there", () => {
    expect(() => load({ path: "no/novel.txt", split: "train" })).toThrow(
      new DataFileError(
        "no/novel.txt",
        undefined,
        "there is no such file; get the plain text (UTF-8) of Moby-Dick at https://www.gutenberg.org/ebooks/2701 and give its path",
      ),
    );
  });

  test("refuses another text, one that is cut off, and one that lacks a chapter, with line and reason", () => {
    const whole = novel(3, ordinary);
    expect(wrong("Call me Ishmael.\n")).toThrow('has no line "*** START OF THE PROJECT GUTENBERG …"; get');
    expect(wrong(whole.slice(0, whole.indexOf("*** END")))).toThrow(
      /, line \d+: is cut off: there is no line/,
    );
    const without2 = whole.replaceAll("CHAPTER 2. The Whale, Part\n2.", "");
    expect(wrong(without2)).toThrow(/, line \d+: should be chapter 2, is chapter 3/);
    expect(wrong("")).toThrow("is empty");
    expect(() => load({ path, split: "dev" as never })).toThrow("moby-dick.load: split should be one of");
  });
});
