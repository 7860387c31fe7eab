/** Writes every report of a batch into its folder. */
import { join } from "node:path";
import type { Graded } from "../batch";
import { normalForm } from "../../names/spelling";
import { lateness, momentOf } from "../intake/stamps";
import { writeWhole } from "../record/write-file";
import { cohortPage } from "./cohort-page";
import type { CohortFacts } from "./cohort-page";
import { gradesCsv } from "./csv";
import type { GradeRow } from "./csv";
import { gradescopeJson } from "./gradescope";
import { junitXml } from "./junit";
import { learnerPage } from "./learner-page";
import { resultsText } from "./results";

/** Which of several submissions of one learner counts. */
export type DuplicatePolicy = "latest" | "best" | "ask";

export interface ReportOptions extends CohortFacts {
  readonly due?: string;
  readonly duplicates: DuplicatePolicy;
  readonly nowMs: number;
}

/** By the course site's clock; NaN if it does not say. */
const stampOf = ({ submission }: Graded): number => momentOf(submission?.created ?? "");

/** The one that counts, or undefined if a human must say. */
function chosen(rivals: readonly Graded[], policy: DuplicatePolicy): Graded | undefined {
  if (rivals.length === 1) return rivals[0];
  if (policy === "ask" || (policy === "latest" && rivals.some((rival) => Number.isNaN(stampOf(rival)))))
    return undefined;
  const value = policy === "best" ? ({ record }: Graded): number => record.earned : stampOf;
  return [...rivals].sort((a, b) => value(b) - value(a))[0];
}

function rowOf(one: Graded, all: readonly Graded[], { due, duplicates, nowMs }: ReportOptions): GradeRow {
  const { record, submission } = one;
  const rivals = all.filter((other) => normalForm(other.record.learner) === normalForm(record.learner));
  const winner = chosen(rivals, duplicates);
  const late = submission?.isLate ? "late" : lateness(submission?.created ?? "", due, nowMs);
  return { record, lateness: late, counts: winner === undefined ? "ask" : winner === one ? "yes" : "no" };
}

export function writeReports(out: string, graded: readonly Graded[], options: ReportOptions): void {
  const records = graded.map(({ record }) => record);
  for (const record of records) {
    writeWhole(join(out, "learners", `${record.id}.html`), learnerPage(record));
    writeWhole(join(out, "gradescope", `${record.id}.json`), gradescopeJson(record));
  }
  writeWhole(join(out, "cohort.html"), cohortPage(graded, options));
  writeWhole(join(out, "grades.csv"), gradesCsv(graded.map((one) => rowOf(one, graded, options))));
  writeWhole(join(out, "junit.xml"), junitXml(records));
  writeWhole(join(out, "results.json"), resultsText(options.suite, records)); // last: it says that all is there
}
