/** Checks the types of answers as the notebook kernel would, and turns them into JavaScript. */
import { join } from "node:path";
import type TypeScript from "typescript";
import type { Answer } from "./answer";
import type { Compiler } from "./statements";

/** An answer ready to run. */
export interface CompiledAnswer extends Omit<Answer, "source" | "places"> {
  /** CommonJS; empty unless the state is "found". */
  readonly code: string;
}

/** What the kernel sets for a cell (tsconfig.notebook.json); a submission's own settings are never read. */
const options = (ts: Compiler, root: string): TypeScript.CompilerOptions => ({
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  experimentalDecorators: true,
  noEmit: true,
});

const flatten = (ts: Compiler, message: string | TypeScript.DiagnosticMessageChain): string =>
  ts.flattenDiagnosticMessageText(message, " ").slice(0, 300);

/** tslab allows both; the rest of what it ignores does not arise in a module. */
const ignoredCodes = new Set([1375, 1378]);

/** A compiler that parses the course's own files once. */
export function createTypeChecker(ts: Compiler, root: string) {
  const settings = options(ts, root);
  const host = ts.createCompilerHost(settings, true);
  const readCourse = host.getSourceFile.bind(host);
  const parsed = new Map<string, TypeScript.SourceFile | undefined>();
  let virtual = new Map<string, string>();
  let last: TypeScript.Program | undefined;
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const text = virtual.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, languageVersion, true);
    if (!parsed.has(path)) parsed.set(path, readCourse(path, languageVersion, ...rest));
    return parsed.get(path);
  };
  const { fileExists } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);

  const errorsOf = (program: TypeScript.Program, path: string, places: readonly string[]): string[] => {
    const file = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .filter(({ code }) => !ignoredCodes.has(code))
      .map(({ start = 0, messageText, code }) => {
        const place = places[file.getLineAndCharacterOfPosition(start).line] ?? "the end";
        return `${place}: ${flatten(ts, messageText)} (TS${code})`;
      });
  };

  /** The type errors of each answer that was found, by task. */
  return (answers: readonly Answer[]): ReadonlyMap<string, readonly string[]> => {
    const found = answers.filter(({ state }) => state === "found");
    const pathOf = ({ task }: Answer): string => join(root, `${task}.answer.ts`);
    virtual = new Map(found.map((answer) => [pathOf(answer), withChecks(answer.source)]));
    const program = ts.createProgram([...virtual.keys()], settings, host, last);
    last = program;
    return new Map(found.map((answer) => [answer.task, errorsOf(program, pathOf(answer), answer.places)]));
  };
}

/** A comment in the answer must not switch our checks off; same length, so places stay right. */
const withChecks = (source: string): string =>
  source.replace(/@ts-nocheck/g, "~ts-nocheck").replace(/\/\/\/(?=\s*<reference)/g, "// ");

function transpile(ts: Compiler, source: string): string {
  const compilerOptions: TypeScript.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
    experimentalDecorators: true,
  };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

/** Turns extracted answers into code; a type error is the learner's, for the kernel refuses such a cell too. */
export function compileAnswers(
  ts: Compiler,
  answers: readonly Answer[],
  errors: ReadonlyMap<string, readonly string[]>,
): CompiledAnswer[] {
  return answers.map(({ source, task, state, message, notes }) => {
    const answer = { task, state, message, notes };
    const [first, ...others] = errors.get(answer.task) ?? [];
    const more = others.length > 0 ? ` (and ${others.length} more)` : "";
    if (first !== undefined)
      return { ...answer, state: "student_error", message: `type error: ${first}${more}`, code: "" };
    return { ...answer, code: answer.state === "found" ? transpile(ts, source) : "" };
  });
}
