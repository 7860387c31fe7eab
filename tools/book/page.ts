/** What every page of the book is: its place in the contents, its text, its plots. */
import type { Language } from "../../lib/jupyter/language.cjs";
import type { Heading } from "./markdown";

/** A part of a page that search can find: a heading and the words below it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A plot with its picture as a file. */
export interface Plot {
  /** Of the figure on its page. */
  readonly id: string;
  readonly title: string;
  /** In words, for those who cannot see it. */
  readonly description: string;
  /** File name below plots/. */
  readonly file: string;
  readonly svg: string;
}

export type Group = "Notebooks" | "Solutions" | "Data sets" | "Look around";

export interface Page {
  /** "06-attention.html" */
  readonly file: string;
  readonly title: string;
  /** Its title in the list of contents, where that is shorter. */
  readonly entry?: string;
  /** In which its title and its text are written: a Korean page may still wait for its translation. */
  readonly language: Language;
  /** One sentence for the list of contents. */
  readonly summary: string;
  readonly group: Group;
  /** What stands in <main>. */
  readonly html: string;
  readonly headings: readonly Heading[];
  readonly sections: readonly Section[];
  readonly plots: readonly Plot[];
  /** Scripts that only this page needs, from the top of the book. */
  readonly scripts?: readonly string[];
}
