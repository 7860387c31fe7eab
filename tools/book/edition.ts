/** The book has two editions: English pages at its top, and Korean ones of the same names in the folder "ko". */
import { language } from "../../lib/jupyter/language.cjs";

export type Language = ReturnType<typeof language>;

/** Where the pages of an edition are. */
export const folders: Readonly<Record<Language, string>> = { en: "", ko: "ko/" };

/** What is said while `make` runs is said in this language, whatever the builder's own is. */
export function inLanguage<Made>(wanted: Language, make: () => Made): Made {
  const { COURSE_LANG: former } = process.env;
  process.env["COURSE_LANG"] = wanted;
  try {
    return make();
  } finally {
    if (former === undefined) delete process.env["COURSE_LANG"];
    else process.env["COURSE_LANG"] = former;
  }
}

/** Where a file from the top of the book, "book.css", is for a page of the edition that is being made. */
export const fromTop = (file: string): string => (language() === "ko" ? `../${file}` : file);
