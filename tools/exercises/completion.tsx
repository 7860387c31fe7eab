/** The sheet that a learner gets at the end: one page, from the checks' own record. */
import { join } from "node:path";
import { styleWith } from "../page/design";
import { documentOf } from "../page/document";
import { Table } from "../page/table";
import type { Progress } from "./progress";
import type { Sheet } from "./sheet";

/** Whether every task of every sheet passes. */
export const isComplete = (sheets: readonly Sheet[], progress: Progress): boolean =>
  sheets.length > 0 &&
  sheets.every(({ tasks }) => tasks.every(({ name }) => progress[name]?.verdict === "pass"));

export interface Completion {
  readonly sheets: readonly Sheet[];
  readonly progress: Progress;
  /** "Predictions: 40 of 72 made, 25 right at the first try" */
  readonly predictions: string;
  /** "30 November 2026" */
  readonly date: string;
}

const style = styleWith(join(__dirname, "completion.css"));

/** @returns a page that prints on one side of A4 */
export function completionPage({ sheets, progress, predictions, date }: Completion): string {
  const rows = sheets.map(({ slug, tasks }) => {
    const of = (what: "earned" | "hints"): number =>
      tasks.reduce((sum, { name }) => sum + (progress[name]?.[what] ?? 0), 0);
    const possible = tasks.flatMap(({ cases }) => cases).reduce((sum, { points }) => sum + points, 0);
    return [slug, tasks.length, `${of("earned")} of ${possible}`, of("hints")];
  });
  const numTasks = sheets.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return documentOf({
    title: "From a recurrent network to a Transformer: done",
    style,
    children: (
      <main class="card">
        <h1>From a recurrent network to a Transformer</h1>
        <p>
          On {date} all {numTasks} tasks of the {sheets.length} sheets pass their checks, the hidden ones too.
        </p>
        <Table head={["sheet", "tasks#", "points#", "hints taken#"]} rows={rows} hasRowHeads label="Sheets" />
        <p>{predictions}.</p>
        <p class="name">Name:</p>
        <p class="quiet">
          Written by <code>npm run check</code> from its own record. It proves nothing to others: for that,
          hand in the sheets.
        </p>
      </main>
    ),
  });
}
