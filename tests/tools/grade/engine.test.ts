import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildOnce } from "../../../tools/grade/run/build-once";
import { prepareEngine, programs } from "../../../tools/grade/run/engine";
import type { Engine } from "../../../tools/grade/run/engine";
import { tensorFlow } from "../../../tools/grade/run/tensorflow";
import { temporaryFolder } from "./grading";

const place = temporaryFolder();
afterAll(() => place.remove());

let engine: Engine;
beforeAll(async () => void (engine = await prepareEngine()), 120_000);

describe("a folder that is built once", () => {
  const target = (name: string): string => join(place.path, name, "built");
  const fill = (text: string) => (draft: string) => writeFileSync(join(draft, "file"), text);

  test("is built for the first who asks, and kept for the others", async () => {
    const folder = target("kept");
    await buildOnce(folder, fill("first"));
    await buildOnce(folder, fill("second"));
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("first");
  });

  test("is not there at all when its building fails, and nor is its draft", async () => {
    const folder = target("failed");
    const fails = (draft: string): void => {
      fill("half")(draft);
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    };
    await expect(buildOnce(folder, fails)).rejects.toThrow("no space left on device");
    expect(readdirSync(join(folder, ".."))).toEqual([]);
  });

  test("takes away the drafts of those who were killed, but not one that may still be filled", async () => {
    const folder = target("abandoned");
    const [old, young] = [`${folder}.older1`, `${folder}.young1`];
    [old, young].forEach((draft) => mkdirSync(draft, { recursive: true }));
    const twoHoursAgo = Date.now() / 1000 - 7200;
    utimesSync(old, twoHoursAgo, twoHoursAgo);
    await buildOnce(folder, fill("whole"));
    expect(readdirSync(join(folder, ".."))).toEqual(["built", "built.young1"]);
  });

  test("is the one that was ready first, when two build it at the same time", async () => {
    const folder = target("raced");
    await Promise.all([
      buildOnce(folder, async (draft) => {
        await setTimeout(100);
        fill("slow")(draft);
      }),
      buildOnce(folder, fill("fast")),
    ]);
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("fast");
    expect(readdirSync(join(folder, ".."))).toEqual(["built"]);
  });
});

describe("the engine's code cache", () => {
  const { runner } = programs;
  /** Signed with the key that the input brings. */
  const ready = expect.stringMatching(/^[0-9a-f]{64}\{"ready":true\}\n$/) as string;
  const startUnder = (...options: readonly string[]) =>
    spawnSync(process.execPath, [...runner.options, ...options, join(engine.folder, runner.script)], {
      env: { TFJS_ADDON: tensorFlow.addon, TF_CPP_MIN_LOG_LEVEL: "3" },
      input: "00\n",
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });

  test.each([200, 900, 2048])("is taken by V8 under a heap limit of %i MB", (megabytes) => {
    const { stderr, output, status } = startUnder(`--max-old-space-size=${megabytes}`);
    expect([stderr, output[3], status]).toEqual(["", ready, 0]);
  });

  test("is refused by V8 under other flags, which is said, and the engine starts without it", () => {
    const { stderr, output } = startUnder("--no-opt");
    expect([stderr, output[3]]).toEqual(["V8 refuses the engine's cache\n", ready]);
  });
});
