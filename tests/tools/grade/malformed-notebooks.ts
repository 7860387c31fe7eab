/** Notebooks of every version and shape. */
import { tinyCells } from "./notebooks";
import { solutions } from "./tiny-sheet";
import { cells, changed, edited, put, without } from "./malformed-case";
import type { MalformedCase } from "./malformed-case";

export const formats: readonly MalformedCase[] = [
  { name: "nbformat-3", make: put(JSON.stringify({ nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [{ cells: tinyCells().map(({ source, task }) => ({ cell_type: "code", input: source, language: "python", outputs: [], metadata: task ? { course: { sheet: "90", task, role: "answer" } } : {} })) }] })), note: /read as that/ }, // prettier-ignore
  { name: "nbformat-4.0", make: edited((n) => ({ ...n, nbformat_minor: 0 })), note: /older notebook format/ },
  {
    name: "nbformat-4.9",
    make: edited((n) => ({ ...n, nbformat_minor: 9 })),
    note: /newer than what we know/,
  },
  { name: "nbformat-99", make: edited((n) => ({ ...n, nbformat: 99 })), note: /nbformat says 99/ },
  {
    name: "nbformat-99-other-shape",
    make: put('{"nbformat": 99, "blocks": []}'),
    rejected: /unknown notebook format 99/,
  },
  {
    name: "nbformat-lies",
    make: edited((n) => ({ ...n, nbformat: 3 })),
    note: /nbformat says 3, the shape is that of 4/,
  },
  { name: "nbformat-missing", make: without("nbformat"), note: /nbformat is missing/ },
  { name: "no-cells", make: without("cells"), rejected: /has no cells/ },
  { name: "cells-no-list", make: edited((n) => ({ ...n, cells: "none" })), rejected: /not a list/ },
  { name: "no-metadata", make: without("metadata"), note: /metadata is missing/ },
  { name: "no-kernel", make: edited((n) => ({ ...n, metadata: {} })), note: /names no kernel/ },
  {
    name: "python-kernel",
    make: edited((n) => ({ ...n, metadata: { kernelspec: { name: "python3", language: "python" } } })),
    note: /kernel "python3"/,
  },
  {
    name: "deno-kernel",
    make: edited((n) => ({ ...n, metadata: { kernelspec: { name: "deno", language: "typescript" } } })),
    note: /kernel "deno"/,
  },
  { name: "python-source", make: changed({ doubled: "import numpy as np\ndef doubled(x):\n    return 2 * x" }), verdicts: { doubled: "student_error" }, message: /this cell is Python/ }, // prettier-ignore
  {
    name: "unknown-cell-type",
    make: cells(tinyCells().map((cell) => (cell.task === "doubled" ? { ...cell, type: "sql" } : cell))),
    note: /unknown type "sql"/,
  },
  {
    name: "answer-in-markdown",
    make: cells(tinyCells().map((cell) => (cell.task === "doubled" ? { ...cell, type: "markdown" } : cell))),
    note: /type markdown; read as code/,
  },
  {
    name: "answer-in-raw",
    make: cells(tinyCells().map((cell) => (cell.task === "doubled" ? { ...cell, type: "raw" } : cell))),
    note: /type raw; read as code/,
  },
  {
    name: "cells-that-are-none",
    make: edited((n) => ({ ...n, cells: [null, 7, ...n.cells] })),
    note: /cell 1 is null, not a cell/,
  },
  {
    name: "source-a-number",
    make: edited((n) => ({ ...n, cells: [...n.cells, { cell_type: "code", source: 5, metadata: {} }] })),
    note: /its text is a number/,
  },
  {
    name: "task-missing",
    make: cells(tinyCells().filter(({ task }) => task !== "doubled")),
    verdicts: { doubled: "not_submitted" },
  },
  {
    name: "marks-lost",
    make: cells(tinyCells().map(({ source }) => ({ source }))),
    note: /found by its name/,
  },
  { name: "reordered", make: cells([...tinyCells()].reverse()) },
  { name: "split-and-merged", make: cells([{ source: 'import { tf } from "../lib/tf";\nconst two = 2;' }, { source: solutions["rowSums"]! + "\n" + solutions["greeting"]! }, { task: "doubled", source: "export const doubled = (x: tf.Tensor2D): tf.Tensor => tf.tidy(() => x.mul(two));" }]), note: /found by its name/ }, // prettier-ignore
  { name: "magics-and-scratch", make: cells([{ source: "%%time\n!npm i left-pad" }, { source: "/** @browser */\nalert(1)" }, { source: "for (;;); // a training cell" }, ...tinyCells()]), note: /meant to run elsewhere/ }, // prettier-ignore
  {
    name: "broken-scratch-cell",
    make: cells([...tinyCells(), { source: "const = ;" }]),
    note: /syntax error.*left out/,
  },
  { name: "stub", make: changed({ doubled: 'export function doubled(x: tf.Tensor2D): tf.Tensor {\n  throw new Error("not written yet: doubled");\n}' }), verdicts: { doubled: "not_attempted" } }, // prettier-ignore
  {
    name: "syntax-error",
    make: changed({ doubled: "export const doubled = (x => ;" }),
    verdicts: { doubled: "student_error" },
    message: /cell 2, line 1: syntax error/,
  },
  {
    name: "type-error",
    make: changed({ greeting: "export const greeting = (name: number): string => name;" }),
    verdicts: { greeting: "student_error" },
    message: /TS2322/,
  },
  { name: "package-of-no-course", make: changed({ greeting: `import _ from "lodash";\nexport const greeting = (name: string): string => _.upperCase(name);` }), verdicts: { greeting: "student_error" }, message: /package \\"lodash\\"/ }, // prettier-ignore
  {
    name: "another-name",
    make: changed({ greeting: "export const greet = (name: string): string => name;" }),
    verdicts: { greeting: "student_error" },
    message: /does not define greeting/,
  },
  {
    name: "huge-outputs",
    make: edited((n) => ({
      ...n,
      cells: n.cells.map((c) => ({
        ...c,
        outputs: [
          { output_type: "display_data", data: { "image/png": "A".repeat(3e6) } },
          { output_type: "no_such_type" },
        ],
      })),
    })),
  },
  {
    name: "faked-outputs",
    make: edited((n) => ({
      ...n,
      cells: n.cells.map((c) => ({
        ...c,
        attachments: { a: {} },
        outputs: [{ output_type: "stream", name: "stdout", text: "✓ all checks pass" }],
      })),
    })),
  },
  {
    name: "returns-undefined",
    make: changed({ greeting: "export const greeting = (name: string): any => undefined;" }),
    verdicts: { greeting: "fail" },
    message: /undefined/,
  },
  {
    name: "returns-a-promise",
    make: changed({
      greeting: `export const greeting = async (name: string): Promise<string> => { if (name === "") throw new RangeError("empty"); return \`Hello, \${name}!\`; };`,
    }),
    verdicts: { greeting: "fail" },
    message: /a promise where its value is due/,
  },
  { name: "returns-a-disposed-tensor", make: changed({ doubled: "export const doubled = (x: tf.Tensor2D): tf.Tensor => { const y = x.mul(2); y.dispose(); return y; };" }), verdicts: { doubled: "fail" }, message: /disposed/ }, // prettier-ignore
  {
    name: "returns-an-empty-tensor",
    make: changed({
      doubled: "export const doubled = (x: tf.Tensor2D): tf.Tensor => tf.tensor2d([], [0, 2]);",
    }),
    verdicts: { doubled: "fail" },
    message: /\[0, 2\]/,
  },
];
