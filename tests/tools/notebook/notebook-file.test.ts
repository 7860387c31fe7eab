import { describe, expect, test } from "vitest";
import {
  buildNotebook,
  notebookText,
  sameCells,
  withOutputsOf,
  type Notebook,
} from "../../../tools/notebook/notebook-file";
import type { Cell } from "../../../tools/notebook/percent-source";

const code = (source: string): Cell => ({ type: "code", source, metadata: {}, line: 1 });

describe("buildNotebook", () => {
  test("gives the same bytes each time", () => {
    const build = () => notebookText(buildNotebook("06", [code("a"), code("a")]));
    expect(build()).toBe(build());
  });

  test("gives equal cells different ids", () => {
    const { cells } = buildNotebook("06", [code("a"), code("a")]);
    expect(cells[0]!.id).not.toBe(cells[1]!.id);
    expect(cells[0]!.id).toMatch(/^[a-z0-9]{12}$/);
  });

  test("names its kernel and its number", () => {
    const { metadata } = buildNotebook("06", []);
    expect(metadata).toMatchObject({
      kernelspec: { name: "rnn-to-transformer", language: "typescript" },
      course: { notebook: "06" },
    });
  });
});

describe("sameCells", () => {
  test("does not mind outputs, nor how text is broken into lines", () => {
    const fresh = buildNotebook("06", [code("a\nb")]);
    const cell = {
      ...fresh.cells[0]!,
      source: "a\nb",
      outputs: [{ output_type: "stream" }],
      execution_count: 3,
    };
    expect(sameCells({ ...fresh, cells: [cell] } as Notebook, fresh)).toBe(true);
  });

  test("sees a changed cell", () => {
    expect(sameCells(buildNotebook("06", [code("a")]), buildNotebook("06", [code("b")]))).toBe(false);
  });
});

describe("withOutputsOf", () => {
  const ran = (...sources: string[]): Notebook => {
    const notebook = buildNotebook("06", sources.map(code));
    const cells = notebook.cells.map((cell) => ({
      ...cell,
      outputs: [{ output_type: "stream" }],
      execution_count: 1,
    }));
    return { ...notebook, cells, metadata: { ...notebook.metadata, course: { seconds: 9 } } };
  };
  const markdown = (source: string): Cell => ({ type: "markdown", source, metadata: {}, line: 1 });

  test("keeps all outputs where only prose has changed", () => {
    const { cells, metadata } = withOutputsOf(
      ran("a", "b"),
      buildNotebook("06", [markdown("new"), code("// by hand: 3\na"), code("b")]),
    );
    expect(cells.map(({ outputs }) => outputs?.length)).toEqual([undefined, 1, 1]);
    expect(metadata["course"]).toEqual({ seconds: 9 });
  });

  test("keeps all outputs where only a docstring's words have changed", () => {
    const docstring = (words: string): string => `/**\n * ${words}\n */\nf();`;
    const { cells } = withOutputsOf(ran(docstring("one")), buildNotebook("06", [code(docstring("하나"))]));
    expect(cells.map(({ outputs }) => outputs?.length)).toEqual([1]);
  });

  test("keeps none where a cell of code has changed", () => {
    const { cells } = withOutputsOf(ran("a", "b"), buildNotebook("06", [code("a"), code("c")]));
    expect(cells.map(({ outputs }) => outputs?.length)).toEqual([0, 0]);
  });
});
