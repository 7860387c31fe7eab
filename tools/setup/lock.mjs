import { phrase } from "../../lib/jupyter/language.cjs";
import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * One set-up at a time. The lock is a file that names the process holding it and the program it runs; the lock of a
 * process that is gone is taken over, but not before the program it had started (npm, pip) has ended.
 */

/** @typedef {{ pid: number, child?: number, childStart?: string, turn: number }} Holder  `childStart`: see startOf */
/** @typedef {{ follow(child: number): void, release(): void }} Lock */

const POLL_MS = 300;
/** A process number may have been given to a stranger since: no waiting longer than this for a lock that never changes. */
const STALE_MS = 60_000;
const BEAT_MS = 5_000;

/** @param {number | undefined} pid */
function isAlive(pid) {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * When a process started, in whatever form the system tells it: a process number alone may have been given to a stranger.
 *
 * @param {number} pid
 * @returns {string | undefined} nothing where the system does not tell, on Windows, or the process has ended
 */
function startOf(pid) {
  try {
    if (process.platform === "darwin")
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" ? undefined : fields[19]; // a zombie has ended
  } catch {
    return undefined;
  }
}

/** Whether the very program that the holder started is still at work. @param {Holder | undefined} holder */
const isChildAlive = (holder) =>
  holder?.child !== undefined &&
  holder.childStart !== undefined &&
  startOf(holder.child) === holder.childStart;

/** @param {string} path @returns {Holder | undefined} */
function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {string} path @param {Holder} holder */
function tryCreate(path, holder) {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(holder));
    linkSync(draft, path); // unlike a rename, fails when the file is there
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead process's lock away, unless another waiter has just done so. @param {string} path @param {Holder} dead */
function removeStale(path, dead) {
  const grave = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, grave);
  } catch {
    return;
  }
  const moved = readHolder(grave);
  if (moved !== undefined && (moved.pid !== dead.pid || moved.turn !== dead.turn)) tryCreate(path, moved);
  rmSync(grave, { force: true });
}

/** @param {string} path @param {Holder} holder @param {number} beatMs @returns {Lock} */
function hold(path, holder, beatMs) {
  const write = () => {
    holder.turn += 1;
    try {
      writeFileSync(`${path}.${process.pid}`, JSON.stringify(holder));
      renameSync(`${path}.${process.pid}`, path);
    } catch {
      // The disk is full, which the step that needs the room will say.
    }
  };
  const beat = setInterval(write, beatMs);
  beat.unref();
  return {
    follow(child) {
      holder.child = child;
      holder.childStart = startOf(child);
      write();
    },
    release() {
      clearInterval(beat);
      for (const file of [path, `${path}.${process.pid}`]) rmSync(file, { force: true });
    },
  };
}

/**
 * Waits until nobody else holds the lock, then holds it.
 *
 * @param {string} path
 * @param {(message: string) => void} say
 * @returns {Promise<Lock>}
 */
export async function takeLock(path, say, { staleMs = STALE_MS, beatMs = BEAT_MS } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const own = { pid: process.pid, turn: 0 };
  let seen = "";
  let seenMs = Date.now();
  let said = false;
  while (!tryCreate(path, own)) {
    const holder = readHolder(path);
    const state = JSON.stringify(holder);
    if (state !== seen) [seen, seenMs] = [state, Date.now()];
    const isSilent = Date.now() - seenMs > staleMs && !isChildAlive(holder);
    const isGone = holder !== undefined && !isAlive(holder.pid) && !isAlive(holder.child);
    if (isGone || isSilent) removeStale(path, holder ?? { pid: 0, turn: 0 });
    else {
      if (!said)
        say(phrase("Another set-up is at work here (process {0}); waiting until it has ended.", holder?.pid));
      said = true;
      await sleep(POLL_MS);
    }
  }
  return hold(path, own, beatMs);
}
