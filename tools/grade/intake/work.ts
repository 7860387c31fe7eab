/** What taking in gives for each learner. */
import type { SubmittedFile } from "./take-claim";

/** One learner's work: what a unit of grading starts from. Small; the bytes are in the snapshots. */
export interface Submission {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly origin: string;
  readonly files: readonly SubmittedFile[];
  readonly notes: readonly string[];
  /** Why nothing of it can be graded. */
  readonly refused?: string;
  /** When the course site received it, ISO; empty if it does not say. */
  readonly created: string;
  readonly isLate?: boolean;
  /** What else roster, course site and files call the learner. */
  readonly aliases: readonly string[];
  /** Over the contents, names aside: equal work is equal. */
  readonly content: string;
}
