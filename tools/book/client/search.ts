/** The search box: results while one types; arrows, Enter and Escape as everywhere. */
import MiniSearch, { type SearchResult } from "minisearch";
import { element } from "./element";
import { phrase } from "./language";
import { searchOptions, type SearchEntry } from "../search-options";

declare global {
  interface Window {
    searchIndex?: string;
  }
}

const maxResults = 12;

export function startSearch(input: HTMLInputElement, list: HTMLElement, status: HTMLElement): void {
  let index: Promise<MiniSearch<SearchEntry>> | undefined;
  const find = async (): Promise<void> => {
    const query = input.value.trim();
    if (query === "") return close(list, status);
    index ??= loadIndex();
    const search = await index;
    if (query === input.value.trim()) showResults(search.search(query).slice(0, maxResults), list, status);
  };
  input.addEventListener("focus", () => void (index ??= loadIndex()), { once: true });
  input.addEventListener("input", () => void find());
  input.form!.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  input.form!.addEventListener("keydown", (event) => onKey(event, input, list, status));
  input.form!.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !input.form!.contains(relatedTarget)) close(list, status);
  });
}

/** A script, because a page opened from a folder may not fetch. */
function loadIndex(): Promise<MiniSearch<SearchEntry>> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "search-index.js";
    script.onload = () => resolve(MiniSearch.loadJSON(window.searchIndex!, searchOptions));
    script.onerror = () => reject(new Error("search-index.js is missing"));
    document.head.append(script);
  });
}

function showResults(results: readonly SearchResult[], list: HTMLElement, status: HTMLElement): void {
  list.replaceChildren(
    ...results.map((result) => {
      const link = document.createElement("a");
      link.href = result["address"] as string;
      const { title, page, text } = result as SearchResult & SearchEntry;
      link.append(bold(title));
      if (page !== title) link.append(element("small", { textContent: page }));
      link.append(snippet(text, result.terms));
      link.addEventListener("click", () => close(list, status));
      return link;
    }),
  );
  status.textContent = countOf(results);
  if (results.length === 0) list.textContent = countOf(results);
  list.hidden = false;
}

function countOf({ length }: readonly SearchResult[]): string {
  if (length === 0) return phrase("Nothing found");
  return length === maxResults ? phrase("Found the best {0}", length) : phrase("Found {0}", length);
}

const bold = (textContent: string): HTMLElement => element("b", { textContent });

const snippetLength = 110;

/** The text around the first word that was found, or its beginning. */
function snippet(text: string, terms: readonly string[]): HTMLElement {
  const lower = text.toLowerCase();
  const term = terms.find((one) => lower.includes(one)) ?? "";
  const place = lower.indexOf(term);
  const from = text.lastIndexOf(" ", Math.max(0, place - snippetLength / 2)) + 1;
  const part = element("span", { className: "snippet" });
  const to = place + term.length;
  const end = from + snippetLength;
  const after = text.slice(to, end);
  part.append(
    (from > 0 ? "… " : "") + text.slice(from, place),
    element("mark", { textContent: text.slice(place, to) }),
    end < text.length ? after.replace(/\s\S*$/, " …") : after,
  );
  return part;
}

function onKey(event: KeyboardEvent, input: HTMLInputElement, list: HTMLElement, status: HTMLElement): void {
  if (event.key === "Escape") {
    input.focus();
    return close(list, status);
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [input, ...list.querySelectorAll("a")];
  const place = stops.indexOf(document.activeElement as HTMLAnchorElement);
  stops.at((place + (event.key === "ArrowDown" ? 1 : -1)) % stops.length)?.focus();
  event.preventDefault();
}

function close(list: HTMLElement, status: HTMLElement): void {
  list.hidden = true;
  status.textContent = "";
}
