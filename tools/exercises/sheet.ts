/** What an exercise sheet is made of: tasks, each with its cases, known mistakes and other right answers. */
import type { Call, Result } from "./call";
import type { Finding } from "./compare";
import type { Draw } from "./draw";

/** `tests/exercises/NN-slug.ts` exports one of these as `sheet`. */
export interface Sheet {
  /** "06-attention" */
  readonly slug: string;
  /** In the order of work. */
  readonly tasks: readonly Task[];
}

export interface Task {
  /** The name of the function or class that the learner writes; no two tasks of the course share one. */
  readonly name: string;
  /** The right answer: lib's function, proven equal to PyTorch in tests/lib, or a plain one. */
  readonly reference: unknown;
  /** In the order of work: the first that fails is what the learner should look at. */
  readonly cases: readonly Case[];
  /** Wrong in a way that learners are wrong; ≥ 3. */
  readonly mistakes: readonly Mistake[];
  /** Right in another way than the reference; ≥ 2. */
  readonly alternatives: readonly Alternative[];
  /** What the stub calls the parameters, where the reference calls them something else. */
  readonly parameters?: readonly string[];
  /** What the prompt says to use of the course, "lib/rnn#rnnStep": for anything else a human is told. */
  readonly given?: readonly string[];
  /** Seconds that one call may wait for a promise; 0.5 unless said otherwise. */
  readonly seconds?: number;
}

export interface Mistake {
  /** What is wrong, said to the learner: "softmax runs over the batch, not over the source". */
  readonly says: string;
  readonly answer: unknown;
}

export interface Alternative {
  /** How it differs: "a loop over the source". */
  readonly name: string;
  readonly answer: unknown;
}

export interface Case {
  /** A sentence of behaviour: "a padded position gets no weight". */
  readonly name: string;
  readonly points: number;
  readonly visibility: "visible" | "hidden";
  /** What is probably wrong if no known mistake is recognised. */
  readonly likely?: string;
  /** An answer that does nothing may pass it too: its points count once a check of values passes (points.ts). */
  readonly needsValues?: boolean;
  /** It asks what is left over and what became of the arguments, not for values. */
  readonly isAboutLeaks?: boolean;
  /** It trains: the known mistakes, each of which would train as long, are not tried on it. */
  readonly isLong?: boolean;
  /** The same seed gives the same calls. */
  calls(draw: Draw): Call[];
  /** Nothing if the results are right. */
  judge(evidence: Evidence): Finding | undefined | Promise<Finding | undefined>;
}

/** What a case may judge by. */
export interface Evidence {
  readonly calls: readonly Call[];
  readonly results: readonly Result[];
  /** Of the answer; see parameters.ts. */
  readonly parameters: readonly (string | undefined)[];
  /** What the reference gives for the same calls. */
  expected(): Promise<Result[]>;
}

/** The checks of one task on one answer, as in a grader's results.json. */
export interface TaskRecord {
  readonly sheet: string;
  readonly task: string;
  readonly verdict: "pass" | "fail" | "not_attempted" | "not_submitted" | "student_error" | "limit:wall";
  readonly earned: number;
  readonly possible: number;
  readonly checks: readonly CheckRecord[];
}

export interface CheckRecord {
  readonly name: string;
  readonly verdict: "pass" | "fail";
  readonly points: number;
  /** Empty if it passed. */
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly hidden?: true;
  /** It would pass, but no check of values does. */
  readonly isHeldBack?: true;
}
