import { describe, expect, test } from "vitest";
import { NearDuplicates } from "../../datasets/kit/near-duplicates";
import { proseSentence, sentencesOf } from "../../datasets/kit/prose";

describe("sentencesOf", () => {
  test("ends a sentence at a full stop, a question mark or an exclamation mark, and at the paragraph's end", () => {
    expect(sentencesOf("It works. Does it?\nIt does! As in:")).toEqual([
      "It works.",
      "Does it?",
      "It does!",
      "As in:",
    ]);
  });

  test("spells abbreviations out, whose full stop ends nothing", () => {
    expect(
      sentencesOf("Some errors, e.g. a timeout, are thrown, i.e. not returned. Files etc. are closed."),
    ).toEqual([
      "Some errors, for example a timeout, are thrown, that is not returned.",
      "Files and so on are closed.",
    ]);
  });

  test("leaves a number and a closing bracket whole", () => {
    expect(sentencesOf("It takes 1.5 s. (Or less.) Then it ends.")).toEqual([
      "It takes 1.5 s.",
      "(Or less.)",
      "Then it ends.",
    ]);
  });
});

describe("proseSentence", () => {
  test("has words with their marks, and characters", () => {
    const sentence = proseSentence("It doesn't.", "moby");
    expect(sentence.words).toEqual(["It", "doesn't", "."]);
    expect(sentence.characters.join("")).toBe("It doesn't.");
  });
});

describe("NearDuplicates", () => {
  const words = (text: string) => text.split(" ");
  const earlier = new NearDuplicates();
  earlier.add(words("Asynchronously reads the entire contents of a file ."));
  earlier.add(words("Closes the file ."));

  test("finds the synchronous twin of a sentence, whatever its case and marks", () => {
    expect(earlier.has(words("Synchronously reads the entire contents of a File !"))).toBe(true);
  });

  test("lets a sentence through that shares fewer than half of its trigrams with any one", () => {
    expect(
      earlier.has(words("Asynchronously reads the entire history and closes the window at once .")),
    ).toBe(false);
  });

  test("knows a sentence of two words only as a whole", () => {
    expect(earlier.has(words("Closes the ."))).toBe(false);
  });
});
