/** The records of all sheets in a table, counted anew each time: `npm run mutants -- --auto --summary`. */
import type { Equivalents, SheetMutants } from "./record";

export interface SheetRecord {
  readonly slug: string;
  readonly record: SheetMutants;
  readonly equivalents: Equivalents;
}

interface Counts {
  readonly made: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly open: number;
}

export function summaryOf(sheets: readonly SheetRecord[]): string {
  const counts = sheets.map(countsOf);
  const line = (name: string, cells: readonly (string | number)[]): string =>
    name.padEnd(28) + cells.map((cell) => String(cell).padStart(12)).join("");
  const cellsOf = ({ made, killed, equivalent, open }: Counts) => [made, killed, equivalent, open];
  return [
    line("sheet", ["made", "killed", "equivalent", "open"]),
    ...sheets.map(({ slug }, i) => line(slug, cellsOf(counts[i]!))),
    line("all", cellsOf(counts.reduce(add, { made: 0, killed: 0, equivalent: 0, open: 0 }))),
    "",
    "Killed: a check fails, it never ends, or its types are wrong. Equivalent: tests/mutation/equivalent says why. Open: nobody has said.",
  ].join("\n");
}

function countsOf({ record, equivalents }: SheetRecord): Counts {
  const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
  const tasks = Object.entries(record);
  const made = total(tasks.map(([, task]) => task.made));
  const survived = total(tasks.map(([, task]) => task.survived.length));
  const open = total(tasks.map(([name, task]) => withoutReason(task.survived, equivalents[name]).length));
  return { made, killed: made - survived, equivalent: survived - open, open };
}

const withoutReason = (survived: readonly string[], reasons: Equivalents[string] = []): string[] =>
  survived.filter((name) => !reasons.some(({ mutants }) => mutants.includes(name)));

const add = (a: Counts, b: Counts): Counts => ({
  made: a.made + b.made,
  killed: a.killed + b.killed,
  equivalent: a.equivalent + b.equivalent,
  open: a.open + b.open,
});
