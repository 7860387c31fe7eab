/** Workers on this machine: as many as its cores and memory hold. */
import { availableParallelism, freemem } from "node:os";
import type { Workers } from "../batch";
import { CourseCompiler } from "../run/compiler";
import type { Compile } from "../run/compiler";
import { gradeSubmission } from "../judge/grade-submission";
import type { Workplace } from "../judge/grade-submission";
import type { Suite } from "../judge/suite";
import type { Limits } from "../run/limits";
import type { Sandbox } from "../run/sandbox";

/** Its share of a compiler (400 MB) and a sandbox at its limit. */
const megabytesOf = ({ memoryMegabytes }: Limits): number => 100 + memoryMegabytes;

export const defaultConcurrency = (limits: Limits): number =>
  Math.max(
    1,
    Math.min(availableParallelism(), Math.floor((freemem() * 0.8) / 2 ** 20 / megabytesOf(limits))),
  );

/** A compiler serves this many lanes: it works for a quarter of the time that a submission takes. */
const LANES_PER_COMPILER = 4;

/** Lends compilers out; who finds none waits for the next that comes back. */
function lendCompilers(sandbox: Sandbox, count: number) {
  const idle = Array.from({ length: count }, () => new CourseCompiler(sandbox));
  const waiting: ((compiler: CourseCompiler) => void)[] = [];
  const take = (): Promise<CourseCompiler> => {
    const free = idle.pop();
    return free ? Promise.resolve(free) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (compiler: CourseCompiler): void => {
    const next = waiting.shift();
    if (next) next(compiler);
    else idle.push(compiler);
  };
  const compile: Compile = async (...question) => {
    const compiler = await take();
    return compiler.compile(...question).finally(() => giveBack(compiler));
  };
  return { compile, close: async () => void (await Promise.all(idle.map((compiler) => compiler.close()))) };
}

/** Grades on this machine, `concurrency` submissions at a time. */
export function openPool(
  sandbox: Sandbox,
  suite: Suite,
  limits: Limits,
  concurrency: number,
): Workers & { readonly place: Workplace } {
  const { compile, close } = lendCompilers(sandbox, Math.ceil(concurrency / LANES_PER_COMPILER));
  const place = { sandbox, limits, compile };
  return {
    concurrency,
    description: sandbox.description,
    grade: (prepared) => gradeSubmission(prepared, suite.sheets, suite.hash, place),
    close,
    place,
  };
}
