/** The book has two editions: English pages at its top, and Korean ones of the same names in the folder "ko". */
import { language, type Language } from "../../lib/jupyter/language.cjs";

/** Where the pages of an edition are. */
export const folders: Readonly<Record<Language, string>> = { en: "", ko: "ko/" };

/** Where a file from the top of the book, "book.css", is for a page of the edition that is being made. */
export const fromTop = (file: string): string => (language() === "ko" ? `../${file}` : file);
