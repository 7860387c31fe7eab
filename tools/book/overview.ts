/** The pages that lead to the others: the first page, the glossary, the gallery of all plots. */
import { escapeHtml } from "../../lib/jupyter/html";
import { pageMarkdown, type MarkdownOptions } from "./markdown";
import type { Page, Plot } from "./page";
import { sectionsOf } from "./sections";

/** The first page: what the course is, and a line for each notebook. */
export function frontPage(pages: readonly Page[]): Page {
  const rows = pages
    .filter(({ group }) => group === "Notebooks")
    .map(({ file, title, summary, plots }) => {
      const [picture] = plots.slice(-1);
      const image =
        picture === undefined ? "" : `<img src="plots/${picture.file}" alt="" loading="lazy" width="220">`;
      return `<li><a href="${file}">${image}<b>${escapeHtml(title)}</b><span>${escapeHtml(summary)}</span></a></li>`;
    });
  const html = `<h1 id="top">From a recurrent network to a Transformer</h1>
<p>A hands-on course on sequence models in TypeScript. Every part is written from scratch, every claim is an experiment
with a number, a picture and a trivial baseline beside it. This book holds the executed notebooks: the plots are live,
the answers fold out. To change and run the code, open the notebooks in Jupyter with <code>npm start</code>.</p>
<ol class="cards">${rows.join("\n")}</ol>`;
  return pageOf("index.html", "Front page", "A hands-on course on sequence models in TypeScript", html);
}

/** The glossary of the README; each name is the target of a link. */
export function glossaryPage(readme: string, options: MarkdownOptions): Page {
  const markdown = pageMarkdown({ ...options, terms: new Set() });
  const html = markdown
    .render(`# Glossary\n${glossaryText(readme)}`)
    .replace(/<code>(\w+)<\/code>/g, (code, name: string) =>
      options.terms.has(name) ? `<code id="${name}">${name}</code>` : code,
    );
  return pageOf("glossary.html", "Glossary", "One name for one thing", withoutRepeatedIds(html));
}

/** The names that the glossary explains: code in the first two columns. */
export function glossaryTerms(readme: string): Set<string> {
  const rows = glossaryText(readme)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const names = rows.map((row) => row.split("|").slice(2, 4).join(" "));
  return new Set(names.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name!)));
}

function glossaryText(readme: string): string {
  const [, text] = /^## Glossary\n(.*?)(?=^## )/ms.exec(readme) ?? [];
  if (text === undefined) throw new Error('README.md has no section "Glossary"');
  return text;
}

function withoutRepeatedIds(html: string): string {
  const seen = new Set<string>();
  return html.replace(/ id="(\w+)"/g, (attribute, id: string) => {
    if (seen.has(id)) return "";
    seen.add(id);
    return attribute;
  });
}

/** All plots of the book; each leads to its place. */
export function galleryPage(pages: readonly Page[]): Page {
  const parts = pages
    .filter(({ plots }) => plots.length > 0)
    .map(
      ({ file, title, plots }) =>
        `<h2 id="${file.replace(/\.html$/, "")}">${escapeHtml(title)}</h2>
<ul class="gallery">${plots.map((plot) => galleryEntry(plot, file)).join("\n")}</ul>`,
    );
  const html = `<h1 id="top">All plots</h1>\n${parts.join("\n")}`;
  return pageOf("gallery.html", "All plots", "Every plot of the book, each with a link to its place", html);
}

const galleryEntry = ({ id, title, description, file }: Plot, page: string): string =>
  `<li><a href="${page}#${id}"><img src="plots/${file}" alt="${escapeHtml(description)}" loading="lazy"><span>${escapeHtml(title)}</span></a></li>`;

function pageOf(file: string, title: string, summary: string, html: string): Page {
  const sections = sectionsOf(html);
  return { file, title, summary, group: "Look around", html, headings: [], sections, plots: [] };
}
