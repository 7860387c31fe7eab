/** The pages that lead to the others: the first page, the glossary, the gallery of all plots. */
import type { ComponentChildren } from "preact";
import { html } from "../page/html";
import { ArrowHead, Emblem } from "./emblems";
import { glossaryTable, type Term } from "./glossary";
import { pageMarkdown, type MarkdownOptions } from "./markdown";
import type { Page, Plot } from "./page";
import { sectionsOf } from "./sections";

interface CardProps {
  readonly href: string;
  readonly picture: ComponentChildren;
  readonly title: string;
  readonly text?: string;
}

const Card = ({ href, picture, title, text }: CardProps) => (
  <li>
    <a class="card" href={href}>
      {picture}
      {text === undefined ? (
        <span>{title}</span>
      ) : (
        <>
          <b>{title}</b>
          <span>{text}</span>
        </>
      )}
    </a>
  </li>
);

/** The first page: what the course is, and a line for each notebook. @param look  a picture of attention */
export function frontPage(pages: readonly Page[], look: ComponentChildren): Page {
  const notebooks = pages.filter(({ group }) => group === "Notebooks");
  const text = html(
    <>
      <h1 id="top">From a recurrent network to a Transformer</h1>
      <div class="hero">
        <div>
          <p>
            A hands-on course on sequence models in TypeScript: every part written from scratch, every claim
            an experiment with a number, a picture and a trivial baseline beside it.
          </p>
          <p class="steps">
            <a class="start" href={notebooks[0]?.file}>
              Start with {notebooks[0]?.title.slice(0, 2)}
            </a>
            <a class="start quiet" href="explorer.html">
              See models look
            </a>
          </p>
          <p class="quiet">
            The plots are live, the answers fold out. To change and run the code: <code>npm start</code>.
          </p>
        </div>
        <div>{look}</div>
      </div>
      <h2 id="path">The path</h2>
      <ArrowHead />
      <ol class="cards">
        {notebooks.map(({ file, title, summary }) => (
          <Card href={file} picture={<Emblem number={file.slice(0, 2)} />} title={title} text={summary} />
        ))}
      </ol>
    </>,
  );
  return pageOf("index.html", "Front page", "A hands-on course on sequence models in TypeScript", text);
}

/** The glossary, then what holds for every function of lib; each name is the target of a link. @param libPage  lib/README.md */
export function glossaryPage(terms: readonly Term[], libPage: string, options: MarkdownOptions): Page {
  const markdown = pageMarkdown({ ...options, terms: new Set() });
  const text = markdown
    .render(
      `# Glossary\n\nOne name for one thing, in the notebooks, the code and the error messages.\n\n${glossaryTable(terms)}\n\n${rulesIn(libPage)}`,
    )
    .replace(/<code>(\w+)<\/code>/g, (code, name: string) =>
      options.terms.has(name) ? `<code id="${name}">${name}</code>` : code,
    );
  return pageOf("glossary.html", "Glossary", "One name for one thing", withoutRepeatedIds(text));
}

function rulesIn(libPage: string): string {
  const [text] = /^## What holds for every function\n.*?(?=^## )/ms.exec(libPage) ?? [];
  if (text === undefined) throw new Error('lib/README.md has no section "What holds for every function"');
  return text;
}

function withoutRepeatedIds(text: string): string {
  const seen = new Set<string>();
  return text.replace(/ id="(\w+)"/g, (attribute, id: string) => {
    if (seen.has(id)) return "";
    seen.add(id);
    return attribute;
  });
}

const pictureOf = ({ file, description }: Plot) => (
  <img src={`plots/${file}#small`} alt={description} loading="lazy" />
);

/** All plots of the book; each leads to its place. */
export function galleryPage(pages: readonly Page[]): Page {
  const text = html(
    <>
      <h1 id="top">All plots</h1>
      {pages
        .filter(({ plots }) => plots.length > 0)
        .map(({ file, title, plots }) => (
          <>
            <h2 id={file.replace(/\.html$/, "")}>{title}</h2>
            <ul class="cards">
              {plots.map((plot) => (
                <Card href={`${file}#${plot.id}`} picture={pictureOf(plot)} title={plot.title} />
              ))}
            </ul>
          </>
        ))}
    </>,
  );
  return pageOf("gallery.html", "All plots", "Every plot of the book, each with a link to its place", text);
}

function pageOf(file: string, title: string, summary: string, text: string): Page {
  const sections = sectionsOf(text);
  return { file, title, summary, group: "Look around", html: text, headings: [], sections, plots: [] };
}
