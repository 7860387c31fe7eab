/** The search index, built ahead; a script and not a JSON file, so that it loads from a folder too. */
import MiniSearch from "minisearch";
import type { Page } from "./page";
import { searchOptions } from "./search-options";

export function searchScript(pages: readonly Page[]): string {
  const search = new MiniSearch(searchOptions);
  for (const { file, title: page, sections } of pages) {
    search.addAll(sections.map(({ id, title, text }) => ({ address: `${file}#${id}`, page, title, text })));
  }
  return `window.searchIndex = ${JSON.stringify(JSON.stringify(search))};\n`;
}
