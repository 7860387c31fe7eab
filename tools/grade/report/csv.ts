/** grades.csv for a learning-management system; no cell starts a formula. */
import Papa from "papaparse";
import { isUndecided, sumOf } from "../judge/record";
import type { SubmissionRecord } from "../judge/record";

export interface GradeRow {
  readonly record: SubmissionRecord;
  readonly lateness: string;
  /** "yes", "no", or "ask" when one learner handed in several times. */
  readonly counts: string;
}

const sheetsOf = (rows: readonly GradeRow[]): string[] =>
  [...new Set(rows.flatMap(({ record }) => record.tasks.map(({ sheet }) => sheet)))].sort();

/** Blank where points are undecided: a zero would be a grade. */
function earnedOf({ tasks }: SubmissionRecord, sheet: string): string {
  const own = tasks.filter((task) => task.sheet === sheet);
  if (own.some(({ verdict }) => isUndecided(verdict))) return "";
  return String(sumOf(own, ({ earned }) => earned));
}

export function gradesCsv(rows: readonly GradeRow[]): string {
  const sheets = sheetsOf(rows);
  const head = [
    "learner",
    "name",
    "submission",
    "verdict",
    "earned",
    "possible",
    "undetermined",
    "late",
    "counts",
  ];
  const lines = rows.map(({ record, lateness, counts }) => {
    const { learner, name, id, verdict, earned, possible, undetermined, reason = "" } = record;
    const score = undetermined > 0 || isUndecided(verdict) ? "" : earned;
    return [
      learner,
      name,
      id,
      verdict,
      score,
      possible,
      undetermined,
      lateness,
      counts,
      ...sheets.map((sheet) => earnedOf(record, sheet)),
      reason,
    ];
  });
  const fields = [...head, ...sheets.map((sheet) => `sheet ${sheet}`), "reason"];
  return `${Papa.unparse({ fields, data: lines }, { escapeFormulae: true, newline: "\n" })}\n`;
}
