/** Runs one notebook in the course's own kernel and collects what it reports. */
import type { Language } from "../../lib/jupyter/language.cjs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { notebookText, type Notebook } from "./notebook-file";
import { root } from "./sources";

/** A result that a cell reported with `band`; a value that is not a number is null. */
export interface BandRecord {
  readonly name: string;
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
}

export interface Execution {
  /** With outputs, up to the cell that failed if one did. */
  readonly notebook: Notebook;
  readonly hasFailed: boolean;
  readonly bands: readonly BandRecord[];
  readonly seconds: number;
  /** The most memory that the kernel's process took; only where the system tells it, on Linux. */
  readonly peakMb?: number;
  /** What was printed while it ran: a line a cell, and the message of a cell that failed. */
  readonly log: string;
  /** Why no cell failed and the run did all the same: the kernel could not be started, or was lost. */
  readonly trouble?: string;
}

export interface ExecuteOptions {
  readonly isSmoke: boolean;
  /** Seconds that one cell may take; the first one, which may have to compile lib, gets more. */
  readonly cellSeconds: number;
  /** Whether to print a line a cell. */
  readonly isQuiet?: boolean;
  /** For the kernel's process, beside what it has; it speaks English unless COURSE_LANG says otherwise. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each line that is printed. */
  readonly onLine?: (line: string) => void;
}

/** What Jupyter and the launcher would tell the kernel of a notebook that lies there. */
export const kernelEnvironment = (path: string, language: Language): Readonly<Record<string, string>> =>
  language === "en" ? {} : { COURSE_LANG: language, JPY_SESSION_NAME: path };

export const bandMimeType = "application/vnd.course.band+json";

/** The Python that has Jupyter. */
export const coursePython = join(
  root,
  ".venv",
  ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
);

/** @throws {Error} the Python environment is missing, Python could not run at all, or we were told to stop */
export async function executeNotebook(notebook: Notebook, options: ExecuteOptions): Promise<Execution> {
  const folder = mkdtempSync(join(tmpdir(), "notebook-"));
  const [input, output] = [join(folder, "in.ipynb"), join(folder, "out.ipynb")];
  const started = performance.now();
  try {
    writeFileSync(input, notebookText(notebook));
    const { exitCode, log, errors } = await runPython([input, output, String(options.cellSeconds)], options);
    if (!existsSync(output)) throw new Error(`The notebook could not be run:\n${log}`);
    const executed = JSON.parse(readFileSync(output, "utf8")) as Notebook;
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const hasFailed = exitCode !== 0;
    const trouble = hasFailed && !/^\[.*\] FAILED/m.test(log) && { trouble: tailOf(errors) };
    return { hasFailed, log, ...trouble, ...report(executed, seconds) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Python's last words, and the kernel's before them. */
const tailOf = (text: string): string => text.trimEnd().split("\n").slice(-15).join("\n");

function report(executed: Notebook, seconds: number): Omit<Execution, "hasFailed" | "log" | "trouble"> {
  const bands = bandsOf(executed);
  const recorded = (executed.metadata["course"] ?? {}) as { readonly peakMb?: number };
  const notebook = {
    ...executed,
    metadata: { ...executed.metadata, course: { ...recorded, bands, seconds } },
  };
  return { notebook, bands, seconds, ...(recorded.peakMb !== undefined && { peakMb: recorded.peakMb }) };
}

function bandsOf({ cells }: Notebook): BandRecord[] {
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);
  return outputs.flatMap(({ data }) => (data?.[bandMimeType] as BandRecord | undefined) ?? []);
}

async function runPython(
  args: string[],
  { isSmoke, isQuiet = false, env = {}, onLine }: ExecuteOptions,
): Promise<{ exitCode: number | null; log: string; errors: string }> {
  if (!existsSync(coursePython))
    throw new Error("The Python environment .venv is missing: npm start sets it up.");
  const child = spawn(coursePython, [join(__dirname, "execute.py"), ...args], {
    cwd: root,
    env: { ...process.env, SMOKE: isSmoke ? "1" : "0", PYTHONUTF8: "1", COURSE_LANG: "en", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    child.kill("SIGTERM"); // it takes its kernel with it
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  let [log, errors] = ["", ""];
  child.stdout.on("data", (text: Buffer) => {
    log += text.toString();
    if (!isQuiet) process.stdout.write(text);
    if (onLine) text.toString().trimEnd().split("\n").forEach(onLine);
  });
  child.stderr.on("data", (text: Buffer) => {
    log += text.toString();
    errors += text.toString();
  });
  const [exitCode] = (await once(child, "close")) as [number | null];
  process.off("SIGINT", stop).off("SIGTERM", stop);
  if (isStopped) throw new Error("Stopped; no notebook was written.");
  return { exitCode, log, errors };
}

/** Writes a notebook, making its folder if need be. */
export function writeNotebook(path: string, notebook: Notebook): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, notebookText(notebook));
}
