import { phrase } from "../../lib/jupyter/language.cjs";
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

/**
 * Running other programs: their output goes to a log file and to a listener, never straight to the screen.
 */

/**
 * @typedef {object} ProgramOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env]  added to ours
 * @property {string} [log]  a file for all output
 * @property {(line: string) => void} [onLine]
 * @property {(pid: number) => void} [onStart]
 */
/** @typedef {(program: string, args: string[], options?: ProgramOptions) => Promise<string>} RunProgram */

const TAIL_LINES = 30;
/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** A program that ended badly; `tail` holds its last lines. */
export class ProgramFailure extends Error {
  /** @param {string} program @param {string} tail @param {string | undefined} log */
  constructor(program, tail, log) {
    super(`${program} failed${log === undefined ? "" : ` (all it said: ${log})`}:\n${tail}`);
    this.tail = tail;
  }
}

/** @param {string | undefined} path */
function openLog(path) {
  if (path === undefined) return undefined;
  mkdirSync(dirname(path), { recursive: true });
  return createWriteStream(path);
}

/** A program leads a group of its own, to be ended with all that it started; on Windows that would open a window. */
const leadsGroup = process.platform !== "win32";

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {string[]} lines  gets what the system has to say about its end
 * @returns {Promise<number>} its exit code
 */
const ended = (child, lines) =>
  new Promise((resolve) => {
    child.on("error", (error) => {
      lines.push(error.message);
      resolve(-1);
    });
    child.on("close", (code, signal) => {
      if (signal !== null) lines.push(`ended by ${signal}`);
      resolve(code ?? -1);
    });
  });

/**
 * Runs a program to its end.
 *
 * @type {RunProgram}
 * @returns its last lines of output
 * @throws {ProgramFailure} it could not be started or its exit code is not 0
 */
export async function runProgram(program, args, { cwd, env, log, onLine, onStart } = {}) {
  const logFile = openLog(log);
  /** @type {string[]} */
  const lines = [];
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: leadsGroup,
  });
  running.add(child);
  if (child.pid !== undefined) onStart?.(child.pid);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      logFile?.write(line + "\n");
      lines.push(line);
      if (lines.length > TAIL_LINES) lines.shift();
      onLine?.(line);
    });
  }
  const code = await ended(child, lines);
  running.delete(child);
  logFile?.end();
  if (code !== 0) throw new ProgramFailure(program, lines.join("\n"), log);
  return lines.join("\n");
}

const ENDING = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** npm tidies up when it is told to end, which takes it a while. */
const PATIENCE_MS = 20_000;

/** @param {import("node:child_process").ChildProcess} child @param {"SIGTERM" | "SIGKILL"} signal */
function signalGroup(child, signal) {
  try {
    if (leadsGroup && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // it has ended
  }
}

/** @param {import("node:child_process").ChildProcess} child */
async function endGroup(child) {
  const gone = new Promise((resolve) => child.once("close", resolve));
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), PATIENCE_MS);
  await gone;
  clearTimeout(timer);
  signalGroup(child, "SIGKILL"); // what it started and left behind
}

/**
 * Ctrl-C or a closed terminal ends the programs we started, too, before it ends us: what still writes into node_modules
 * would disturb the next set-up.
 *
 * @param {(message: string) => void} say
 * @returns {() => void} stops watching
 */
export function endProgramsWithUs(say) {
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    if (running.size > 0) say(phrase("\nStopping; this can take a few seconds."));
    await Promise.all([...running].map(endGroup));
    process.exit(130);
  };
  for (const signal of ENDING) process.on(signal, end);
  return () => ENDING.forEach((signal) => process.off(signal, end));
}
