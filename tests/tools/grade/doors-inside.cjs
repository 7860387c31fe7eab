/** Runs in a sandbox in place of the runner: tries every door to the host, and sends those that are open. */
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");

if (!fs.existsSync("/kit/node"))
  throw new Error("only for a sandbox: as root, an open door would harm the machine");

/** @type {Record<string, () => unknown>} */
const doors = {
  "sees processes": () => {
    if (!fs.readdirSync("/proc").some((name) => /^\d/.test(name))) throw new Error("there are none");
  },
  "reads what started it": () => fs.readFileSync("/proc/1/cmdline"),
  "reads where its files lie on the host": () => fs.readFileSync("/proc/self/mountinfo"),
  "reads /sys": () => fs.readdirSync("/sys"),
  "writes a setting of the kernel": () => fs.writeFileSync("/proc/sys/kernel/core_pattern", "x"),
  "empties the kernel's caches": () => fs.writeFileSync("/proc/sys/vm/drop_caches", "1"),
  "presses the kernel's emergency key": () => fs.writeFileSync("/proc/sysrq-trigger", "h"),
  "reads memory": () => fs.openSync("/dev/mem", "r"),
  "reads the kernel's messages": () => fs.openSync("/dev/kmsg", "r"),
  "writes to the kit": () => fs.writeFileSync("/kit/engine/start.cjs", ""),
  "writes to the system": () => fs.writeFileSync("/usr/lib/x", ""),
  "writes to the root": () => fs.writeFileSync("/x", ""),
  "writes to /dev/shm": () => fs.writeFileSync("/dev/shm/x", ""),
  "reads accounts": () => fs.readFileSync("/etc/passwd"),
  "reads homes": () => fs.readdirSync("/root").concat(fs.readdirSync("/home")),
  "loads an addon that it brought": () => {
    fs.copyFileSync("/kit/tfjs/lib/napi-v8/tfjs_binding.node", "/tmp/own.node");
    process.dlopen({ exports: {} }, "/tmp/own.node");
  },
  "runs a program that it brought": () => {
    fs.copyFileSync("/kit/node", "/tmp/own");
    fs.chmodSync("/tmp/own", 0o755);
    const { error } = spawnSync("/tmp/own", ["--version"]);
    if (error) throw error;
  },
  mounts: () => {
    const { error } = spawnSync("mount", ["-t", "tmpfs", "none", "/tmp"]);
    if (error) throw error;
  },
  "sees the host's name": () => {
    if (os.hostname() === "sandbox") throw new Error("it sees another");
  },
  "sees a network": () => {
    const others = Object.values(os.networkInterfaces())
      .flat()
      .filter((one) => !one?.internal);
    if (others.length === 0) throw new Error("there is none");
  },
  "sees variables of the grader": () => {
    if (!Object.keys(process.env).some((name) => /PATH|NODE|npm/i.test(name)))
      throw new Error("there are none");
  },
  "sees a file that was left open": () => {
    if (!fs.fstatSync(9).isFile()) throw new Error("it is an empty one");
  },
};

const open = Object.entries(doors).flatMap(([name, tryIt]) => {
  try {
    tryIt();
    return [name];
  } catch {
    return [];
  }
});
fs.writeSync(3, `${JSON.stringify({ nonce: "ready", open })}\n`);
setInterval(() => undefined, 1000); // until it is ended, so that the host can look at it
