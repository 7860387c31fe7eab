/** What the kernel mends in tslab, seen from a learner's cells. */
import { expect, test } from "vitest";
import { executeNotebook } from "../../tools/notebook/execute";
import { buildNotebook, joinText } from "../../tools/notebook/notebook-file";

const cell = (source: string) => ({ type: "code" as const, source, metadata: {}, line: 1 });

test("a shorthand property finds the variable of an earlier cell", async () => {
  const cells = [
    "const source = 1;",
    "let other = 2;\n({ source: other } = { source });",
    "({ source, other })",
  ];
  const notebook = buildNotebook("98", cells.map(cell));
  const {
    log,
    hasFailed,
    notebook: executed,
  } = await executeNotebook(notebook, {
    isSmoke: true,
    cellSeconds: 20,
    isQuiet: true,
  });
  expect(hasFailed, log).toBe(false);
  expect(joinText(executed.cells[2]!.outputs![0]!.text)).toBe("{ source: 1, other: 1 }\n");
}, 60_000);
