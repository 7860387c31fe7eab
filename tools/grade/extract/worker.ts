/**
 * Runs inside a sandbox of its own: parses, checks and compiles what learners wrote, but never runs it. A text that
 * makes the compiler spin or fill its memory kills this process, not the grader.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { SourceCell } from "../intake/notebook";
import { readRequest, send } from "../run/inside/wire";
import { extractAnswers } from "./answer";
import { compileAnswers, createTypeChecker } from "./compile";
import type { CompiledAnswer } from "./compile";
import type { Compiler } from "./statements";

export interface CompileRequest {
  readonly nonce: string;
  readonly cells: readonly SourceCell[];
  readonly tasks: readonly string[];
}

export interface CompileReply {
  readonly answers: readonly CompiledAnswer[];
  /** TypeScript by task, as it was cut out: what peers review. */
  readonly sources: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

const root = process.env["COURSE_ROOT"] ?? "/course";
const ts = createRequire(join(root, "package.json"))("@tslab/typescript-for-tslab") as Compiler;
const typeErrors = createTypeChecker(ts, root);

function compile({ cells, tasks }: CompileRequest): CompileReply {
  const { answers, notes } = extractAnswers(ts, cells, tasks);
  const sources = Object.fromEntries(answers.map(({ task, source }) => [task, source]));
  return { answers: compileAnswers(ts, answers, typeErrors(answers)), sources, notes };
}

send({ nonce: "ready" });
for (let request = readRequest(); request !== undefined; request = readRequest()) {
  const { nonce } = request as CompileRequest;
  try {
    send({ nonce, ...compile(request as CompileRequest) });
  } catch (error) {
    send({ nonce, failed: String((error as Error).message).slice(0, 300) });
  }
}
