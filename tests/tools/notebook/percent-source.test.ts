import { describe, expect, test } from "vitest";
import { parsePercentSource } from "../../../tools/notebook/percent-source";

const parse = (...lines: string[]) => parsePercentSource("notebooks/06-attention.ts", lines.join("\n"));

describe("parsePercentSource", () => {
  test("splits prose and code, and takes the comment marks off the prose", () => {
    const cells = parse(
      "// %% [markdown]",
      "// # Title",
      "//",
      "// 한국어 $x$",
      "",
      "// %%",
      "const a = 1;",
      "",
    );
    expect(cells.map(({ type, source }) => [type, source])).toEqual([
      ["markdown", "# Title\n\n한국어 $x$"],
      ["code", "const a = 1;"],
    ]);
  });

  test("keeps a comment of the code as it is", () => {
    expect(parse("// %%", "// why", "f();")[0]!.source).toBe("// why\nf();");
  });

  test("reads a cell's metadata", () => {
    const [cell] = parse('// %% {"course": {"task": "dotScore", "role": "answer"}}', "f();");
    expect(cell!.metadata).toEqual({ course: { task: "dotScore", role: "answer" } });
  });

  test("turns imports so that they start at the project's root", () => {
    const [cell] = parse(
      "// %%",
      'import { show } from "../lib/notebook";',
      "import {",
      "  attend,",
      '} from "../lib/attention";',
      'const late = await import("../lib/gru");',
      'const text = "../lib stays";',
    );
    expect(cell!.source).toBe(
      'import { show } from "./lib/notebook";\nimport {\n  attend,\n} from "./lib/attention";\n' +
        'const late = await import("./lib/gru");\nconst text = "../lib stays";',
    );
  });

  test("leaves empty cells out", () => {
    expect(parse("// %%", "", "// %% [markdown]", "//")).toEqual([]);
  });

  test("refuses text before the first cell, by file and line", () => {
    expect(() => parse("", "const a = 1;", "// %%")).toThrow(
      'notebooks/06-attention.ts:2: text before the first "// %%"',
    );
  });

  test("refuses prose that is not a comment", () => {
    expect(() => parse("// %% [markdown]", "// fine", "oops")).toThrow(
      'notebooks/06-attention.ts:3: a line of prose should start with "// ", got oops',
    );
  });

  test("refuses a marker or metadata that it cannot read", () => {
    expect(() => parse("// %% [markdwon]")).toThrow(/:1: expected \/\/ %% \[markdown\]/);
    expect(() => parse('// %% {"a": }')).toThrow(/:1: the cell's metadata is not JSON/);
  });
});
