/** A data set's card as a page. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { phrase } from "../../lib/jupyter/language.cjs";
import { pageMarkdown, type MarkdownOptions } from "./markdown";
import type { Page } from "./page";
import { sectionsOf } from "./sections";

/** Names of the data sets that have a card. */
export function dataSetNames(root: string): string[] {
  const folders = readdirSync(join(root, "datasets"), { withFileTypes: true });
  return folders
    .filter((entry) => entry.isDirectory() && existsSync(cardPath(root, entry.name)))
    .map(({ name }) => name)
    .sort();
}

const cardPath = (root: string, name: string): string => join(root, "datasets", name, "card.md");

/** @throws {Error} the card has no title */
export function dataSetPage(root: string, name: string, options: MarkdownOptions): Page {
  const markdown = pageMarkdown(options);
  const html = markdown.render(readFileSync(cardPath(root, name), "utf8"));
  const [title] = markdown.headings;
  if (title === undefined) throw new Error(`datasets/${name}/card.md has no title`);
  return {
    file: `dataset-${name}.html`,
    title: title.text,
    language: "en",
    summary: phrase("The card of the data set {0}", name),
    group: "Data sets",
    html,
    headings: markdown.headings,
    sections: sectionsOf(html),
    plots: [],
  };
}
