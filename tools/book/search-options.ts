/** How search reads the book: the same when the index is built and when it is asked. */
import type { Options } from "minisearch";

export interface SearchEntry {
  /** "06-attention.html#masks" */
  readonly address: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
}

export const searchOptions: Options<SearchEntry> = {
  idField: "address",
  fields: ["title", "text", "page"],
  storeFields: ["address", "page", "title"],
  searchOptions: { boost: { title: 3, page: 2 }, prefix: true, fuzzy: 0.15, combineWith: "AND" },
};
