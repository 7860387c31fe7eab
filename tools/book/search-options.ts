/** How search reads the book: the same when the index is built and when it is asked. */
import type { Options } from "minisearch";

export interface SearchEntry {
  /** "06-attention.html#masks" */
  readonly address: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
  /** Korean terms of what the title and the text speak of, from the glossary. */
  readonly titleKorean: string;
  readonly korean: string;
}

/** After all else: nobody meets an answer by chance, in the gallery neither; and "Next" says only where to go. */
const isLast = /solutions-|#next$/;

export const searchOptions: Options<SearchEntry> = {
  idField: "address",
  fields: ["title", "text", "page", "titleKorean", "korean"],
  storeFields: ["address", "page", "title", "text"],
  searchOptions: {
    boost: { title: 3, titleKorean: 3, page: 2 },
    prefix: true,
    fuzzy: 0.15,
    combineWith: "AND",
    boostDocument: (address) => (isLast.test(String(address)) ? 1e-3 : 1),
  },
};
