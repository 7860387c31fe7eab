/** The pages that lead to the others: the first page, the glossary, the gallery of all plots. */
import { html } from "../page/html";
import { glossaryTable, type Term } from "./glossary";
import { pageMarkdown, type MarkdownOptions } from "./markdown";
import type { Page, Plot } from "./page";
import { sectionsOf } from "./sections";

interface CardProps {
  readonly href: string;
  readonly plot: Plot | undefined;
  readonly title: string;
  readonly text?: string;
  /** For those who cannot see the picture; empty where it only adorns. */
  readonly alt: string;
}

const Card = ({ href, plot, title, text, alt }: CardProps) => (
  <li>
    <a class="card" href={href}>
      {plot && <img src={`plots/${plot.file}`} alt={alt} loading="lazy" />}
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

/** The first page: what the course is, and a line for each notebook. */
export function frontPage(pages: readonly Page[]): Page {
  const notebooks = pages.filter(({ group }) => group === "Notebooks");
  const text = html(
    <>
      <h1 id="top">From a recurrent network to a Transformer</h1>
      <p>
        A hands-on course on sequence models in TypeScript. Every part is written from scratch, every claim is
        an experiment with a number, a picture and a trivial baseline beside it. This book holds the executed
        notebooks: the plots are live, the answers fold out. To change and run the code, open the notebooks in
        Jupyter with <code>npm start</code>.
      </p>
      <ol class="cards">
        {notebooks.map(({ file, title, summary, plots }) => (
          <Card href={file} plot={plots.at(-1)} title={title} text={summary} alt="" />
        ))}
      </ol>
    </>,
  );
  return pageOf("index.html", "Front page", "A hands-on course on sequence models in TypeScript", text);
}

/** The glossary, then what the README says below it; each name is the target of a link. */
export function glossaryPage(terms: readonly Term[], readme: string, options: MarkdownOptions): Page {
  const markdown = pageMarkdown({ ...options, terms: new Set() });
  const text = markdown
    .render(
      `# Glossary\n\nOne name for one thing, in the notebooks, the code and the error messages.\n\n${glossaryTable(terms)}\n\n${rulesIn(readme)}`,
    )
    .replace(/<code>(\w+)<\/code>/g, (code, name: string) =>
      options.terms.has(name) ? `<code id="${name}">${name}</code>` : code,
    );
  return pageOf("glossary.html", "Glossary", "One name for one thing", withoutRepeatedIds(text));
}

function rulesIn(readme: string): string {
  const [, text] = /^## Glossary\n.*?(?=^\*\*)(.*?)(?=^## )/ms.exec(readme) ?? [];
  if (text === undefined) throw new Error('README.md has no rules in its section "Glossary"');
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
                <Card href={`${file}#${plot.id}`} plot={plot} title={plot.title} alt={plot.description} />
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
