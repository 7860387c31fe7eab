/** Starts graders and workers as processes of their own. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cohortCells, notebookText } from "./notebooks";

const root = join(__dirname, "../../..");
export const limits = "cpuSeconds=1,wallSeconds=2,memoryMegabytes=450";

export interface Started {
  readonly child: ChildProcess;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly text: () => string;
}

export function start(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const loader = join(root, "tools/quick-typescript.cjs"); // starts in half of tsx's time
  const child = spawn(process.execPath, ["--require", loader, join(__dirname, script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | string>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal ?? "")),
  );
  return { child, ended, text: () => text };
}

export const startGrader = (args: readonly string[], env?: NodeJS.ProcessEnv): Started =>
  start("grade-tiny.ts", ["--limits", limits, ...args], env);

/** Waits until something holds. @throws {Error} it never does */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 300,
): Promise<void> {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > seconds * 1000) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A cohort's folder of `count` learners. */
export function writeCohort(root: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const folder = join(root, `learner-${String(index).padStart(3, "0")}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "90-tiny.ipynb"), notebookText(cohortCells(index)));
  }
}
