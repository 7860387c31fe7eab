/** What a sandbox's processes have used so far, read from /proc. */
import { readdirSync, readFileSync, statfsSync } from "node:fs";

export interface Usage {
  readonly cpuMs: number;
  readonly memoryMegabytes: number;
  /** Threads, as control groups count them. */
  readonly processes: number;
}

/** Linux counts processor time in hundredths of a second for programs. */
const TICK_MS = 10;
const PAGE_MEGABYTES = 4096 / 2 ** 20;

/** A file of the kernel's; empty if what it tells of has ended. */
export const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** Folders of a process's threads. */
function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);
  } catch {
    return [];
  }
}

/** A process and all below it; each of its threads may have started some. */
export function processTree(root: number): number[] {
  const children = threadsOf(root).flatMap((thread) => read(`${thread}/children`).split(" ").filter(Boolean));
  return [root, ...children.map(Number).flatMap(processTree)];
}

/** What the kernel says of a process; its name in brackets may hold spaces, so the fields are counted after it. */
const fieldsOf = (pid: number): number[] =>
  read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ")
    .map(Number);

/** The process that started it; 0 above the first, or if there is none. */
export const parentOf = (pid: number): number => fieldsOf(pid)[1] ?? 0;

function usageOf(pid: number): Usage {
  const fields = fieldsOf(pid);
  if (fields.length < 22) return { cpuMs: 0, memoryMegabytes: 0, processes: 0 };
  const [user, system, childUser, childSystem, threads, pages] = [
    fields[11]!,
    fields[12]!,
    fields[13]!,
    fields[14]!,
    fields[17]!,
    fields[21]!,
  ];
  return {
    cpuMs: (user + system + childUser + childSystem) * TICK_MS,
    memoryMegabytes: pages * PAGE_MEGABYTES,
    processes: threads,
  };
}

export function measure(pids: readonly number[]): Usage {
  const all = pids.map(usageOf);
  return {
    cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    memoryMegabytes: all.reduce((sum, { memoryMegabytes }) => sum + memoryMegabytes, 0),
    processes: all.reduce((sum, { processes }) => sum + processes, 0),
  };
}

/** Whether any thread runs, or would run if it were its turn. */
export const isRunning = (pids: readonly number[]): boolean =>
  pids.flatMap(threadsOf).some((thread) => /^\d+ \(.*\) R /s.test(read(`${thread}/stat`)));

/** Open files that one process may have. */
export const MAX_FILES = 256;

const isOutOf = (pids: readonly number[], look: (pid: number) => boolean): boolean =>
  pids.some((pid) => {
    try {
      return look(pid);
    } catch {
      return false; // it ended in this moment
    }
  });

/** Whether some process has as many files open as it may: Node keeps a few back. */
export const isOutOfFiles = (pids: readonly number[]): boolean =>
  isOutOf(pids, (pid) => readdirSync(`/proc/${pid}/fd`).length > MAX_FILES - 8);

/** Whether the /tmp that a process sees has no room, for bytes or for names. */
export const isOutOfDisk = (pids: readonly number[]): boolean =>
  isOutOf(pids, (pid) => {
    const { bavail, ffree } = statfsSync(`/proc/${pid}/root/tmp`);
    return bavail === 0 || ffree === 0;
  });
