/** The runner itself, in the real kernel: what passes, what fails, and what it says. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { executeNotebook } from "../../tools/notebook/execute";
import { buildNotebook } from "../../tools/notebook/notebook-file";

const run = (...sources: string[]) => {
  const cells = sources.map((source) => ({ type: "code" as const, source, metadata: {}, line: 1 }));
  return executeNotebook(buildNotebook("98", cells), { isSmoke: true, cellSeconds: 60, isQuiet: true });
};
const countsOf = ({ notebook }: Awaited<ReturnType<typeof run>>) =>
  notebook.cells.map((cell) => cell.execution_count);

describe("executeNotebook", () => {
  test("runs cells in order, keeps variables, and collects bands", async () => {
    const execution = await run(
      'import { band } from "./lib/notebook";\nconst value = await Promise.resolve(0.5);',
      'band({ name: "half", value: value, low: 0, high: 1 });',
    );
    expect(execution.hasFailed, execution.log).toBe(false);
    expect(countsOf(execution)).toEqual([1, 2]);
    expect(execution.notebook.metadata["course"]).toEqual({
      notebook: "98",
      bands: [{ name: "half", value: 0.5, low: 0, high: 1 }],
      seconds: execution.seconds,
      ...(execution.peakMb !== undefined && { peakMb: execution.peakMb }),
    });
  }, 120_000);

  test.skipIf(process.platform !== "linux")(
    "tells how much memory the kernel took at most",
    async () => {
      const { peakMb } = await run("const block = Buffer.alloc(200 * 2 ** 20, 1);\nblock.length;");
      expect(peakMb).toBeGreaterThan(250);
      expect(peakMb).toBeLessThan(2000);
    },
    120_000,
  );

  test("stops at the cell that throws, and keeps its message", async () => {
    const execution = await run("1;", 'throw new Error("the weights are gone");', "3;");
    expect(execution.hasFailed).toBe(true);
    expect(execution.log).toContain('throw new Error("the weights are gone");');
    expect(execution.log).toContain("Error: the weights are gone");
    expect(countsOf(execution)[2]).toBeNull();
  }, 120_000);

  test("stops at a type error", async () => {
    const execution = await run('const n: number = "text";');
    expect(execution.hasFailed).toBe(true);
    expect(execution.log).toContain("Type 'string' is not assignable to type 'number'");
  }, 120_000);

  test("stops a cell that never ends, but gives the first one, which compiles, its own time", async () => {
    const sources = ["await new Promise((end) => setTimeout(end, 4000));", "await new Promise(() => {});"];
    const cells = sources.map((source) => ({ type: "code" as const, source, metadata: {}, line: 1 }));
    const execution = await executeNotebook(buildNotebook("98", cells), {
      isSmoke: true,
      cellSeconds: 2,
      isQuiet: true,
    });
    expect(execution.log).toMatch(/^\[1\/2\] +\d/m);
    expect(execution.log).toMatch(/^\[2\/2\] FAILED .*no end after 2 s/m);
  }, 120_000);

  test("says why when the kernel cannot be started, as when Node was moved", async () => {
    const folder = mkdtempSync(join(tmpdir(), "moved-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const kernel = join(folder, "kernels", "rnn-to-transformer");
    mkdirSync(kernel, { recursive: true });
    const spec = {
      argv: ["/moved/node", "{connection_file}"],
      display_name: "moved",
      language: "typescript",
    };
    writeFileSync(join(kernel, "kernel.json"), JSON.stringify(spec));
    const execution = await executeNotebook(buildNotebook("98", []), {
      isSmoke: true,
      cellSeconds: 60,
      isQuiet: true,
      env: { JUPYTER_PATH: folder },
    });
    expect(execution.hasFailed).toBe(true);
    expect(execution.trouble).toContain("No such file or directory: '/moved/node'");
  }, 120_000);
});
