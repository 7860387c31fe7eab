/**
 * The process that reads answers for `npm run check`, out of a snapshot of V8: by then the compiler has read the course's
 * types, as it was on the point of asking for work. See tools/exercises/reader-snapshot.cjs.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startupSnapshot } from "node:v8";
import * as typescript from "@tslab/typescript-for-tslab";
import { readNotebook, type SourceCell } from "../grade/intake/notebook";
import { createReader, type Answers } from "./answer";
import type { Compiler } from "./names";

export interface ReadRequest {
  readonly id: number;
  readonly cells: readonly SourceCell[];
  readonly tasks: readonly string[];
}

export interface ReadReply {
  readonly id: number;
  readonly answers?: Answers;
  readonly problem?: string;
}

const root = process.env["COURSE_ROOT"]!;
const compilerPath = process.env["COURSE_COMPILER"]!;
const ts = typescript as unknown as Compiler;
ts.sys.getExecutingFilePath = () => compilerPath; // beside it lie the types of JavaScript itself
const read = createReader(ts, root);

/** Every sheet once: what its cells import is read then, and what TypeScript does to that end is compiled. */
function rehearse(): void {
  const folder = join(root, "solutions");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ipynb"))) {
    const { cells } = readNotebook(readFileSync(join(folder, file)));
    read(cells, [...new Set(cells.flatMap(({ course }) => course.task ?? []))]);
  }
}

function reply({ id, cells, tasks }: ReadRequest): ReadReply {
  try {
    return { id, answers: read(cells, tasks) };
  } catch (error) {
    return { id, problem: String(error) };
  }
}

rehearse();
startupSnapshot.setDeserializeMainFunction(() => {
  process.on("message", (request: ReadRequest) => void process.send!(reply(request)));
  process.send!({ id: 0 } satisfies ReadReply); // ready
});
