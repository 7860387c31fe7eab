/**
 * Runs inside a sandbox of its own: reads what learners wrote, but never runs it. A text that makes the compiler spin or
 * fill its memory kills this process, not the grader.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { createReader, type Answers } from "../../../answers/answer";
import type { Compiler } from "../../../answers/names";
import type { SourceCell } from "../../intake/notebook";
import { openWire, readRequest, send } from "./wire";

interface CompileRequest {
  readonly cells: readonly SourceCell[];
  readonly tasks: readonly string[];
}

export type CompileReply = Answers;

const root = process.env["COURSE_ROOT"] ?? "/course";
const ts = createRequire(join(root, "package.json"))("@tslab/typescript-for-tslab") as Compiler;
const read = createReader(ts, root);

openWire();
for (let request = readRequest(); request !== undefined; request = readRequest()) {
  const { cells, tasks } = request as CompileRequest;
  try {
    send(JSON.stringify(read(cells, tasks)));
  } catch (error) {
    send(JSON.stringify({ failed: String((error as Error).message).slice(0, 300) }));
  }
}
