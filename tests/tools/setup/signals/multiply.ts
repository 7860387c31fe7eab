/**
 * Multiplies matrices for a while: `multiply.ts MS SIGNAL…`. Says "ready" when it starts, and at the end how often it
 * heard each signal and which signals a child process of it blocks.
 */
import { execFileSync } from "node:child_process";
import { setImmediate as breathe } from "node:timers/promises";
import { tf } from "../../../../lib/tf";

const [ms, ...signals] = process.argv.slice(2);
const heard: Record<string, number> = {};
for (const signal of signals) process.on(signal, () => (heard[signal] = (heard[signal] ?? 0) + 1));

async function multiply(): Promise<void> {
  const [a, b] = [tf.ones([32, 128]), tf.ones([128, 256])]; // from 85 columns of a on, the stack pointer is moved
  a.matMul(b).dispose();
  console.log("ready");
  for (const end = Date.now() + Number(ms); Date.now() < end; await breathe())
    for (let i = 0; i < 100; i++) a.matMul(b).dispose();
  const status = execFileSync("cat", ["/proc/self/status"], { encoding: "utf8" });
  console.log(JSON.stringify({ heard, blockedInChild: /SigBlk:\t(\w+)/.exec(status)![1] }));
}

void multiply();
