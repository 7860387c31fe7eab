/** What the whole course takes in full size: the seconds and the memory that each notebook's last run wrote into it. */
import { existsSync, readFileSync } from "node:fs";
import { findSources, type Source } from "../notebook/sources";
import type { Notebook } from "../notebook/notebook-file";

export interface NotebookCost {
  readonly slug: string;
  /** null: it was never run. */
  readonly seconds: number | null;
  /** Of its kernel; null where the system does not tell it. */
  readonly peakMb: number | null;
}

export const wantedMinutes = 40;

/** @param sources  the notebooks; all of the course unless said otherwise */
export function courseCost(sources: readonly Source[] = findSources("notebooks")): NotebookCost[] {
  return sources.map(({ slug, notebookPath }) => {
    const notebook = existsSync(notebookPath)
      ? (JSON.parse(readFileSync(notebookPath, "utf8")) as Notebook)
      : undefined;
    const { seconds, peakMb } = (notebook?.metadata["course"] ?? {}) as Partial<NotebookCost>;
    return { slug, seconds: seconds ?? null, peakMb: peakMb ?? null };
  });
}

export function courseTotal(costs: readonly NotebookCost[]) {
  const known = (values: (number | null)[]): number[] => values.filter((value) => value !== null);
  const peaks = known(costs.map(({ peakMb }) => peakMb));
  return {
    minutes: known(costs.map(({ seconds }) => seconds)).reduce((sum, seconds) => sum + seconds, 0) / 60,
    peakMb: peaks.length === 0 ? null : Math.max(...peaks),
    numNotRun: costs.filter(({ seconds }) => seconds === null).length,
  };
}

/** A line a notebook and one for all. */
export function courseTable(costs: readonly NotebookCost[]): string {
  const { minutes, peakMb, numNotRun } = courseTotal(costs);
  const line = (name: string, time: string, memory: number | null) =>
    `  ${name.padEnd(28)} ${time.padStart(9)}  ${memory === null ? "memory unknown" : `${memory.toLocaleString("en")} MB`}`;
  const missing = numNotRun === 0 ? "" : `, ${numNotRun} not run`;
  const isReached = minutes <= wantedMinutes && numNotRun === 0;
  return [
    "course: every notebook in full size, as its last run said (npm run notebooks runs them again)",
    ...costs.map(({ slug, seconds, peakMb }) =>
      line(slug, seconds === null ? "not run" : `${seconds.toFixed(0)} s`, peakMb),
    ),
    `${line("all", `${minutes.toFixed(1)} min`, peakMb)} at most${missing}; wanted ≤ ${wantedMinutes} min${isReached ? "" : ": NOT REACHED"}`,
  ].join("\n");
}
