/** Starts a program behind bubblewrap: no network, empty environment, read-only system, its own processes and /tmp. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../layout";
import { findControlGroups } from "./control-group";
import type { ControlGroup, ControlGroups } from "./control-group";
import { programs } from "./engine";
import type { Engine, Program } from "./engine";
import type { Limits } from "./limits";
import { tensorFlow } from "./tensorflow";
import { isComputing, measure, processTree } from "./usage";
import type { Usage } from "./usage";

/** A started sandbox. */
export interface Confined {
  readonly child: ChildProcess;
  usage(): Usage;
  isComputing(): boolean;
  evidence: ControlGroup["evidence"];
  kill(): void;
}

export interface Sandbox {
  /** For the reports: what holds, and what does not on this host. */
  readonly description: string;
  start(program: Program, limits: Limits): Confined;
}

/** The system's libraries: folders, and the links that newer systems keep in their place. */
function systemMounts(): string[] {
  return ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache"].flatMap(
    (path) => {
      if (!existsSync(path)) return [];
      return lstatSync(path).isSymbolicLink()
        ? ["--symlink", readlinkSync(path), path]
        : ["--ro-bind", path, path];
    },
  );
}

const mount = (from: string, to: string): string[] => ["--ro-bind", realpathSync(from), to];

function programMounts(program: Program, { folder }: Engine): string[] {
  const engine = [...mount(process.execPath, "/kit/node"), ...mount(folder, "/kit/engine")];
  if (program === "runner")
    return [
      ...engine,
      ...mount(tensorFlow.addon, "/kit/tfjs/lib/napi-v8/tfjs_binding.node"),
      ...mount(tensorFlow.libraries, "/kit/tfjs/deps/lib"),
    ];
  const course = ["lib", "datasets", "tests/exercises/fixtures", "package.json", "node_modules"];
  return [...engine, ...course.flatMap((name) => mount(join(projectRoot, name), `/course/${name}`))];
}

/** What Node is started with; the engine's folder is seen from where it runs. */
const nodeArguments = (program: Program, folder: string, { memoryMegabytes }: Limits): string[] => [
  `--max-old-space-size=${Math.round(Math.min(2048, memoryMegabytes * 0.6))}`,
  ...programs[program].options,
  join(folder, programs[program].script),
];

/** One thread for an op: the same speed on small tensors, and as many threads on every host. */
const threads = { TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1", OMP_NUM_THREADS: "1" };
const environment = { HOME: "/tmp", TF_CPP_MIN_LOG_LEVEL: "3", LANG: "C.UTF-8", TZ: "UTC", ...threads };

function bubblewrapArguments(program: Program, engine: Engine, limits: Limits): string[] {
  const size = String(limits.diskMegabytes * 2 ** 20);
  return [
    ...["bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"],
    ...["--uid", "65534", "--gid", "65534", "--hostname", "sandbox", "--cap-drop", "ALL", "--clearenv"],
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
    ...systemMounts(),
    ...[
      "--proc",
      "/proc",
      "--dev",
      "/dev",
      "--size",
      size,
      "--tmpfs",
      "/tmp",
      "--dir",
      "/tmp/a",
      "--dir",
      "/tmp/b",
    ],
    ...programMounts(program, engine),
    ...["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"],
    ...["/kit/node", ...nodeArguments(program, "/kit/engine", limits)],
  ];
}

/** Sets the limits of a process, joins the groups whose files are named, then becomes the program. */
const launcher = `
ulimit -c 0; ulimit -n 256; ulimit -f "$1"; groups=$2; shift 2
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
  return spawn("/bin/sh", args, { env, stdio: ["pipe", "pipe", "pipe", "pipe"], cwd: "/" });
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
    isComputing: () => isComputing(pids()),
    evidence: () => (child.exitCode === null && child.signalCode === null ? evidence() : lastEvidence),
  };
}

/** Why bubblewrap cannot be used here, or undefined. */
export function bubblewrapProblem(): string | undefined {
  if (process.platform !== "linux") return "bubblewrap needs Linux; grade inside a Linux virtual machine";
  const args = [
    "--unshare-all",
    "--unshare-user",
    "--disable-userns",
    "--ro-bind",
    "/",
    "/",
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "true",
  ];
  const { error, status, stderr } = spawnSync("bwrap", args, { encoding: "utf8", timeout: 20_000 });
  if (error) return "bubblewrap is missing; on Debian or Ubuntu: sudo apt install bubblewrap";
  return status === 0 ? undefined : `bubblewrap cannot make a sandbox here: ${stderr.trim().slice(0, 200)}`;
}

let count = 0;

/** The sandbox that grades strangers' work. Call `bubblewrapProblem` first. */
export function openSandbox(engine: Engine, groups: ControlGroups | null = findControlGroups()): Sandbox {
  const limited = groups
    ? `control groups version ${groups.version}`
    : "a watcher only (no control groups here)";
  return {
    description: `bubblewrap; memory and processes limited by ${limited}`,
    start(program, limits) {
      const group = groups?.create(`grade-${process.pid}-${(count += 1)}`, limits);
      const command = bubblewrapArguments(program, engine, limits);
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
