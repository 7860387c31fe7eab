import { describe, expect, test } from "vitest";
import { predictionMimeType } from "../../../lib/jupyter/predict";
import type { Notebook, NotebookCell } from "../../../tools/notebook/notebook-file";
import { proseNumbers } from "../../../tools/notebook/prose-numbers";

const cell = (cell_type: string, source: string, ...outputs: Record<string, unknown>[]): NotebookCell => ({
  cell_type,
  id: "x",
  metadata: {},
  source,
  ...(cell_type === "code" && { outputs: outputs.map((data) => ({ output_type: "display_data", data })) }),
});
const notebook = (...cells: NotebookCell[]): Notebook => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});
const prose = (text: string) => cell("markdown", text);
const plot = (title: string, ...values: number[]) => ({
  "application/vnd.vegalite.v5+json": { title, width: 460, data: { values: values.map((y) => ({ y })) } },
});
const tableOf = (text: string) => ({ "text/plain": text, "text/html": `<table>${text}</table>` });
const originsOf = (...cells: NotebookCell[]) =>
  proseNumbers(notebook(...cells)).map(({ text, origin }) => [text, origin]);

describe("proseNumbers", () => {
  test("finds a number that an output of the notebook rounds to, also as a share", () => {
    const shown = cell("code", "show()", tableOf("free 0.6994"));
    expect(originsOf(prose("It is 70 % free, 0.70 to be exact, and not 0.71."), shown)).toEqual([
      ["70 %", "output"],
      ["0.70", "output"],
      ["0.71", "nowhere"],
    ]);
  });

  test("lets a plot speak for its own section alone, a table for the whole notebook", () => {
    const cells = [
      prose("## One"),
      cell("code", "show()", plot("a plot", 0.123)),
      prose("## Two\n\nThe plot had 0.123, the table has 17.25."),
      cell("code", "table()", tableOf("17.25")),
    ];
    expect(originsOf(...cells)).toEqual([
      ["0.123", "nowhere"],
      ["17.25", "output"],
    ]);
  });

  test("takes what a cell of the section sets, and what is marked", () => {
    const cells = [
      prose("With 10,000 pairs and ε = 0.6 the paper has 25.9, and half of 8 is 4.\n<!-- cited: 25.9 -->"),
      cell("code", "const [limit, epsilon] = [10_000, 0.6];"),
    ];
    expect(originsOf(...cells)).toEqual([
      ["10,000", "code"],
      ["0.6", "code"],
      ["25.9", "marked"],
      ["8", "nowhere"],
      ["4", "nowhere"],
    ]);
  });

  test("reads right choices, folded answers and titles; a wrong choice claims nothing; a title that code fills in is an output", () => {
    const asked = { question: "?", choices: ["71 %", "About 43 %"], right: 1, answer: "About 42 %." };
    const answer = { "text/markdown": "…", "text/plain": "…", [predictionMimeType]: asked };
    const cells = [
      cell("code", `await predict(${JSON.stringify(asked)});`, answer),
      cell("code", 'show({ title: "All 97 % of it" })', plot("All 97 % of it", 0.5)),
      cell("code", "show({ title: `All ${percent} of it` })", plot("All 50.0 % of it", 0.5)),
    ];
    expect(originsOf(...cells)).toEqual([
      ["43 %", "nowhere"],
      ["42 %", "nowhere"],
      ["97 %", "nowhere"],
      ["50.0 %", "output"],
    ]);
  });

  test("leaves out formulas, code, links, years, sections, figures and notebooks", () => {
    const text =
      "# 04 Title\n\n$x^{12}$ and `f(13)`, see [notebook 03](03-x.ipynb), [04](y) and notebook 11; Cho et al. 2014, §2.4, " +
      "figure 6.\n\n1. First.\n\n## Sources\n\n- pages 1735–1780";
    expect(originsOf(prose(text))).toEqual([]);
  });

  test("tells a plan from a measurement", () => {
    expect(originsOf(prose("5 to 15 seconds each, and 30.5 nats."))).toEqual([
      ["5", "plan"],
      ["15", "plan"],
      ["30.5", "nowhere"],
    ]);
  });

  test("does not take the settings of a plot for its data's title", () => {
    const spec = { "application/vnd.vegalite.v5+json": { title: "0.77", config: { fontSize: 0.77 } } };
    expect(originsOf(prose("It is 0.77."), cell("code", "show()", spec))).toEqual([
      ["0.77", "nowhere"],
      ["0.77", "output"],
    ]);
  });
});
