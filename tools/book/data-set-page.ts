/** A data set's card as a page. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { language, phrase, type Language } from "../../lib/jupyter/language.cjs";
import { cardName } from "../datasets/cards";
import { root } from "../notebook/sources";
import { pageMarkdown, type MarkdownOptions } from "./markdown";
import type { Page } from "./page";
import { sectionsOf } from "./sections";

/** Of a card in this edition: English where the translation is still to come. */
export const cardLanguage = (name: string): Language =>
  existsSync(join(root, cardName(name, language()))) ? language() : "en";

/** Its page in the book. */
export const dataSetFile = (name: string): string => `dataset-${name}.html`;

/** @throws {Error} the card has no title */
export function dataSetPage(name: string, options: MarkdownOptions): Page {
  const markdown = pageMarkdown(options);
  const html = markdown.render(readFileSync(join(root, cardName(name, cardLanguage(name))), "utf8"));
  const [title] = markdown.headings;
  if (title === undefined) throw new Error(`datasets/${name}/card.md has no title`);
  return {
    file: dataSetFile(name),
    title: title.text,
    language: cardLanguage(name),
    summary: phrase("The card of the data set {0}", name),
    group: "Data sets",
    html,
    headings: markdown.headings,
    sections: sectionsOf(html),
    plots: [],
  };
}
