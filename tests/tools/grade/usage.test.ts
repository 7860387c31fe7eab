import { spawn } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { measure, parentOf, processTree } from "../../../tools/grade/run/usage";
import { until } from "./process";

const started: (() => void)[] = [];
afterEach(() => started.splice(0).forEach((stop) => stop()));

/** Starts Node with a program; it and all that it starts end after the test. */
function startProgram(program: string): number {
  const child = spawn(process.execPath, ["-e", program], { stdio: "ignore", detached: true });
  started.push(() => process.kill(-child.pid!, "SIGKILL"));
  return child.pid!;
}

const starts = 'require("node:child_process").spawn("sleep", ["60"]); setInterval(() => undefined, 1000);';

test.each([
  ["a process", starts],
  [
    "a thread of a process",
    `new (require("node:worker_threads").Worker)(${JSON.stringify(starts)}, { eval: true })`,
  ],
])(
  "what %s starts belongs to its tree",
  async (_, program) => {
    const root = startProgram(program);
    await until("the child is there", () => processTree(root).length === 2, 20);
    const [first, second] = processTree(root);
    expect([first, parentOf(second!)]).toEqual([root, root]);
  },
  30_000,
);

test("a process that ended has used nothing, has no parent, and is a tree of itself", () => {
  const gone = 2 ** 22 + 1; // above the kernel's highest number
  expect(measure([gone])).toEqual({ cpuMs: 0, memoryMegabytes: 0, processes: 0 });
  expect([parentOf(gone), processTree(gone)]).toEqual([0, [gone]]);
});
