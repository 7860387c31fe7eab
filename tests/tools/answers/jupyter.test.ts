/** A dozen notebooks of the table in the true kernel, through Jupyter's messages: it says what the others say. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkMimeType } from "../../../lib/jupyter/check";
import { executeNotebook, type Execution } from "../../../tools/notebook/execute";
import type { Notebook } from "../../../tools/notebook/notebook-file";
import { notebookOf } from "./columns";
import { rows } from "./notebooks";

/** Each declares what it uses, and no cell of them is refused: one kernel runs them all, one after the other. */
const names = [
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
];

/** The last one, since a run ends at a cell that fails. */
const refused = "a cast that is missing";

const state = mkdtempSync(join(tmpdir(), "jupyter-agreement-"));
const rowOf = (name: string) => rows.find((row) => row.name === name)!;

let ran: Execution;
beforeAll(async () => {
  process.env["COURSE_STATE"] = state; // the kernels inherit it
  const cells = [...names, refused].flatMap((name) => rowOf(name).cells);
  const options = { isSmoke: true, cellSeconds: 60, isQuiet: true };
  ran = await executeNotebook(notebookOf(cells) as Notebook, options);
}, 240_000);
afterAll(() => {
  delete process.env["COURSE_STATE"];
  rmSync(state, { recursive: true, force: true });
});

test.for(names)("the kernel in Jupyter says of the notebook “%s” what the table says", (name) => {
  const { cells, verdict } = rowOf(name);
  const before = names.slice(0, names.indexOf(name)).flatMap((earlier) => rowOf(earlier).cells);
  const outputs = ran.notebook.cells
    .slice(before.length, before.length + cells.length)
    .flatMap((cell) => cell.outputs ?? []);
  const told = outputs.flatMap(
    ({ data }) => (data?.[checkMimeType] as { verdict: string } | undefined) ?? [],
  );
  expect(told.at(-1)?.verdict, ran.log).toBe(verdict);
});

test("a refused answer is named where it stands, with the cast that is missing", () => {
  expect(ran.hasFailed).toBe(true);
  expect(ran.log).toContain("`as tf.Tensor2D` is missing");
});
