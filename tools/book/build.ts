/**
 * Builds the book: a static site of all executed notebooks and solutions, the cards of the data sets, and a gallery of
 * all plots. It works from a server and from a folder, and asks nothing of any other place.
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
import { root } from "../notebook/sources";
import { shownPath, stateFolder } from "../setup/state-folder.cjs";
import { bundleClient } from "./bundle";
import { dataSetNames, dataSetPage } from "./data-set-page";
import { explorer } from "./explorer-page";
import { documentOf } from "./frame";
import { bookLinks } from "./links";
import type { MarkdownOptions } from "./markdown";
import { notebookPage } from "./notebook-page";
import { glossaryNames, readGlossary, type Term } from "./glossary";
import { frontPage, galleryPage, glossaryPage } from "./overview";
import type { Page } from "./page";
import { searchScript } from "./search-index";
import { pictureFile } from "../page/picture-file";

const HELP = `npm run book [-- OPTIONS]

Builds a static site of all executed notebooks, with live plots. Takes a few seconds.

  --out DIR   where to (default: .course/book); what a former build left there is replaced
  --help      this text`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: "string" }, help: { type: "boolean" } } });
  if (values.help === true) return console.log(HELP);
  const out = resolve(values.out ?? stateFolder("book"));
  refuseForeignFolder(out);
  const book = collect();
  const fresh = `${out}.new`; // a build that fails leaves the former one
  rmSync(fresh, { recursive: true, force: true });
  write(fresh, book);
  await bundleClient(fresh);
  rmSync(out, { recursive: true, force: true });
  renameSync(fresh, out);
  const { pages } = book;
  const numPlots = pages.reduce((sum, { plots }) => sum + plots.length, 0);
  console.log(`${pages.length} pages with ${numPlots} plots: open ${shownPath(join(out, "index.html"))}`);
}

/** Never deletes a folder that the book did not make. */
function refuseForeignFolder(out: string): void {
  if (!existsSync(out) || readdirSync(out).length === 0 || existsSync(join(out, "book.js"))) return;
  throw new Error(`--out: expected a new or empty folder or an older book, but ${out} holds other files`);
}

interface Book {
  readonly pages: readonly Page[];
  /** Files of the project that pages link to. */
  readonly files: ReadonlySet<string>;
  /** Data of the explorer, as a script. */
  readonly explorerScript: string;
  readonly glossary: readonly Term[];
}

function collect(): Book {
  const libPage = readFileSync(join(root, "lib", "README.md"), "utf8");
  const links = bookLinks(root);
  const glossary = readGlossary();
  const terms = glossaryNames(glossary);
  const options = (folder: string): MarkdownOptions => ({ linkTo: links.from(folder), terms });
  const [notebooks, solutions] = [notebooksIn("notebooks"), notebooksIn("solutions")];
  const lessons = [
    ...notebooks.map((path) => notebookPage(path, "Notebooks", options("notebooks"))),
    ...solutions.map((path) => notebookPage(path, "Solutions", options("solutions"))),
  ];
  const cards = dataSetNames(root).map((name) => dataSetPage(root, name, options(`datasets/${name}`)));
  const { page: explorerPage, script: explorerScript, look } = explorer();
  const around = [
    frontPage(lessons, look),
    explorerPage,
    glossaryPage(glossary, libPage, options("lib")),
    galleryPage(lessons),
  ];
  const downloads = [...notebooks, ...solutions].map((path) => relative(root, path));
  const files = new Set([...links.files, ...downloads]);
  return { pages: [...lessons, ...cards, ...around], files, explorerScript, glossary };
}

function notebooksIn(folder: string): string[] {
  const path = join(root, folder);
  const names = existsSync(path) ? readdirSync(path) : [];
  return names
    .filter((name) => /^\d\d-.*\.ipynb$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function write(out: string, { pages, files, explorerScript, glossary }: Book): void {
  mkdirSync(join(out, "plots"), { recursive: true });
  for (const page of pages) {
    writeFileSync(join(out, page.file), documentOf(page, pages));
    for (const { file, svg } of page.plots) writeFileSync(join(out, "plots", file), pictureFile(svg));
  }
  for (const file of files) {
    mkdirSync(dirname(join(out, "files", file)), { recursive: true });
    cpSync(join(root, file), join(out, "files", file));
  }
  writeFileSync(join(out, "search-index.js"), searchScript(pages, glossary));
  writeFileSync(join(out, "explorer-data.js"), explorerScript);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
