import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./folder";

const program = join(import.meta.dirname, "signals", "multiply.ts");

interface Ending {
  /** What ended it: its code, or the name of a signal. */
  readonly end: number | string;
  readonly said: { readonly heard: Readonly<Record<string, number>>; readonly blockedInChild: string };
}

interface Storm {
  /** Sent one after another, a millisecond apart. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Whether the program listens to them. */
  readonly listens?: boolean;
  readonly flags?: readonly string[];
  readonly ms?: number;
}

/** Runs the program, and sends it signals while it multiplies. */
function multiplying({ signals = [], listens = true, flags = [], ms = 1000 }: Storm): Promise<Ending> {
  const heard = listens ? signals : [];
  const child = spawn(process.execPath, [...flags, "--import", "tsx", program, String(ms), ...heard], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said: Ending["said"] = { heard: {}, blockedInChild: "unknown" };
  let [storm, sent]: [NodeJS.Timeout | undefined, number] = [undefined, 0];
  createInterface({ input: child.stdout }).on("line", (line) => {
    clearInterval(storm);
    if (line !== "ready") said = JSON.parse(line) as Ending["said"];
    else if (signals.length > 0) storm = setInterval(() => child.kill(signals[sent++ % signals.length]), 1);
  });
  return new Promise((resolve) => {
    child.on("close", (code, by) => {
      clearInterval(storm);
      resolve({ end: by ?? code!, said });
    });
  });
}

const isConcerned = process.platform === "linux" && process.arch === "x64";

describe.runIf(isConcerned)("a program that multiplies matrices", () => {
  test("lives through V8's profiler, which still sees it multiply", async () => {
    const folder = temporaryFolder();
    const flags = ["--cpu-prof", `--cpu-prof-dir=${folder}`, "--cpu-prof-interval=100"];
    expect(await multiplying({ flags })).toMatchObject({ end: 0 });
    const profiles = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")); // one a thread
    const counts = profiles.map((text) => samplesIn("executeSingleOutput", JSON.parse(text) as CpuProfile));
    expect(Math.max(...counts)).toBeGreaterThan(100);
  });

  test("lives through signals, hears them all, and starts child processes that block none", async () => {
    const { end, said } = await multiplying({ signals: ["SIGCHLD", "SIGWINCH", "SIGINT", "SIGUSR2"] });
    expect(end).toBe(0);
    expect(Object.values(said.heard).map((count) => count > 5)).toEqual([true, true, true, true]);
    expect(said.blockedInChild).toBe("0000000000000000");
  });

  test.each(["SIGINT", "SIGTERM"] as const)("ends by %s where it does not listen to it", async (signal) => {
    const { end } = await multiplying({ signals: [signal], listens: false, ms: 20_000 });
    expect(end).toBe(signal);
  });
});

interface CpuProfile {
  readonly nodes: { readonly id: number; readonly callFrame: { readonly functionName: string } }[];
  readonly samples: number[];
}

/** How often a function was found at work. */
function samplesIn(name: string, { nodes, samples }: CpuProfile): number {
  const found = nodes.filter(({ callFrame }) => callFrame.functionName.endsWith(name)).map(({ id }) => id);
  return samples.filter((id) => found.includes(id)).length;
}
