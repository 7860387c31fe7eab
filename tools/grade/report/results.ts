/** results.json: the same bytes for the same work, on every machine and at every concurrency. */
import type { SubmissionRecord } from "../judge/record";

export interface Results {
  readonly version: 1;
  readonly suite: string;
  readonly submissions: readonly SubmissionRecord[];
}

export const resultsText = (suite: string, submissions: readonly SubmissionRecord[]): string =>
  `${JSON.stringify({ version: 1, suite, submissions } satisfies Results, null, 1)}\n`;
