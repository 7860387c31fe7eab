/** One grader for one output folder: a file that names the process at work; a dead one's file is taken over. */
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { BadConfiguration } from "../exit-codes";

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in ticks since boot: a number may have gone to another process since. */
  readonly start: string;
}

const startOf = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[19];
  } catch {
    return undefined;
  }
};

const isAtWork = ({ pid, host, start }: Holder): boolean => host !== hostname() || startOf(pid) === start;

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/**
 * Takes the folder.
 *
 * @returns gives it back
 * @throws {BadConfiguration} another grader is at work in it
 */
export function takeLease(folder: string): () => void {
  const path = join(folder, "grader.lock");
  const draft = `${path}.${process.pid}`;
  const own: Holder = { pid: process.pid, host: hostname(), start: startOf(process.pid) ?? "" };
  writeFileSync(draft, JSON.stringify(own));
  try {
    for (let tries = 0; tries < 3; tries += 1) {
      if (tryLink(draft, path)) return () => rmSync(path, { force: true });
      const holder = readHolder(path);
      if (holder && isAtWork(holder))
        throw new BadConfiguration(
          `another grader (process ${holder.pid} on ${holder.host}) is at work in ${folder}; wait for it, or delete ${path} if that machine is off`,
        );
      rmSync(path, { force: true });
    }
    throw new BadConfiguration(`the lock ${path} cannot be taken`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path); // unlike a rename, fails when the file is there
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
