/** Markdown of cells, cards and lib's page as HTML: formulas as MathML, headings with permanent links. */
import katex from "@vscode/markdown-it-katex";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import json from "highlight.js/lib/languages/json";
import plaintext from "highlight.js/lib/languages/plaintext";
import typescript from "highlight.js/lib/languages/typescript";
import createMarkdown, { type MarkdownIt } from "markdown-it";
import anchor from "markdown-it-anchor";
import { phrase } from "../../lib/jupyter/language.cjs";

hljs.registerLanguage("typescript", typescript);
hljs.registerLanguage("json", json);
hljs.registerLanguage("bash", bash);
hljs.registerLanguage("plaintext", plaintext);
hljs.registerAliases(["ts", "js", "javascript"], { languageName: "typescript" });
hljs.registerAliases(["sh"], { languageName: "bash" });

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

export interface PageMarkdown {
  /** Markdown as HTML; ids of headings stay unique over all calls for one page. */
  render(markdown: string): string;
  /** A line without a paragraph of its own and without links to the glossary: it may stand in a button. */
  renderInline(markdown: string): string;
  /** The headings rendered so far. */
  readonly headings: readonly Heading[];
}

export interface MarkdownOptions {
  /** Where a link of the source leads in the book. */
  readonly linkTo: (href: string) => string;
  /** Names that the glossary explains: `lossNats` in code becomes a link to it. */
  readonly terms: ReadonlySet<string>;
  /** Ids of the headings in their order, where another edition of the page has them: an address holds in both. */
  readonly ids?: readonly string[];
}

// MathML needs no fonts and no styles, and screen readers know it. The plugin hands its options on to KaTeX.
const mathOptions = { output: "mathml", throwOnError: true };

/** A renderer for one page. */
export function pageMarkdown({ linkTo, terms, ids = [] }: MarkdownOptions): PageMarkdown {
  const headings: Heading[] = [];
  const slugify = (text: string): string => ids[headings.length] ?? uniqueId(text, headings);
  const md = createMarkdown({ html: true, typographer: false, highlight })
    .use(katex, mathOptions)
    .use(anchor, {
      slugify,
      permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
      callback: (token, { slug, title }) =>
        headings.push({ level: Number(token.tag.slice(1)), id: slug, text: title }),
    });
  rewriteLinks(md, linkTo);
  linkTerms(md, terms);
  md.renderer.rules["table_open"] = () => `${scrollingStart()}<table>`;
  md.renderer.rules["table_close"] = () => `</table>${scrollingEnd}`;
  letScroll(md, ["math_block", "math_inline_block", "math_inline_bare_block", "fence"]);
  return {
    render: (markdown) => md.render(markdown),
    renderInline: (markdown) => md.renderInline(markdown, { hasLinks: false }),
    headings,
  };
}

/** Code as HTML with its parts marked for colour. */
export function highlight(code: string, language: string): string {
  const known = hljs.getLanguage(language) === undefined ? "plaintext" : language;
  return hljs.highlight(code, { language: known, ignoreIllegals: true }).value;
}

/** Wide tables scroll by themselves, also with the keyboard. */
export const scrollingStart = (): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="${phrase("Table")}">`;
export const scrollingEnd = "</div>";

/** Wide formulas and code, too: the keyboard moves only what it can stand on. */
function letScroll(md: MarkdownIt, rules: readonly string[]): void {
  for (const rule of rules) {
    const plain = md.renderer.rules[rule]!;
    md.renderer.rules[rule] = (...block) => plain(...block).replace(/^<(\w+)/, '<$1 tabindex="0"');
  }
}

function uniqueId(text: string, headings: readonly Heading[]): string {
  const words = text.toLowerCase().match(/[\p{Letter}\p{Number}]+/gu) ?? ["section"];
  const id = words.join("-");
  const isTaken = (candidate: string): boolean => headings.some((heading) => heading.id === candidate);
  let candidate = id;
  for (let number = 2; isTaken(candidate); number++) candidate = `${id}-${number}`;
  return candidate;
}

function rewriteLinks(md: MarkdownIt, linkTo: (href: string) => string): void {
  md.core.ruler.push("book_links", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const attribute = token.type === "image" ? "src" : "href";
      const href = token.attrGet(attribute);
      if (typeof href === "string" && !href.startsWith("#")) token.attrSet(attribute, linkTo(href));
    }
  });
}

function linkTerms(md: MarkdownIt, terms: ReadonlySet<string>): void {
  const linked = new Set<string>(); // the first time on a page is enough
  const plain = md.renderer.rules["code_inline"]!;
  md.renderer.rules["code_inline"] = (tokens, index, options, env, self) => {
    const { content } = tokens[index]!;
    const code = plain(tokens, index, options, env, self);
    const before = tokens.slice(0, index).filter(({ type }) => type.startsWith("link_"));
    const isInLink = before.at(-1)?.nesting === 1;
    const isInLine = (env as { hasLinks?: unknown } | undefined)?.hasLinks === false;
    if (!terms.has(content) || linked.has(content) || isInLink || isInLine) return code;
    linked.add(content);
    return `<a class="term" href="glossary.html#${content}">${code}</a>`;
  };
}
