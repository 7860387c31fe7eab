/** The course's own Markdown as HTML, formulas as MathML; links lead nowhere, for the page stands alone. */
import { pageMarkdown } from "../../book/markdown";

export function renderMarkdown(text: string): string {
  const html = pageMarkdown({ linkTo: (href) => href, terms: new Set() }).render(text);
  return html.replace(/<a [^>]*href="(?!https?:)[^"]*"[^>]*>(.*?)<\/a>/gs, "$1");
}

/** One item of a list, without the paragraph around it. */
export const renderInline = (text: string): string =>
  renderMarkdown(text)
    .trim()
    .replace(/^<p>([\s\S]*)<\/p>$/, "$1");
