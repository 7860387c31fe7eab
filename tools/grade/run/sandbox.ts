/** Starts a program in a sandbox, watches what it uses, and ends it. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../layout";
import { findControlGroups } from "./control-group";
import type { ControlGroup, ControlGroups } from "./control-group";
import { bubblewrapCommand, environment, nodeArguments } from "./bubblewrap";
import type { Engine, Program } from "./engine";
import type { Limits } from "./limits";
import { tensorFlow } from "./tensorflow";
import { isOutOfDisk, isOutOfFiles, isRunning, MAX_FILES, measure, processTree, read } from "./usage";
import type { Usage } from "./usage";

/** A started sandbox. */
export interface Confined {
  readonly child: ChildProcess;
  usage(): Usage;
  isRunning(): boolean;
  isOutOfDisk(): boolean;
  isOutOfFiles(): boolean;
  evidence: ControlGroup["evidence"];
  kill(): void;
}

export interface Sandbox {
  /** For the reports: what holds, and what does not on this host. */
  readonly description: string;
  start(program: Program, limits: Limits): Confined;
}

/** Sets the limits of a process, joins the groups whose files are named, then becomes the program. */
const launcher = `
ulimit -c 0; ulimit -n ${MAX_FILES}; ulimit -f "$1"; groups=$2; shift 2
while [ "$groups" -gt 0 ]; do echo $$ > "$1" || exit 125; shift; groups=$((groups - 1)); done
exec "$@"`;

function launch(
  command: readonly string[],
  limits: Limits,
  groups: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const blocks = String(limits.diskMegabytes * 2048); // of 512 bytes
  const args = ["-c", launcher, "sh", blocks, String(groups.length), ...groups, ...command];
  return spawn("/bin/sh", args, {
    env,
    stdio: [...pipes, ...inheritable().map(() => "ignore" as const)],
    cwd: "/",
  });
}

const pipes = ["pipe", "pipe", "pipe", "pipe"] as const;
const CLOSE_ON_EXEC = 0o2000000;

/** Numbers after the pipes, up to the last file that whoever started the grader had left open for its children. */
function inheritable(): number[] {
  const isLeft = (fd: number): boolean => {
    const flags = /^flags:\s*(\d+)$/m.exec(read(`/proc/self/fdinfo/${fd}`))?.[1];
    return flags !== undefined && (parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  };
  const last = Math.max(-1, ...readdirSync("/proc/self/fd").map(Number).filter(isLeft));
  return Array.from({ length: Math.max(0, last + 1 - pipes.length) }, (_, index) => index + pipes.length);
}

const nothingSeen = (): { outOfMemory: boolean; outOfProcesses: boolean } => ({
  outOfMemory: false,
  outOfProcesses: false,
});

function confine(child: ChildProcess, group: ControlGroup | undefined, cleanUp: () => void): Confined {
  let lastEvidence = nothingSeen();
  const evidence = (): typeof lastEvidence => (lastEvidence = group?.evidence() ?? lastEvidence);
  const kill = (): void => {
    // The root first: bubblewrap's namespace ends with it, faster than anything in there can fork.
    for (const pid of child.pid === undefined || child.exitCode !== null ? [] : processTree(child.pid))
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // it ended in this moment
      }
  };
  child.on("error", () => undefined); // told by the exit, as any other death
  child.once("exit", () => {
    evidence();
    group?.remove();
    cleanUp();
  });
  const pids = (): number[] =>
    child.pid === undefined ? [] : (group?.processes() ?? processTree(child.pid));
  return {
    child,
    kill,
    usage: () => measure(pids()),
    isRunning: () => isRunning(pids()),
    isOutOfDisk: () => isOutOfDisk(pids()),
    isOutOfFiles: () => isOutOfFiles(pids()),
    evidence: () => (child.exitCode === null && child.signalCode === null ? evidence() : lastEvidence),
  };
}

let count = 0;

/** The sandbox that grades strangers' work. Call `bubblewrapProblem` of bubblewrap.ts first. */
export function openSandbox(engine: Engine, groups: ControlGroups | null = findControlGroups()): Sandbox {
  const limited = groups
    ? `control groups version ${groups.version}`
    : "a watcher only (no control groups here)";
  return {
    description: `bubblewrap; memory and processes limited by ${limited}`,
    start(program, limits) {
      const group = groups?.create(`grade-${process.pid}-${(count += 1)}`, limits);
      const command = bubblewrapCommand(program, engine, limits);
      const path = { PATH: process.env["PATH"] ?? "/usr/bin:/bin" };
      return confine(launch(command, limits, group?.joinFiles ?? [], path), group, () => undefined);
    },
  };
}

/** No sandbox at all: for one's own folder. Answers can read and write what you can. */
export function openTrustingSandbox({ folder }: Engine): Sandbox {
  return {
    description: "NO SANDBOX (--trust-local): answers ran with your own rights",
    start(program, limits) {
      const home = mkdtempSync(join(tmpdir(), "grade-local-"));
      const env = { ...environment, HOME: home, TFJS_ADDON: tensorFlow.addon, COURSE_ROOT: projectRoot };
      const command = [process.execPath, ...nodeArguments(program, folder, limits)];
      return confine(launch(command, limits, [], env), undefined, () =>
        rmSync(home, { recursive: true, force: true }),
      );
    },
  };
}
