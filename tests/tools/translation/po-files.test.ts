import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../tools/notebook/sources";
import { isSettled } from "../../../tools/translation/derive";
import { glossaryTerms, lintEntry } from "../../../tools/translation/lint";
import { translatedPages } from "../../../tools/translation/pages";
import { readPo } from "../../../tools/translation/po-file";

const terms = glossaryTerms();

describe.each(translatedPages().map(({ poName }) => poName))("%s", (poName) => {
  const { entries } = readPo(join(root, poName));

  test("is translated whole, and nothing in it has changed since", () => {
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.filter((entry) => !isSettled(entry)).map(({ text }) => text)).toEqual([]);
  });

  test("has nothing that a reader would stumble over", () => {
    const findings = entries.flatMap((entry) =>
      lintEntry(entry, terms).map((finding) => `${entry.text.slice(0, 40)}: ${finding}`),
    );
    expect(findings).toEqual([]);
  });
});
