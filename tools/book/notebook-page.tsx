/** An executed notebook as a page: prose, highlighted code with a copy button, outputs with live plots. */
import { readFileSync } from "node:fs";
import { basename, dirname, relative } from "node:path";
import { phrase } from "../../lib/jupyter/language.cjs";
import { joinText, type Notebook, type NotebookCell } from "../notebook/notebook-file";
import { root } from "../notebook/sources";
import { html, raw } from "../page/html";
import { fromTop } from "./edition";
import { highlight, pageMarkdown, type MarkdownOptions, type PageMarkdown } from "./markdown";
import { showOutput } from "./output";
import type { Group, Page, Plot } from "./page";
import { sectionsOf } from "./sections";

/** "06-attention.html", "solutions-06-attention.html" */
export const lessonFile = (path: string, group: Group): string =>
  `${group === "Solutions" ? "solutions-" : ""}${basename(path, ".ipynb")}.html`;

/**
 * @param path  of the executed .ipynb; a Korean one is in a folder "ko"
 * @throws {Error} the notebook has no title, or an output cannot be shown: the message names the file
 */
export function notebookPage(path: string, group: Group, options: MarkdownOptions): Page {
  const file = lessonFile(path, group);
  const id = basename(file, ".html");
  const notebook = JSON.parse(readFileSync(path, "utf8")) as Notebook;
  const markdown = pageMarkdown(options);
  const plots: Plot[] = [];
  try {
    const cells = notebook.cells.map((cell) => cellHtml(cell, markdown, plots, id));
    const heading = markdown.headings.find(({ level }) => level === 1);
    if (heading === undefined) throw new Error("the notebook has no title");
    const facts = factsOf(notebook, path);
    const text = cells.join("\n").replace("</h1>", () => `</h1>\n${facts}`);
    return {
      file,
      title: group === "Solutions" ? phrase("Solutions: {0}", heading.text) : heading.text,
      entry: heading.text,
      language: basename(dirname(path)) === "ko" ? "ko" : "en",
      summary: questionOf(notebook),
      group,
      html: text,
      headings: markdown.headings,
      sections: sectionsOf(text),
      plots,
    };
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function cellHtml(cell: NotebookCell, markdown: PageMarkdown, plots: Plot[], pageId: string): string {
  const source = joinText(cell.source);
  if (cell.cell_type === "markdown") return markdown.render(source);
  if (cell.cell_type !== "code") return "";
  const outputs = (cell.outputs ?? []).map((output) => {
    const shown = showOutput(output, `${pageId}-plot-${plots.length + 1}`, markdown);
    if (shown.plot !== undefined) plots.push(shown.plot);
    return shown.html;
  });
  const code = source === "" ? "" : codeHtml(source, isFolded(cell));
  return html(<section class="cell" {...raw(code + outputs.join("\n"))} />);
}

const isFolded = ({ metadata }: NotebookCell): boolean =>
  (metadata["jupyter"] as { source_hidden?: boolean } | undefined)?.source_hidden === true;

/** Folded code stays folded under its first line, which says what it holds. Where there is none, its output says all of it. */
function codeHtml(source: string, folded: boolean): string {
  if (!folded) return html(<Code source={source} />);
  const [, holds, rest] = /^\/\/ (?!by hand)(.*)\n([^]*)/.exec(source) ?? [];
  if (holds === undefined) return "";
  return html(
    <details class="folded">
      <summary>{holds}</summary>
      <Code source={rest!.trim()} />
    </details>,
  );
}

const Code = ({ source }: { source: string }) => (
  <div class="code">
    <button type="button" class="copy" hidden>
      {phrase("Copy")}
    </button>
    <pre tabIndex={0}>
      <code {...raw(highlight(source, "typescript"))} />
    </pre>
  </div>
);

/** The questions in bold that open each lesson; terms are in bold too. */
function questionOf({ cells }: Notebook): string {
  const opening = cells.find(({ cell_type }) => cell_type === "markdown");
  const [, question = ""] = /\*\*([^*]+\?)\*\*/.exec(joinText(opening?.source)) ?? [];
  return question.replace(/\s+/g, " ").replace(/`/g, "");
}

/** How long the run took, and how to open the notebook. */
function factsOf({ metadata }: Notebook, path: string): string {
  const { seconds } = (metadata["course"] ?? {}) as { seconds?: number };
  const name = relative(root, path);
  const download = (
    <a href={fromTop(`files/${name}`)} download>
      {phrase("Download the notebook")}
    </a>
  );
  const here = (
    <a href={`http://localhost:8888/lab/tree/${name}`} rel="external">
      {phrase("open it here")}
    </a>
  );
  const how = phrase(
    "{0}, or run it: {1}, then open {2} in the list of files ({3} if JupyterLab runs at its usual port, 8888).",
    html(download),
    html(<code>npm start</code>),
    html(<code>{name}</code>),
    html(here),
  );
  const took = seconds === undefined ? "" : `${phrase("This run took {0}.", duration(seconds))} `;
  return html(<p class="facts" {...raw(took + how)} />);
}

const duration = (seconds: number): string =>
  seconds < 90
    ? phrase("{0} seconds", Math.round(seconds))
    : phrase("{0} minutes", (seconds / 60).toFixed(1));
