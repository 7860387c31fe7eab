/** The frame around every page of the book: head, search, contents, the way on. */
import { documentOf as framed } from "../page/document";
import { html, raw } from "../page/html";
import type { Group, Page } from "./page";

const groups: readonly Group[] = ["Notebooks", "Solutions", "Data sets", "Look around"];

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

function Head({ page }: Pick<Place, "page">) {
  const scripts = ["book.js", ...(page.plots.length > 0 ? ["plots.js"] : []), ...(page.scripts ?? [])];
  return (
    <>
      <meta name="description" content={page.summary || page.title} />
      <script src="theme.js" />
      <link rel="stylesheet" href="book.css" />
      <link rel="icon" href="icon.svg" type="image/svg+xml" />
      {scripts.map((script) => (
        <script src={script} defer />
      ))}
    </>
  );
}

const Banner = () => (
  <header class="banner">
    <button type="button" class="menu" aria-expanded="false" aria-controls="contents">
      Contents
    </button>
    <a class="home" href="index.html">
      rnn-to-transformer
    </a>
    <form class="search" role="search">
      <label class="unseen" for="query">
        Search the book
      </label>
      <input id="query" type="search" placeholder="Search" autocomplete="off" aria-controls="found" />
      <div id="found" class="found" hidden />
      <p class="unseen" role="status" id="found-status" />
    </form>
    <button type="button" class="theme">
      Theme: as the system
    </button>
  </header>
);

function Entry({ other, page }: { other: Page; page: Page }) {
  const title = other.title.replace(/^Solutions: /, "");
  const sections = other === page ? page.headings.filter(({ level }) => level === 2) : [];
  return (
    <li>
      <a href={other.file} aria-current={other === page ? "page" : undefined}>
        {title}
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
  <nav class="contents" id="contents" aria-label="Contents">
    {groups
      .filter((group) => pages.some((other) => other.group === group))
      .map((group) => (
        <>
          <h2>{group}</h2>
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
      <small>{word}</small> {to.title}
    </a>
  );
}

/** Previous and next page of the same group. */
function WayOn({ page, pages }: Place) {
  const group = pages.filter((other) => other.group === page.group);
  const place = group.indexOf(page);
  if (group.length < 2) return null;
  return (
    <nav class="way" aria-label="Previous and next page">
      <Step to={group[place - 1]} word="Previous" rel="prev" />
      <Step to={group[place + 1]} word="Next" rel="next" />
    </nav>
  );
}

/** A whole HTML document. */
export function documentOf(page: Page, pages: readonly Page[]): string {
  const text = page.html + html(<WayOn page={page} pages={pages} />);
  const children = (
    <>
      <a class="skip" href="#text">
        Skip to the text
      </a>
      <Banner />
      <div class="columns">
        <Contents page={page} pages={pages} />
        <main id="text" tabIndex={-1} {...raw(text)} />
      </div>
      <footer>
        Text: CC BY 4.0. Code: MIT. Built from executed notebooks by <code>npm run book</code>.
      </footer>
    </>
  );
  return framed({ title: `${page.title} – rnn-to-transformer`, allow, head: <Head page={page} />, children });
}
