/**
 * Builds the book: a static site of all executed notebooks and solutions, the cards of the data sets, and a gallery of
 * all plots, in English and in Korean. It works from a server and from a folder, and asks nothing of any other place.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { inLanguage, language, phrase } from "../../lib/jupyter/language.cjs";
import { cardFolder, dataSetNames } from "../datasets/cards";
import { root } from "../notebook/sources";
import { shownPath, stateFolder } from "../setup/state-folder.cjs";
import { bundleClient } from "./bundle";
import { cardLanguage, dataSetFile, dataSetPage } from "./data-set-page";
import { folders } from "./edition";
import { explorer, type Explorer } from "./explorer-page";
import { documentOf } from "./frame";
import { bookLinks } from "./links";
import type { MarkdownOptions } from "./markdown";
import { messagesScript } from "./messages";
import { lessonFile, notebookPage } from "./notebook-page";
import { glossaryNames, readGlossary, type Term } from "./glossary";
import { frontPage, galleryPage, glossaryPage } from "./overview";
import type { Group, Page } from "./page";
import { searchScript } from "./search-index";
import { pictureFile } from "../page/picture-file";

const HELP = phrase(`npm run book [-- OPTIONS]

Builds a static site of all executed notebooks, with live plots, in English and
in Korean. Takes a few seconds.

  --out DIR   where to (default: .course/book); what a former build left there
              is replaced
  --help      this text`);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: "string" }, help: { type: "boolean" } } });
  if (values.help === true) return console.log(HELP);
  const out = resolve(values.out ?? stateFolder("book"));
  refuseForeignFolder(out);
  const english = inLanguage("en", () => collect(new Map()));
  const korean = inLanguage("ko", () => collect(new Map(english.pages.map((page) => [page.file, page]))));
  const fresh = `${out}.new`; // a build that fails leaves the former one
  rmSync(fresh, { recursive: true, force: true });
  inLanguage("en", () => write(fresh, english));
  inLanguage("ko", () => write(fresh, korean));
  writeFileSync(join(fresh, "explorer-data.js"), english.explorer.script);
  const files = await bundleClient(fresh);
  writeFileSync(join(fresh, folders.ko, "messages.js"), messagesScript(files, english.explorer.names));
  rmSync(out, { recursive: true, force: true });
  renameSync(fresh, out);
  const pages = [...english.pages, ...korean.pages];
  const numPlots = pages.reduce((sum, { plots }) => sum + plots.length, 0);
  const index = shownPath(join(out, "index.html"));
  console.log(phrase("{0} pages with {1} plots: open {2}", pages.length, numPlots, index));
}

/** Never deletes a folder that the book did not make. */
function refuseForeignFolder(out: string): void {
  if (!existsSync(out) || readdirSync(out).length === 0 || existsSync(join(out, "book.js"))) return;
  throw new Error(`--out: expected a new or empty folder or an older book, but ${out} holds other files`);
}

interface Edition {
  readonly pages: readonly Page[];
  /** Files of the project that pages link to. */
  readonly files: ReadonlySet<string>;
  readonly explorer: Explorer;
  readonly glossary: readonly Term[];
}

/** @param others  pages of the edition that has been made before, by their files: headings get the same addresses */
function collect(others: ReadonlyMap<string, Page>): Edition {
  const libPage = readFileSync(join(root, "lib", "README.md"), "utf8");
  const links = bookLinks(root);
  const glossary = readGlossary();
  const terms = glossaryNames(glossary);
  const options = (folder: string, file?: string): MarkdownOptions => {
    const ids = others.get(file ?? "")?.headings.map(({ id }) => id);
    return { linkTo: links.from(folder), terms, ...(ids && { ids }) };
  };
  const lessonOf = (path: string, group: Group): Page =>
    notebookPage(path, group, options(relative(root, dirname(path)), lessonFile(path, group)));
  const [notebooks, solutions] = [notebooksIn("notebooks"), notebooksIn("solutions")];
  const lessons = [
    ...notebooks.map((path) => lessonOf(path, "Notebooks")),
    ...solutions.map((path) => lessonOf(path, "Solutions")),
  ];
  const cards = dataSetNames().map((name) => {
    const file = dataSetFile(name);
    return dataSetPage(name, options(cardFolder(name, cardLanguage(name)), file));
  });
  const look = explorer();
  const around = [
    frontPage(lessons, look.look),
    look.page,
    glossaryPage(glossary, libPage, options("lib")),
    galleryPage(lessons),
  ];
  const downloads = [...notebooks, ...solutions].map((path) => relative(root, path));
  const files = new Set([...links.files, ...downloads]);
  return { pages: [...lessons, ...cards, ...around], files, explorer: look, glossary };
}

/** The notebooks of an edition; the English one where a translation is still to come. */
function notebooksIn(folder: string): string[] {
  const path = join(root, folder);
  const names = existsSync(path) ? readdirSync(path) : [];
  return names
    .filter((name) => /^\d\d-.*\.ipynb$/.test(name))
    .sort()
    .map((name) => {
      const translated = join(path, language(), name);
      return existsSync(translated) ? translated : join(path, name);
    });
}

function write(top: string, { pages, files, glossary }: Edition): void {
  const out = join(top, folders[language()]);
  mkdirSync(join(out, "plots"), { recursive: true });
  for (const page of pages) {
    writeFileSync(join(out, page.file), documentOf(page, pages));
    for (const { file, svg } of page.plots) writeFileSync(join(out, "plots", file), pictureFile(svg));
  }
  for (const file of files) {
    mkdirSync(dirname(join(top, "files", file)), { recursive: true });
    cpSync(join(root, file), join(top, "files", file));
  }
  writeFileSync(join(out, "search-index.js"), searchScript(pages, glossary));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
