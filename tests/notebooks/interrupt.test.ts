import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { kernelspecOf } from "../../tools/setup/kernelspec.mjs";

const root = join(__dirname, "..", "..");
const python = join(root, ".venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
const deepFolder = mkdtempSync(join(root, "tests", "notebooks", "deep-"));
afterAll(() => rmSync(deepFolder, { recursive: true }));

/** The kernel as it is registered on a system. */
function kernelOf(platform: NodeJS.Platform): string {
  const folder = join(deepFolder, platform, "kernels", "rnn-to-transformer");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), JSON.stringify(kernelspecOf(root, process.execPath, platform)));
  return join(deepFolder, platform);
}

test.each([
  ["a signal", "linux"],
  ["a message, as on Windows", "win32"],
] as const)(
  "the stop button ends a running train by %s, in a kernel started in any folder of the project",
  (_by, platform) => {
    const output = execFileSync(python, [join(__dirname, "interrupt.py"), deepFolder], {
      encoding: "utf8",
      env: { ...process.env, JUPYTER_PATH: kernelOf(platform) },
    });
    const { status, steps } = JSON.parse(output.trim().split("\n").at(-1)!) as {
      status: string;
      steps: number[];
    };
    expect(status).toBe("error"); // tslab says "Interrupted asynchronously"
    expect(steps[0]).toBeGreaterThan(0);
    expect(steps[1]).toBe(steps[0]);
  },
  120_000,
);
