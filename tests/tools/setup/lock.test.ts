import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { takeLock } from "../../../tools/setup/lock.mjs";
import { temporaryFolder } from "./folder";

const silent = () => undefined;

test("a second set-up waits, says so once, and goes on when the first has ended", async () => {
  const path = join(temporaryFolder(), "setup.lock");
  const messages: string[] = [];
  const first = await takeLock(path, silent);
  const waiting = takeLock(path, (message) => messages.push(message));
  await sleep(700);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(`process ${process.pid}`);
  first.release();
  (await waiting).release();
  expect(existsSync(path)).toBe(false);
});

test("the lock of a process that is gone is taken over", async () => {
  const path = join(temporaryFolder(), "setup.lock");
  const { pid } = spawnSync(process.execPath, ["--version"]);
  writeFileSync(path, JSON.stringify({ pid, turn: 3 }));
  const lock = await takeLock(path, silent);
  lock.release();
});

test("the lock of a stranger with the same process number, never renewed, is taken over in the end", async () => {
  const path = join(temporaryFolder(), "setup.lock");
  writeFileSync(path, JSON.stringify({ pid: process.ppid, turn: 3 }));
  const lock = await takeLock(path, silent, { staleMs: 500 });
  lock.release();
});

test.skipIf(process.platform === "win32")(
  "a lock is not taken over, however silent, while the program that its dead holder started is at work",
  async () => {
    const path = join(temporaryFolder(), "setup.lock");
    const program = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
    const first = await takeLock(path, silent);
    first.follow(program.pid!);
    const left = readFileSync(path, "utf8");
    first.release();
    const { pid } = spawnSync(process.execPath, ["--version"]);
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(left) as object), pid }));

    let isTaken = false;
    const waiting = takeLock(path, silent, { staleMs: 200 }).then((lock) => {
      isTaken = true;
      return lock;
    });
    await sleep(1000);
    expect(isTaken).toBe(false);
    program.kill("SIGKILL");
    (await waiting).release();
  },
);

test("a disk without room for the lock's heartbeat does not end set-up", async () => {
  const folder = join(temporaryFolder(), "inside");
  mkdirSync(folder);
  const lock = await takeLock(join(folder, "setup.lock"), silent, { beatMs: 50 });
  rmSync(folder, { recursive: true }); // from now on no beat can be written
  await sleep(300);
  expect(() => lock.follow(process.pid)).not.toThrow();
  lock.release();
});
