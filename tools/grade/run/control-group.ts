/** Memory and processes limited by the kernel: control groups, version 1 or 2, whichever the host lets us use. */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { defaultLimits } from "./limits";
import type { Limits } from "./limits";
import { parentOf, processTree, read } from "./usage";

/** The group of one sandbox. */
export interface ControlGroup {
  /** Writing a process's number into each of these puts it into the group. */
  readonly joinFiles: readonly string[];
  /** Everything that runs in it. */
  processes(): number[];
  /** What the kernel saw it do. */
  evidence(): { readonly outOfMemory: boolean; readonly outOfProcesses: boolean };
  remove(): void;
}

export interface ControlGroups {
  readonly version: 1 | 2;
  create(name: string, limits: Limits): ControlGroup;
}

const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** Our own folder in a hierarchy; of version 1 by the controller's name, of version 2 by "". */
function ownFolder(controller: string): string | undefined {
  const mounts = read("/proc/self/mountinfo")
    .split("\n")
    .map((line) => line.split(" "));
  const wanted = controller === "" ? "cgroup2" : "cgroup";
  const mount = mounts.find((fields) => {
    const [type, , options = ""] = fields.slice(fields.indexOf("-") + 1);
    return type === wanted && (controller === "" || options.split(",").includes(controller));
  });
  const own = read("/proc/self/cgroup")
    .split("\n")
    .map((line) => line.split(":"));
  const path = own.find(([, names = ""]) => names.split(",").includes(controller))?.[2];
  if (!mount || path === undefined) return undefined;
  const folder = join(mount[4]!, path);
  return existsSync(folder) && isWritable(folder) ? folder : undefined;
}

const numbersIn = (path: string): number[] => read(path).split("\n").filter(Boolean).map(Number);

/** How often something happened, from a file of "name count" lines. */
const countOf = (path: string, name: string): number =>
  Number(new RegExp(`^${name} (\\d+)$`, "m").exec(read(path))?.[1] ?? 0);

/** Its processes may still be ending: then again a little later, for ten seconds. */
function removeFolder(folder: string, tries = 200): void {
  if (!existsSync(folder) || tries === 0) return;
  for (const pid of numbersIn(join(folder, "cgroup.procs"))) killQuietly(pid);
  try {
    rmdirSync(folder);
  } catch {
    setTimeout(() => removeFolder(folder, tries - 1), 50);
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}

function makeGroup(folders: readonly string[], memoryEvents: string): ControlGroup {
  const [memory, pids] = [folders[0]!, folders.at(-1)!];
  return {
    joinFiles: folders.map((folder) => join(folder, "cgroup.procs")),
    processes: () => numbersIn(join(pids, "cgroup.procs")),
    evidence: () => ({
      outOfMemory: countOf(join(memory, memoryEvents), "oom_kill") > 0,
      outOfProcesses: countOf(join(pids, "pids.events"), "max") > 0,
    }),
    remove: () => folders.forEach((folder) => removeFolder(folder)),
  };
}

function versionOne(memory: string, pids: string): ControlGroups {
  return {
    version: 1,
    create(name, { memoryMegabytes, processes }) {
      const folders = [join(memory, name), join(pids, name)];
      folders.forEach((folder) => mkdirSync(folder));
      const bytes = String(memoryMegabytes * 2 ** 20);
      writeFileSync(join(folders[0]!, "memory.limit_in_bytes"), bytes);
      const withSwap = join(folders[0]!, "memory.memsw.limit_in_bytes");
      if (existsSync(withSwap)) writeFileSync(withSwap, bytes);
      writeFileSync(join(folders[1]!, "pids.max"), String(processes));
      return makeGroup(folders, "memory.oom_control");
    },
  };
}

function versionTwo(own: string): ControlGroups {
  return {
    version: 2,
    create(name, { memoryMegabytes, processes }) {
      const folder = join(own, name);
      mkdirSync(folder);
      writeFileSync(join(folder, "memory.max"), String(memoryMegabytes * 2 ** 20));
      if (existsSync(join(folder, "memory.swap.max"))) writeFileSync(join(folder, "memory.swap.max"), "0");
      writeFileSync(join(folder, "pids.max"), String(processes));
      return makeGroup([folder], "memory.events");
    },
  };
}

const isGiven = (own: string): boolean =>
  ["memory", "pids"].every((name) => read(join(own, "cgroup.subtree_control")).split(/\s/).includes(name));

function writes(path: string, text: string): boolean {
  try {
    writeFileSync(path, text);
    return true;
  } catch {
    return false;
  }
}

/** Where version 2 keeps the grader itself, and what started it: a folder that hands down its controllers must be empty. */
const HOME = "grade-home";

/** The folder that may hold our groups; that of an earlier run, if that run's shell started us. */
const groupsFolder = (own: string): string => (basename(own) === HOME ? dirname(own) : own);

/** This process, what it started, and what started it. */
function family(): ReadonlySet<number> {
  const members = new Set(processTree(process.pid));
  for (let pid = process.ppid; pid > 0; pid = parentOf(pid)) members.add(pid);
  return members;
}

/** Puts us aside; whose folder holds others than us is not ours to rearrange. */
function moveHome(own: string): void {
  const [pids, members, home] = [numbersIn(join(own, "cgroup.procs")), family(), join(own, HOME)];
  if (!pids.every((pid) => members.has(pid))) return;
  try {
    mkdirSync(home, { recursive: true });
  } catch {
    return;
  }
  pids.forEach((pid) => writes(join(home, "cgroup.procs"), String(pid)));
}

/** Whether this folder's groups may be limited: version 2 hands its controllers down when it is told to. */
function handsDown(own: string): boolean {
  const isTold = (): boolean =>
    isGiven(own) || (writes(join(own, "cgroup.subtree_control"), "+memory +pids") && isGiven(own));
  if (isTold()) return true;
  moveHome(own);
  return isTold();
}

/** Groups of graders that were killed; their sandboxes died with them. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^grade-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) removeFolder(join(folder, name));
  }
}

function mountedGroups(): ControlGroups | null {
  const [memory, pids, unified] = [ownFolder("memory"), ownFolder("pids"), ownFolder("")];
  if (memory !== undefined && pids !== undefined) {
    [memory, pids].forEach(sweep);
    return versionOne(memory, pids);
  }
  if (unified === undefined) return null;
  const groups = groupsFolder(unified);
  if (!handsDown(groups)) return null;
  sweep(groups);
  return versionTwo(groups);
}

const joinAll = 'for file; do echo $$ > "$file" || exit 1; done';

/** Whether a process can be put into a new group: a folder that may be written does not yet say so. */
function holds(groups: ControlGroups): boolean {
  try {
    const group = groups.create(`grade-${process.pid}-probe-${randomUUID()}`, defaultLimits);
    const { status } = spawnSync("/bin/sh", ["-c", joinAll, "sh", ...group.joinFiles], { timeout: 10_000 });
    group.remove();
    return status === 0;
  } catch {
    return false;
  }
}

/** Control groups that this process may make and fill, or null. */
export function findControlGroups(): ControlGroups | null {
  const groups = mountedGroups();
  return groups && holds(groups) ? groups : null;
}
