import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
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
