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

/** After all else: nobody meets an answer by chance, in the gallery neither; and "Next" says only where to go. */
const isLast = /solutions-|#next$/;

/** At the end of a Korean word that is asked for; as words are found by their beginnings, one letter too few does no harm. */
const particle = /(?<=[가-힣]{2}|[a-z])(?:은|는|이|가|을|를|의|에|에서|으로|로|과|와|도|만|부터|까지)$/u;

export const searchOptions: Options<SearchEntry> = {
  idField: "address",
  fields: ["title", "text", "page", "titleWords", "words"],
  storeFields: ["address", "page", "title", "text"],
  searchOptions: {
    boost: { title: 3, titleWords: 3, page: 2 },
    prefix: true,
    fuzzy: 0.15,
    combineWith: "AND",
    processTerm: (term) => term.toLowerCase().replace(particle, ""),
    boostDocument: (address) => (isLast.test(String(address)) ? 1e-3 : 1),
  },
};
