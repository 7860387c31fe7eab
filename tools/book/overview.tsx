/** The pages that lead to the others: the first page, the glossary, the gallery of all plots. */
import type { ComponentChildren } from "preact";
import { language, phrase, type Language } from "../../lib/jupyter/language.cjs";
import { html, raw } from "../page/html";
import { ArrowHead, Emblem } from "./emblems";
import { glossaryTable, hasNote, noteId, rulesOfLib, type Term } from "./glossary";
import { pageMarkdown, type MarkdownOptions } from "./markdown";
import type { Page, Plot } from "./page";
import { sectionsOf } from "./sections";

interface CardProps {
  readonly href: string;
  readonly picture: ComponentChildren;
  readonly title: string;
  readonly text?: string;
  readonly language: Language;
}

const Card = ({ href, picture, title, text, language }: CardProps) => (
  <li lang={language}>
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
  const howToRun = phrase(
    "The plots are live, the answers fold out. To change and run the code: {0}.",
    html(<code>npm start</code>),
  );
  const text = html(
    <>
      <h1 id="top">{phrase("From a recurrent network to a Transformer")}</h1>
      <div class="hero">
        <div>
          <p>
            {phrase(
              "A hands-on course on sequence models in TypeScript: every part written from scratch, every claim an experiment with a number, a picture and a trivial baseline beside it.",
            )}
          </p>
          <p class="steps">
            <a class="start" href={notebooks[0]?.file}>
              {phrase("Start with {0}", notebooks[0]?.title.slice(0, 2))}
            </a>
            <a class="start quiet" href="explorer.html">
              {phrase("See models look")}
            </a>
          </p>
          <p class="quiet" {...raw(howToRun)} />
        </div>
        <div>{look}</div>
      </div>
      <h2 id="path">{phrase("The path")}</h2>
      <ArrowHead />
      <ol class="cards">
        {notebooks.map(({ file, title, summary, language }) => (
          <Card
            href={file}
            picture={<Emblem number={file.slice(0, 2)} />}
            title={title}
            text={summary}
            language={language}
          />
        ))}
      </ol>
    </>,
  );
  return pageOf(
    "index.html",
    phrase("Front page"),
    phrase("A hands-on course on sequence models in TypeScript"),
    text,
  );
}

/** The glossary, then what holds for every function of lib; each name is the target of a link. @param libPage  lib/README.md */
export function glossaryPage(terms: readonly Term[], libPage: string, options: MarkdownOptions): Page {
  const markdown = pageMarkdown({ ...options, terms: new Set() });
  const what = phrase("One name for one thing, in the notebooks, the code and the error messages.");
  const text = markdown
    .render(
      [
        `# ${phrase("Glossary")}`,
        what,
        glossaryTable(terms),
        ...notesOn(terms.filter(hasNote)),
        ...rulesOfLib(libPage).map((block) => phrase(block)),
      ].join("\n\n"),
    )
    .replace(/<code>(\w+)<\/code>/g, (code, name: string) =>
      options.terms.has(name) ? `<code id="${name}">${name}</code>` : code,
    );
  return pageOf(
    "glossary.html",
    phrase("Glossary"),
    phrase("One name for one thing"),
    withoutRepeatedIds(text),
  );
}

/** Below the table, which has no room for sentences on a phone. */
const notesOn = (terms: readonly Term[]): string[] =>
  terms.length === 0
    ? []
    : [
        `## ${phrase("Why these Korean words")}`,
        phrase(
          "Korean texts often have several words for one thing. These notes say which the course uses, and why; they compare it with the [tutorials](https://tutorials.pytorch.kr) of PyTorch Korea and with d2l-ko, the Korean edition of [Dive into Deep Learning](https://github.com/d2l-ai/d2l-ko).",
        ),
        html(
          <dl class="notes">
            {terms.map((one) => (
              <>
                <dt id={noteId(one)}>
                  {one.korean} <span lang="en">{one.term}</span>
                </dt>
                <dd>{one.note}</dd>
              </>
            ))}
          </dl>,
        ),
      ];

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
      <h1 id="top">{phrase("All plots")}</h1>
      {pages
        .filter(({ plots }) => plots.length > 0)
        .map(({ file, title, plots, language }) => (
          <>
            <h2 lang={language} id={file.replace(/\.html$/, "")}>
              {title}
            </h2>
            <ul class="cards">
              {plots.map((plot) => (
                <Card
                  href={`${file}#${plot.id}`}
                  picture={pictureOf(plot)}
                  title={plot.title}
                  language={language}
                />
              ))}
            </ul>
          </>
        ))}
    </>,
  );
  return pageOf(
    "gallery.html",
    phrase("All plots"),
    phrase("Every plot of the book, each with a link to its place"),
    text,
  );
}

function pageOf(file: string, title: string, summary: string, text: string): Page {
  const sections = sectionsOf(text);
  return {
    file,
    title,
    summary,
    language: language(),
    group: "Look around",
    html: text,
    headings: [],
    sections,
    plots: [],
  };
}
