/** The search index, built ahead; a script and not a JSON file, so that it loads from a folder too. */
import MiniSearch from "minisearch";
import type { Term } from "./glossary";
import type { Page } from "./page";
import { searchOptions } from "./search-options";

export function searchScript(pages: readonly Page[], glossary: readonly Term[]): string {
  const search = new MiniSearch(searchOptions);
  const koreanOf = (text: string): string => {
    const lower = text.toLowerCase();
    const spokenOf = glossary.filter(({ term }) => lower.includes(term.toLowerCase()));
    return spokenOf.map(({ korean }) => korean).join(", ");
  };
  for (const { file, title: page, sections } of pages) {
    search.addAll(
      sections.map(({ id, title, text }) => ({
        address: `${file}#${id}`,
        page,
        title,
        text,
        titleKorean: koreanOf(title),
        korean: koreanOf(text),
      })),
    );
  }
  return `window.searchIndex = ${JSON.stringify(JSON.stringify(search))};\n`;
}
