/** The frame around every page of the book: head, search, contents, the other language, the way on. */
import { language, phrase, type Language } from "../../lib/jupyter/language.cjs";
import { documentOf as framed } from "../page/document";
import { html, raw } from "../page/html";
import { folders, fromTop } from "./edition";
import type { Group, Page } from "./page";

const groups = (): ReadonlyMap<Group, string> =>
  new Map([
    ["Notebooks", phrase("Notebooks")],
    ["Solutions", phrase("Solutions")],
    ["Data sets", phrase("Data sets")],
    ["Look around", phrase("Look around")],
  ]);

/** No script but the book's own; Vega sets styles. */
const allow = {
  script: "'self'",
  style: "'self' 'unsafe-inline'",
  img: "'self' data: blob:",
  font: "'self'",
};

interface Place {
  readonly page: Page;
  readonly pages: readonly Page[];
}

/** Where a page is in an edition. */
const addressIn = (edition: Language, { file }: Page): string => fromTop(folders[edition] + file);

function Head({ page }: Pick<Place, "page">) {
  const plots = page.plots.length > 0 ? ["plots.js"] : [];
  const messages = language() === "ko" ? ["ko/messages.js"] : [];
  return (
    <>
      <meta name="description" content={page.summary || page.title} />
      <script src={fromTop("theme.js")} />
      <link rel="stylesheet" href={fromTop("book.css")} />
      <link rel="icon" href={fromTop("icon.svg")} type="image/svg+xml" />
      {(["en", "ko"] as const).map((edition) => (
        <link rel="alternate" hreflang={edition} href={addressIn(edition, page)} />
      ))}
      {[...messages, "book.js", ...plots, ...(page.scripts ?? [])].map((script) => (
        <script src={fromTop(script)} defer />
      ))}
    </>
  );
}

/** The name of a language is written in that language: who looks for it reads no other. */
const OtherEdition = ({ page }: Pick<Place, "page">) => {
  const [other, name] = language() === "ko" ? (["en", "English"] as const) : (["ko", "한국어"] as const);
  return (
    <a class="edition" href={addressIn(other, page)} hreflang={other} lang={other} rel="alternate">
      {name}
    </a>
  );
};

const Banner = ({ page }: Pick<Place, "page">) => (
  <header class="banner">
    <button type="button" class="menu" aria-expanded="false" aria-controls="contents">
      {phrase("Contents")}
    </button>
    <a class="home" href="index.html">
      rnn-to-transformer
    </a>
    <form class="search" role="search">
      <label class="unseen" for="query">
        {phrase("Search the book")}
      </label>
      <input
        id="query"
        type="search"
        placeholder={phrase("Search")}
        autocomplete="off"
        aria-controls="found"
      />
      <div id="found" class="found" hidden />
      <p class="unseen" role="status" id="found-status" />
    </form>
    <OtherEdition page={page} />
    <button type="button" class="theme">
      {phrase("Theme: {0}", phrase("as the system"))}
    </button>
  </header>
);

/** Of what is written in another language than the page around it. */
const languageOf = (page: Page): Language | undefined =>
  page.language === language() ? undefined : page.language;

function Entry({ other, page }: { other: Page; page: Page }) {
  const sections = other === page ? page.headings.filter(({ level }) => level === 2) : [];
  return (
    <li lang={languageOf(other)}>
      <a href={other.file} aria-current={other === page ? "page" : undefined}>
        {other.entry ?? other.title}
      </a>
      {sections.length > 0 && (
        <ul>
          {sections.map(({ id, text }) => (
            <li>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const Contents = ({ page, pages }: Place) => (
  <nav class="contents" id="contents" aria-label={phrase("Contents")}>
    {[...groups()]
      .filter(([group]) => pages.some((other) => other.group === group))
      .map(([group, name]) => (
        <>
          <h2>{name}</h2>
          <ul>
            {pages
              .filter((other) => other.group === group)
              .map((other) => (
                <Entry other={other} page={page} />
              ))}
          </ul>
        </>
      ))}
  </nav>
);

function Step({ to, word, rel }: { to: Page | undefined; word: string; rel: string }) {
  if (to === undefined) return <span />;
  return (
    <a href={to.file} rel={rel}>
      <small>{word}</small> <span lang={languageOf(to)}>{to.title}</span>
    </a>
  );
}

/** Previous and next page of the same group. */
function WayOn({ page, pages }: Place) {
  const group = pages.filter((other) => other.group === page.group);
  const place = group.indexOf(page);
  if (group.length < 2) return null;
  return (
    <nav class="way" aria-label={phrase("Previous and next page")}>
      <Step to={group[place - 1]} word={phrase("Previous")} rel="prev" />
      <Step to={group[place + 1]} word={phrase("Next")} rel="next" />
    </nav>
  );
}

/** Where a page still waits for its translation. */
const NotTranslated = ({ page }: Pick<Place, "page">) => (
  <p class="facts">
    {phrase("The text of this page is in English only so far.")}{" "}
    <a href={addressIn(page.language, page)} hreflang={page.language}>
      {phrase("Open the English page")}
    </a>
  </p>
);

/** A whole HTML document. */
export function documentOf(page: Page, pages: readonly Page[]): string {
  const textLanguage = languageOf(page);
  const footer = phrase(
    "Text: CC BY 4.0. Code: MIT. Built from executed notebooks by {0}.",
    html(<code>npm run book</code>),
  );
  const children = (
    <>
      <a class="skip" href="#text">
        {phrase("Skip to the text")}
      </a>
      <Banner page={page} />
      <div class="columns">
        <Contents page={page} pages={pages} />
        <main id="text" tabIndex={-1}>
          {textLanguage && <NotTranslated page={page} />}
          <div class="text" lang={textLanguage} {...raw(page.html)} />
          <WayOn page={page} pages={pages} />
        </main>
      </div>
      <footer {...raw(footer)} />
    </>
  );
  const title = `${page.title} – rnn-to-transformer`;
  return framed({ title, language: language(), allow, head: <Head page={page} />, children });
}
