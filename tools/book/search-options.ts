/** How search reads the book: the same when the index is built and when it is asked. */
import type { Options } from "minisearch";

export interface SearchEntry {
  /** "06-attention.html#masks" */
  readonly address: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
  /** Of what the title and the text speak of, from the glossary: Korean words for English ones, and the reverse. */
  readonly titleWords: string;
  readonly words: string;
}

export const searchOptions: Options<SearchEntry> = {
  idField: "address",
  fields: ["title", "text", "page", "titleWords", "words"],
  storeFields: ["address", "page", "title", "text"],
  searchOptions: {
    boost: { title: 3, titleWords: 3, page: 2 },
    prefix: true,
    fuzzy: 0.15,
    combineWith: "AND",
    boostDocument: (address) => (String(address).startsWith("solutions-") ? 1e-3 : 1), // after all else: nobody meets an answer by chance
  },
};
