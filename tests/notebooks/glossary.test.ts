/** The one list of terms: whole, in names that lib has, and the notebooks' Korean words are the list's. */
import { readdirSync, readFileSync, writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inLanguage } from "../../lib/jupyter/language.cjs";
import { glossaryNames, readGlossary } from "../../tools/book/glossary";
import { glossaryPage } from "../../tools/book/overview";
import { glossaryTerms, lintEntry } from "../../tools/translation/lint";
import { parsePercentSource } from "../../tools/notebook/percent-source";

const terms = readGlossary();
const words = new Map(terms.map(({ term, korean }) => [term, korean]));

/** What a notebook says in words: its Markdown cells, without code, equations and links' targets. */
function proseOf(file: string): string {
  const path = join("notebooks", file);
  return parsePercentSource(path, readFileSync(path, "utf8"))
    .filter(({ type }) => type === "markdown")
    .map(({ source }) =>
      source.replace(/```[\s\S]*?```|`[^`]*`|\$\$[\s\S]*?\$\$|\$[^$]*\$|\]\([^)]*\)|^#.*$|<[^>]*>/gm, " "),
    )
    .join("\n");
}

const notebooks = readdirSync("notebooks")
  .filter((file) => /^\d\d-.*\.ts$/.test(file))
  .sort();

/** "**attention** (어텐션)", also with a plural ending or more after the Korean word. */
const glosses = /\*\*([A-Za-z][\w\s'-]*?)\*\*\s+\(([가-힣][가-힣\s-]*)/g;

const singular = (term: string): string =>
  term
    .toLowerCase()
    .replace(/ies$/, "y")
    .replace(/(?<!s)s$/, "");
const koreanOf = (written: string): string | undefined =>
  words.get(written.toLowerCase()) ?? words.get(singular(written));

describe("the glossary", () => {
  test("names only what lib has", () => {
    const lib = readdirSync("lib", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join("lib", file), "utf8"))
      .join("\n");
    const unknown = [...glossaryNames(terms)].filter((name) => !new RegExp(`\\b${name}\\b`).test(lib));
    expect(unknown).toEqual([]);
  });

  test("says where a line is not whole", () => {
    const file = join(mkdtempSync(join(tmpdir(), "glossary-")), "glossary.tsv");
    const head = readFileSync("notebooks/glossary.tsv", "utf8").split("\n")[0]!;
    writeFileSync(file, `${head}\ntoken\t\t\t\t\t\tone piece of a text\n`);
    expect(() => readGlossary(file)).toThrow(/line 2: something is missing/);
    writeFileSync(file, `${head}\na\t가\t\t\t\t\tb\na\t가\t\t\t\t\tb\n`);
    expect(() => readGlossary(file)).toThrow(/line 3: a second a/);
  });

  const notes = terms.filter(({ note }) => note !== "");

  test("says in Korean sentences, without a finding of the lint, why a Korean word was chosen", () => {
    const all = glossaryTerms();
    const findings = notes.flatMap(({ term, note }) => {
      const found = lintEntry(
        { context: "", text: "", note: "paragraph", translation: note, isFuzzy: false },
        all,
      );
      return /니다\.$/.test(note) ? found : [...found, `${term}: not a sentence`];
    });
    expect(notes.length).toBeGreaterThanOrEqual(30);
    expect(findings).toEqual([]);
  });

  const pageIn = (language: "en" | "ko"): string =>
    inLanguage(language, () =>
      glossaryPage(terms, "## What holds for every function\n\n## x\n", {
        linkTo: (href) => href,
        terms: new Set(),
      }),
    ).html;

  test("shows each note on its Korean page, where the Korean word leads to it", () => {
    const page = pageIn("ko");
    expect(page).toContain('<a href="#note-learning-rate">학습률</a>');
    expect(page).toContain('<dt id="note-learning-rate">학습률 <span lang="en">learning rate</span></dt>');
    expect(notes.filter(({ note }) => !page.includes(`<dd>${note}</dd>`))).toEqual([]);
    expect(page).toContain('<span lang="ko">토큰</span>');
  });

  test("keeps its English page free of notes", () => {
    expect(pageIn("en")).not.toMatch(/note-|<dl/);
  });

  test("holds in the language of its page what is true of every function", () => {
    expect(pageIn("en")).toContain("What holds for every function");
    expect(pageIn("ko")).toContain("모든 함수에 공통된 규칙");
  });
});

describe.each(notebooks)("%s", (file) => {
  const prose = proseOf(file);

  const glossed = [...prose.matchAll(glosses)].map(([, term, korean]) => ({
    term: term!,
    korean: korean!.trim().replace(/\s+/g, " "),
  }));

  test("gives its terms a Korean word, the list's", () => {
    expect(glossed.length).toBeGreaterThanOrEqual(2);
    const isListed = ({ term, korean }: (typeof glossed)[number]): boolean => {
      const own = koreanOf(term); // "**explode** (기울기 폭발)" is no term of the list, but its Korean word is
      return own === undefined
        ? [...words.values()].some((word) => korean.startsWith(word))
        : korean.startsWith(own);
    };
    expect(glossed.filter((one) => !isListed(one))).toEqual([]);
  });

  test("gives it once, where the term comes first", () => {
    const twice = glossed.filter(({ term }, index) => glossed.findIndex((one) => one.term === term) < index);
    expect(twice).toEqual([]);
  });
});
