/** A page cut at its headings, as plain words, for search. */
import type { Section } from "./page";

/** Each heading with the words that follow it; code and what belongs to it, scripts and downloads are not searched. */
export function sectionsOf(html: string): Section[] {
  const parts = html.split(/(?=<h[1-4] [^>]*id=")/);
  return parts.flatMap((part) => {
    const [heading, id] = /^<h[1-4] [^>]*id="([^"]+)"[^>]*>.*?<\/h[1-4]>/s.exec(part) ?? [];
    if (heading === undefined || id === undefined) return [];
    return [{ id, title: words(heading), text: words(part.slice(heading.length)) }];
  });
}

/** A formula within a sentence: without it, the words around it would have a hole. */
const lettersOf = (math: string): string =>
  math.replace(/<annotation\b.*?<\/annotation>/gs, "").replace(/<[^>]+>/g, "");

function words(html: string): string {
  return html
    .replace(/<math\b(?![^>]* display="block").*?<\/math>/gs, lettersOf)
    .replace(/<(script|pre|svg|math)\b.*?<\/\1>|<button\b[^>]* class="copy".*?<\/button>/gs, " ")
    .replace(/<details class="folded"[^>]*>\s*<summary>.*?<\/summary>|<p class="facts">.*?<\/p>/gs, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();
}
