/** Questions about an answer's own code. What is true is found by running it, never by reading it. */
import type { CodeQuestion } from "../../lib/jupyter/questions";
import type { Call, Result } from "../exercises/call";

export type Question = CodeQuestion;

/**
 * Runs a module of an answer (tools/answers/module.ts), perhaps changed, on calls. What can't be loaded, or never ends, gives
 * nothing.
 */
export type Run = (code: string, calls: readonly Call[]) => Promise<readonly Result[] | undefined>;

/** What the makers of questions need of an answer that passes. */
export interface Subject {
  readonly code: string;
  readonly run: Run;
}

/** As the learner wrote it: a module calls what other cells hold by longer names. */
export const asWritten = (code: string): string =>
  code
    .replace(/\(0, \w+_1\.(\w+)\)/g, "$1")
    .replace(/\b\w*cells_1\./g, "")
    .replace(/\s+/g, " ")
    .trim();
