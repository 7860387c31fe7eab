import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readEntries } from "../../../lib/jupyter/language.cjs";
import { translatedPages } from "../../../tools/translation/pages";
import { readPo } from "../../../tools/translation/po-file";
import { checkMessages, kitMessages } from "../../../tools/translation/said";
import { root } from "../../../tools/notebook/sources";

const textsOf = (messages: readonly { text: string }[]): string[] => messages.map(({ text }) => text);

describe("checkMessages", () => {
  const texts = textsOf(checkMessages("06-attention"));

  test("has the names of checks, what is likely wrong, what is found, and the known mistakes", () => {
    expect(texts).toContain("the weights of every sequence sum to 1 over its source");
    expect(texts).toContain("softmax runs over another axis");
    expect(texts).toContain("the scores are {0}");
    expect(texts).toContain("the scores are divided by √hidden: that is the scaled dot score");
  });

  test("has the single words that checks say in places of others, and not those that a program reads", () => {
    const shared = textsOf(kitMessages().filter(({ context }) => context === "checks"));
    expect(shared).toEqual(expect.arrayContaining(["missing", "nothing", "a promise", " (and {0} more)"]));
    expect(shared).not.toContain("error");
    expect(textsOf(checkMessages("13-second-zoo"))).toContain("healthy");
  });

  test("has what the kit says with one letter alone, the unit of a time", () => {
    expect(textsOf(kitMessages())).toContain("{0} s");
  });

  test("has what is said while a data set is made", () => {
    expect(textsOf(kitMessages())).toEqual(expect.arrayContaining(["composing sentences", "writing dates"]));
  });

  test("has no name of another right answer, and nothing that the checks of all sheets say", () => {
    expect(texts).not.toContain("a loop over the batch");
    expect(textsOf(kitMessages())).toContain("{0} is {1}, expected {2}");
    expect(texts).not.toContain("{0} is {1}, expected {2}");
  });
});

describe("the reader of translations that needs no package", () => {
  test("reads every file of the kit as gettext-parser does", () => {
    for (const { poName } of translatedPages()) {
      const settled = readPo(join(root, poName)).entries.filter((one) => one.translation && !one.isFuzzy);
      const read = readEntries(readFileSync(join(root, poName), "utf8"));
      expect(read, poName).toEqual(
        settled.map(({ context, text, translation, note }) => ({
          ...{ context, text, translation },
          hasPlaces: note.endsWith("with places"),
        })),
      );
    }
  });
});
