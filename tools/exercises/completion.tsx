/** The sheet that a learner gets at the end: one page, from the checks' own record. */
import { join } from "node:path";
import { language, phrase } from "../../lib/jupyter/language.cjs";
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
  readonly date: Date;
}

const style = styleWith(join(__dirname, "completion.css"));

/** @returns a page that prints on one side of A4 */
export function completionPage({ sheets, progress, predictions, date }: Completion): string {
  const rows = sheets.map(({ slug, tasks }) => {
    const of = (what: "earned" | "hints"): number =>
      tasks.reduce((sum, { name }) => sum + (progress[name]?.[what] ?? 0), 0);
    const possible = tasks.flatMap(({ cases }) => cases).reduce((sum, { points }) => sum + points, 0);
    return [slug, tasks.length, phrase("{0} of {1}", of("earned"), possible), of("hints")];
  });
  const numTasks = sheets.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return documentOf({
    title: phrase("From a recurrent network to a Transformer: done"),
    language: language(),
    style,
    children: (
      <main class="card">
        <h1>{phrase("From a recurrent network to a Transformer")}</h1>
        <p>
          {phrase(
            "On {0} all {1} tasks of the {2} sheets pass their checks, the hidden ones too.",
            new Intl.DateTimeFormat(language() === "ko" ? "ko" : "en-GB", { dateStyle: "long" }).format(date),
            numTasks,
            sheets.length,
          )}
        </p>
        <Table
          head={[phrase("sheet"), `${phrase("tasks")}#`, `${phrase("points")}#`, `${phrase("hints taken")}#`]}
          rows={rows}
          hasRowHeads
          label={phrase("Sheets")}
        />
        <p>{predictions}.</p>
        <p class="name">{phrase("Name:")}</p>
        <p class="quiet">
          {phrase(
            "Written by npm run check from its own record. It proves nothing to others: for that, hand in the sheets.",
          )}
        </p>
      </main>
    ),
  });
}
