/** The search index, built ahead; a script and not a JSON file, so that it loads from a folder too. */
import MiniSearch from "minisearch";
import type { Term } from "./glossary";
import type { Page } from "./page";
import { searchOptions } from "./search-options";

export function searchScript(pages: readonly Page[], glossary: readonly Term[]): string {
  const search = new MiniSearch(searchOptions);
  /** The words of the other language for what a text speaks of. */
  const wordsFor = (text: string): string => {
    const lower = text.toLowerCase();
    const pairs = glossary.flatMap(({ term, korean }) => [[term, korean] as const, [korean, term] as const]);
    const found = pairs.filter(
      ([word, other]) => lower.includes(word.toLowerCase()) && !lower.includes(other.toLowerCase()),
    );
    return found.map(([, other]) => other).join(", ");
  };
  for (const { file, title: page, sections } of pages) {
    search.addAll(
      sections.map(({ id, title, text }) => ({
        address: `${file}#${id}`,
        page,
        title,
        text,
        titleWords: wordsFor(title),
        words: wordsFor(text),
      })),
    );
  }
  return `window.searchIndex = ${JSON.stringify(JSON.stringify(search))};\n`;
}
