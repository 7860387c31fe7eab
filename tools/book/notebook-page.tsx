/** An executed notebook as a page: prose, highlighted code with a copy button, outputs with live plots. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { joinText, type Notebook, type NotebookCell } from "../notebook/notebook-file";
import { html, raw } from "../page/html";
import { highlight, pageMarkdown, type MarkdownOptions, type PageMarkdown } from "./markdown";
import { showOutput } from "./output";
import type { Group, Page, Plot } from "./page";
import { sectionsOf } from "./sections";

/**
 * @param path  of the executed .ipynb
 * @throws {Error} the notebook has no title, or an output cannot be shown: the message names the file
 */
export function notebookPage(path: string, group: Group, options: MarkdownOptions): Page {
  const slug = basename(path, ".ipynb");
  const id = group === "Solutions" ? `solutions-${slug}` : slug;
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
      file: `${id}.html`,
      title: group === "Solutions" ? `Solutions: ${heading.text}` : heading.text,
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
      Copy
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
  const relative = path.split("/").slice(-2).join("/");
  return html(
    <p class="facts">
      {seconds !== undefined && `This run took ${duration(seconds)}. `}
      <a href={`files/${relative}`} download>
        Download the notebook
      </a>
      , or run it: <code>npm start</code>, then open <code>{relative}</code> in the list of files (
      <a href={`http://localhost:8888/lab/tree/${relative}`} rel="external">
        open it here
      </a>{" "}
      if JupyterLab runs at its usual port, 8888).
    </p>,
  );
}

const duration = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} seconds` : `${(seconds / 60).toFixed(1)} minutes`;
