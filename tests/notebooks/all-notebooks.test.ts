/** Every notebook, run in the real kernel in smoke size; nothing on disk changes. */
import { describe, expect, test } from "vitest";
import { executeNotebook, kernelEnvironment } from "../../tools/notebook/execute";
import { joinText } from "../../tools/notebook/notebook-file";
import { findSources, notebookOf } from "../../tools/notebook/sources";
import { koreanNotebook, koreanPath, notebookPages } from "../../tools/translation/pages";
import { isMissing } from "../tools/needs";

/** Where there is a browser, 06-attention.test.ts runs that notebook in it. */
const runsInBrowser = !isMissing("chromium") && !isMissing("cjk font");
const sources = findSources("notebooks").filter(({ number }) => !(runsInBrowser && number === "06"));

/** Three short ones: tests/tools/translation/korean-pages.test.ts holds the code of all to be that of the English ones. */
const korean = notebookPages().filter(({ slug }) => /^(00|01|07)/.test(slug));

describe.skipIf(sources.length === 0)("every notebook", () => {
  test.concurrent.each(sources.map((source) => [source.slug, source] as const))(
    "%s runs from its first cell to its last",
    async (_slug, source) => {
      const { notebook, log } = await executeNotebook(notebookOf(source), {
        isSmoke: true,
        cellSeconds: 120,
        isQuiet: true,
      });
      const codeCells = notebook.cells.filter(({ cell_type }) => cell_type === "code");
      const skipped = codeCells.filter(({ execution_count }) => !execution_count);
      expect(
        skipped.map((cell) => joinText(cell.source)),
        log,
      ).toEqual([]);
      const outputs = codeCells.flatMap((cell) => cell.outputs ?? []);
      expect(outputs.filter(({ output_type }) => output_type === "error")).toEqual([]);
      expect(outputs.filter(({ name }) => name === "stderr").map(({ text }) => joinText(text))).toEqual([]);
    },
    600_000,
  );

  test.concurrent.each(korean.map((page) => [page.slug, page] as const))(
    "%s runs in Korean too",
    async (_slug, page) => {
      const { notebook, log } = await executeNotebook(koreanNotebook(page), {
        isSmoke: true,
        cellSeconds: 120,
        isQuiet: true,
        env: kernelEnvironment(koreanPath(page), "ko"),
      });
      const codeCells = notebook.cells.filter(({ cell_type }) => cell_type === "code");
      expect(
        codeCells.filter(({ execution_count }) => !execution_count).map(({ source }) => joinText(source)),
        log,
      ).toEqual([]);
      const tables = codeCells
        .flatMap(({ outputs = [] }) => outputs)
        .map(({ data }) => joinText(data?.["text/html"] as string | undefined))
        .filter((html) => html.includes("<th"));
      expect(tables.length).toBeGreaterThan(0);
      expect(tables.filter((html) => !/<th[^>]*>[^<]*[가-힣]/.test(html))).toEqual([]);
    },
    600_000,
  );
});
