/** What the grader says about a submission; the form of results.json. */
import type { Language } from "../../../lib/jupyter/language.cjs";
import type { CodeQuestion } from "../../../lib/jupyter/questions";
import type { CheckRecord } from "../../exercises/sheet";

/** Nobody knows the points: the fault is ours, the file cannot be read, or it may lie among what is nobody's. */
export type Undecided = "infra_error" | "rejected_input" | "cannot_tell";

export const isUndecided = (verdict: string): verdict is Undecided =>
  verdict === "infra_error" || verdict === "rejected_input" || verdict === "cannot_tell";

export type TaskVerdict =
  | "pass" | "fail" | "student_error" | "no_result" | "not_attempted" | "not_submitted" | Undecided // prettier-ignore
  | "limit:wall" | "limit:cpu" | "limit:mem" | "limit:out" | "limit:pids" | "limit:disk"; // prettier-ignore

export type GradedCheck = CheckRecord;

export interface GradedTask {
  readonly sheet: string;
  readonly task: string;
  readonly verdict: TaskVerdict;
  readonly earned: number;
  readonly possible: number;
  /** Why, when there are no checks to tell it. */
  readonly message?: string;
  readonly checks: readonly GradedCheck[];
  /** About the learner's own code, for a conversation; only where the whole sheet passes. */
  readonly questions?: readonly CodeQuestion[];
}

export type SubmissionVerdict = "graded" | "not_submitted" | Undecided;

/** What depends on the work alone, not on whose it is. */
export interface Grade {
  readonly verdict: SubmissionVerdict;
  readonly reason?: string;
  /** The language of the sheets that were worked in, where it can be told; of two, that of more sheets. */
  readonly edition?: Language;
  readonly earned: number;
  readonly possible: number;
  /** Points that nobody can decide: our fault, or input that cannot be read. Neither earned nor lost. */
  readonly undetermined: number;
  readonly notes: readonly string[];
  readonly tasks: readonly GradedTask[];
}

export interface SubmissionRecord extends Grade {
  readonly id: string;
  /** The id as the learner or the course site writes it. */
  readonly learner: string;
  readonly name: string;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export const sumOf = <Item>(items: readonly Item[], of: (item: Item) => number): number => sum(items.map(of));

/** The first of what somebody can make as many of as they like, and how many more there are. */
export const firstOf = (texts: readonly string[], most: number): readonly string[] =>
  texts.length > most ? [...texts.slice(0, most), `… and ${texts.length - most} more of this kind`] : texts;

/** Text from a submission as it may stand in a record: no control characters, no reversed text, no endless line. */
export const cleanText = (text: string, maxLength = 1000): string =>
  Buffer.from(text.slice(0, maxLength))
    .toString()

    .replace(/\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?)/g, "")

    .replace(
      /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/g,
      "\ufffd",
    );
