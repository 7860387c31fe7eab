/**
 * The command that runs a program behind bubblewrap: no network, no processes but its own, no /proc and no /sys, an empty
 * environment, a read-only system, and a /tmp from which nothing can be loaded as a program or an addon.
 *
 * Never with root's rights: where the grader runs as root, answers run as a user of no name and no file.
 */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../layout";
import { programs } from "./engine";
import type { Engine, Program } from "./engine";
import { heapMegabytes } from "./limits";
import type { Limits } from "./limits";
import { tensorFlow } from "./tensorflow";

/** Who answers run as where the grader runs as root: nobody else's number, and below 65,536, as containers need it. */
const ANSWERS = "61617";

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

/** What a program may read, by the place where it finds it. */
function filesFor(program: Program, { folder }: Engine): Readonly<Record<string, string>> {
  const engine = { "/kit/node": process.execPath, "/kit/engine": folder };
  if (program === "runner")
    return {
      ...engine,
      "/kit/tfjs/lib/napi-v8/tfjs_binding.node": tensorFlow.addon,
      "/kit/tfjs/deps/lib": tensorFlow.libraries,
    };
  const course = ["lib", "datasets", "tests/exercises/fixtures", "package.json", "node_modules"];
  return {
    ...engine,
    ...Object.fromEntries(course.map((name) => [`/course/${name}`, join(projectRoot, name)])),
  };
}

/** What Node is started with; the engine's folder is seen from where it runs. */
export const nodeArguments = (program: Program, folder: string, limits: Limits): string[] => [
  `--max-old-space-size=${heapMegabytes(limits)}`,
  ...programs[program].options,
  join(folder, programs[program].script),
];

/** One thread for an op: the same speed on small tensors, and as many threads on every host. */
const threads = { TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1", OMP_NUM_THREADS: "1" };
export const environment = {
  HOME: "/tmp",
  TF_CPP_MIN_LOG_LEVEL: "3",
  LANG: "C.UTF-8",
  TZ: "UTC",
  ...threads,
};

/**
 * Runs in a file system of its own, before bubblewrap, on top of /sys, which nobody needs here: a place for /tmp from which
 * nothing can be executed, which bubblewrap alone cannot make; and the files of the program, so that they can be read below
 * a folder that only root may enter.
 */
const stage = `set -e
mount -t tmpfs -o mode=755,nosuid,nodev stage /sys
mkdir /sys/tmp; mount -t tmpfs -o "mode=1777,nosuid,nodev,noexec,size=$1" tmp /sys/tmp
left=$2; shift 2
while [ "$left" -gt 0 ]; do
  if [ -d "$1" ]; then mkdir "/sys/$left"; else : > "/sys/$left"; fi
  mount --rbind "$1" "/sys/$left"; shift; left=$((left - 1))
done
exec "$@"`;

/** A command with a file system of its own around it; as root, without root's rights inside. */
function staged(size: number, sources: readonly string[], command: readonly string[]): string[] {
  const isRoot = process.getuid?.() === 0;
  const own = isRoot ? ["unshare", "--mount"] : ["unshare", "--user", "--map-root-user", "--mount"];
  const dropped = ["setpriv", `--reuid=${ANSWERS}`, `--regid=${ANSWERS}`, "--clear-groups", "--no-new-privs"];
  const stageArguments = [String(size), String(sources.length), ...sources];
  return [...own, "/bin/sh", "-c", stage, "sh", ...stageArguments, ...(isRoot ? dropped : []), ...command];
}

const walls = [
  ...["bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"],
  ...["--uid", "65534", "--gid", "65534", "--hostname", "sandbox", "--cap-drop", "ALL", "--clearenv"],
];

/** What starts the program in its sandbox. */
export function bubblewrapCommand(program: Program, engine: Engine, limits: Limits): string[] {
  const files = Object.entries(filesFor(program, engine));
  const command = [
    ...walls,
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
    ...systemMounts(),
    ...["--dev", "/dev", "--bind", "/sys/tmp", "/tmp", "--dir", "/tmp/a", "--dir", "/tmp/b"],
    // TensorFlow asks there where it lies, and ends the process if nobody answers; it is all that there is of /proc.
    ...["--symlink", "/kit/node", "/proc/self/exe"],
    ...files.flatMap(([place], index) => ["--ro-bind", `/sys/${files.length - index}`, place]),
    ...["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"],
    ...["/kit/node", ...nodeArguments(program, "/kit/engine", limits)],
  ];
  const sources = files.map(([, source]) => realpathSync(source));
  return staged(limits.diskMegabytes * 2 ** 20, sources, command);
}

/** Why answers cannot be confined here, and what to do; undefined if they can. */
export function bubblewrapProblem(): string | undefined {
  if (process.platform !== "linux") return "bubblewrap needs Linux; grade inside a Linux virtual machine";
  const programsNeeded = { bwrap: "bubblewrap", unshare: "util-linux", setpriv: "util-linux" };
  for (const [name, debianPackage] of Object.entries(programsNeeded))
    if (spawnSync(name, ["--version"], { timeout: 20_000 }).error)
      return `${name === "bwrap" ? "bubblewrap" : name} is missing; on Debian or Ubuntu: sudo apt install ${debianPackage}`;
  const { status, stderr } = tryOut();
  return status === 0
    ? undefined
    : `bubblewrap cannot make a sandbox here: ${stderr.trim().slice(0, 200)}${advice(stderr)}`;
}

/** Starts Node in a sandbox, which looks whether it may read what an answer and the compiler need. */
function tryOut() {
  const sources = [
    process.execPath,
    tensorFlow.addon,
    join(projectRoot, "lib/tf.ts"),
    join(projectRoot, "package.json"),
  ];
  const places = sources.map((_, index) => `/kit/${index}`);
  const look = `for (const place of ${JSON.stringify(places.slice(1))}) require("fs").accessSync(place, 4)`;
  const inside = [
    ...walls,
    ...systemMounts(),
    ...places.flatMap((place, index) => ["--ro-bind", `/sys/${sources.length - index}`, place]),
    ...[places[0]!, "-e", look],
  ];
  const [program, ...args] = staged(
    2 ** 20,
    sources.map((path) => realpathSync(path)),
    inside,
  );
  return spawnSync(program!, args, { encoding: "utf8", timeout: 20_000 });
}

/** Ubuntu since 23.10 and many containers keep user namespaces from programs. */
function advice(said: string): string {
  if (said.includes("EACCES"))
    return `; answers run as a user without rights, who must be able to read the course: chmod -R a+rX ${projectRoot}`;
  return process.getuid?.() === 0
    ? "; in a container, give it the right to mount (--cap-add SYS_ADMIN), or grade on the machine itself"
    : "; if this system forbids user namespaces: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, or grade as root (answers never get root's rights)";
}
