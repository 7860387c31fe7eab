/** Notebooks for the grader's tests, made of cells. */
import { solutions } from "./tiny-sheet";

export interface TestCell {
  readonly source: string;
  /** The task that the cell answers. */
  readonly task?: string;
  readonly type?: string;
}

const imports: TestCell = { source: 'import { tf } from "../lib/tf";' };

/** The right answers of the tiny sheet, some of them exchanged. */
export function tinyCells(changed: Readonly<Record<string, string>> = {}): TestCell[] {
  return [
    imports,
    ...Object.entries({ ...solutions, ...changed }).map(([task, source]) => ({ task, source })),
  ];
}

export const notebookOf = (cells: readonly TestCell[]) => ({
  cells: cells.map(({ source, task, type = "code" }, index) => ({
    cell_type: type,
    id: `cell-${index}`,
    metadata: task === undefined ? {} : { course: { sheet: "90", task, role: "answer" } },
    source,
    ...(type === "code" && { execution_count: null, outputs: [] }),
  })),
  metadata: {
    course: { notebook: "90" },
    kernelspec: { name: "rnn-to-transformer", language: "typescript", display_name: "TypeScript" },
  },
  nbformat: 4,
  nbformat_minor: 5,
});

export const notebookText = (cells: readonly TestCell[]): string =>
  JSON.stringify(notebookOf(cells), null, 1);

/** The tiny sheet as a learner finds it. */
export const stubCells = (): TestCell[] =>
  tinyCells(
    Object.fromEntries(
      Object.keys(solutions).map((task) => [
        task,
        `export function ${task}(_x: unknown): never {\n  throw new Error("not written yet: ${task}");\n}`,
      ]),
    ),
  );

/** A cohort of which every fifth is hostile; no two submissions are equal. */
export function cohortCells(index: number): TestCell[] {
  const hostile = [
    { rowSums: "export const rowSums = (x: tf.Tensor2D): tf.Tensor => { process.exit(0); };" },
    { greeting: "export const greeting = (name: string): string => { for (;;); };" },
    { doubled: "export const doubled = (x: tf.Tensor2D): number => x;" },
    {
      doubled:
        "export const doubled = (x: tf.Tensor2D): tf.Tensor => { Math.random = () => 0; return x.square(); };",
    },
  ];
  const changed = index % 5 === 4 ? hostile[Math.floor(index / 5) % hostile.length] : {};
  return [...tinyCells(changed as Record<string, string>), { source: `// learner ${index}` }];
}
