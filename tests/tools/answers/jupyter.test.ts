/** A dozen notebooks of the table in the true kernel, through Jupyter's messages: it says what the others say. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkMimeType } from "../../../lib/jupyter/check";
import { executeNotebook } from "../../../tools/notebook/execute";
import type { Notebook } from "../../../tools/notebook/notebook-file";
import { notebookOf } from "./columns";
import { rows } from "./notebooks";

const state = mkdtempSync(join(tmpdir(), "jupyter-agreement-"));
beforeAll(() => void (process.env["COURSE_STATE"] = state)); // the kernels inherit it
afterAll(() => {
  delete process.env["COURSE_STATE"];
  rmSync(state, { recursive: true, force: true });
});

async function execute(name: string) {
  const { cells, verdict } = rows.find((row) => row.name === name)!;
  const { notebook, hasFailed, log } = await executeNotebook(notebookOf(cells) as Notebook, {
    isSmoke: true,
    cellSeconds: 60,
    isQuiet: true,
  });
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  const told = outputs.flatMap(
    ({ data }) => (data?.[checkMimeType] as { verdict: string } | undefined) ?? [],
  );
  return { verdict, said: told.at(-1)?.verdict, hasFailed, log };
}

test.for([
  "prepared by pushes in a loop",
  "prepared by a swap",
  "prepared by a top-level await",
  "prepared by a function that calls another",
  "prepared by another name for the list",
  "prepared between answer and check",
  "the stub, and the answer below it",
  "the stub, and the answer above it",
  "a later cell declares the factor anew",
  "the helper declared anew before the check",
  'import from "./lib/tf.js"',
  'import from "../lib/tf"',
  "export default",
  "% in a text of several lines",
])(
  "the kernel in Jupyter says of the notebook “%s” what the table says",
  { timeout: 240_000 },
  async (name) => {
    const { verdict, said, log } = await execute(name);
    expect(said, log).toBe(verdict);
  },
);

test("a refused answer is named where it stands, with the cast that is missing", async () => {
  const { hasFailed, log } = await execute("a cast that is missing");
  expect(hasFailed).toBe(true);
  expect(log).toContain("`as tf.Tensor2D` is missing");
}, 240_000);
