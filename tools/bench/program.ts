/** Which program does a work on a side. All of them speak as worker.ts does. */
import { join } from "node:path";
import { coursePython } from "../notebook/execute";
import { root } from "../notebook/sources";
import { kernels, type KernelSide } from "./kernels";
import { peerPython } from "./peers";
import { sizes } from "./sizes";
import type { SideName, Work } from "./works";

/** The program and its arguments. */
export function programOf(side: SideName, work: Work["name"]): string[] {
  if (work.startsWith("kernel-")) {
    const kernel = JSON.stringify(kernels[side as KernelSide]);
    return [coursePython, join(__dirname, "kernel.py"), kernel, work];
  }
  if (work === "grading") return [...typeScript(join(root, "tests", "tools", "grade", "speed.ts")), side];
  const pythonWorks = { torch: "torch_works", jax: "jax_works" }[side as string];
  if (pythonWorks !== undefined)
    return [peerPython, join(__dirname, "peers", "worker.py"), pythonWorks, JSON.stringify(sizes), work];
  return [...typeScript(join(__dirname, "worker.ts")), side, work];
}

const typeScript = (file: string): string[] => [process.execPath, "--import", "tsx", file];
