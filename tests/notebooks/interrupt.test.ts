import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(__dirname, "..", "..");
const python = join(root, ".venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
const deepFolder = mkdtempSync(join(root, "tests", "notebooks", "deep-"));
afterAll(() => rmSync(deepFolder, { recursive: true }));

test("the stop button ends a running train, in a kernel started in any folder of the project", () => {
  const output = execFileSync(python, [join(__dirname, "interrupt.py"), deepFolder], { encoding: "utf8" });
  const { status, steps } = JSON.parse(output.trim().split("\n").at(-1)!) as {
    status: string;
    steps: number[];
  };
  expect(status).toBe("error"); // tslab says "Interrupted asynchronously"
  expect(steps[0]).toBeGreaterThan(0);
  expect(steps[1]).toBe(steps[0]);
}, 60_000);
