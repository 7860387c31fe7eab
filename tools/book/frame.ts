/** The frame around every page: head, search, contents, the way on. */
import { escapeHtml } from "../../lib/jupyter/html";
import type { Group, Page } from "./page";

const groups: readonly Group[] = ["Notebooks", "Solutions", "Data sets", "Look around"];

/** Nothing comes from elsewhere, and no script but the book's own runs; Vega sets styles, hence 'unsafe-inline' there. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A whole HTML document. */
export function documentOf(page: Page, pages: readonly Page[]): string {
  const scripts = ["book.js", ...(page.plots.length > 0 ? ["plots.js"] : []), ...(page.scripts ?? [])];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeHtml(page.summary || page.title)}">
<title>${escapeHtml(page.title)} – rnn-to-transformer</title>
<script src="theme.js"></script>
<link rel="stylesheet" href="book.css">
<link rel="icon" href="icon.svg" type="image/svg+xml">
${scripts.map((script) => `<script src="${script}" defer></script>`).join("\n")}
</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
${banner()}
<div class="columns">
<nav class="contents" id="contents" aria-label="Contents">${contentsOf(page, pages)}</nav>
<main id="text" tabindex="-1">
${page.html}
${wayOn(page, pages)}
</main>
</div>
<footer>Text: CC BY 4.0. Code: MIT. Built from executed notebooks by <code>npm run book</code>.</footer>
</body>
</html>
`;
}

function banner(): string {
  return `<header class="banner">
<button type="button" class="menu" aria-expanded="false" aria-controls="contents">Contents</button>
<a class="home" href="index.html">rnn-to-transformer</a>
<form class="search" role="search"><label class="unseen" for="query">Search the book</label>
<input id="query" type="search" placeholder="Search" autocomplete="off" aria-controls="found">
<div id="found" class="found" hidden></div><p class="unseen" role="status" id="found-status"></p></form>
<button type="button" class="theme">Theme: as the system</button>
</header>`;
}

function contentsOf(page: Page, pages: readonly Page[]): string {
  return groups
    .map((group) => ({ group, members: pages.filter((other) => other.group === group) }))
    .filter(({ members }) => members.length > 0)
    .map(({ group, members }) => `<h2>${group}</h2><ul>${members.map((m) => entry(m, page)).join("")}</ul>`)
    .join("\n");
}

function entry(other: Page, page: Page): string {
  const title = escapeHtml(other.title.replace(/^Solutions: /, ""));
  if (other !== page) return `<li><a href="${other.file}">${title}</a></li>`;
  const sections = page.headings
    .filter(({ level }) => level === 2)
    .map(({ id, text }) => `<li><a href="#${id}">${escapeHtml(text)}</a></li>`);
  const inner = sections.length > 0 ? `<ul>${sections.join("")}</ul>` : "";
  return `<li><a href="${other.file}" aria-current="page">${title}</a>${inner}</li>`;
}

/** Previous and next page of the same group. */
function wayOn(page: Page, pages: readonly Page[]): string {
  const group = pages.filter((other) => other.group === page.group);
  const place = group.indexOf(page);
  const link = (other: Page | undefined, word: string, rel: string): string =>
    other === undefined
      ? "<span></span>"
      : `<a href="${other.file}" rel="${rel}"><small>${word}</small> ${escapeHtml(other.title)}</a>`;
  if (group.length < 2) return "";
  const [previous, next] = [group[place - 1], group[place + 1]];
  return `<nav class="way" aria-label="Previous and next page">${link(previous, "Previous", "prev")}${link(next, "Next", "next")}</nav>`;
}
