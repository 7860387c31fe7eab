/** The step of set-up that runs npm, with an npm of the test's own. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { npmPackages } from "../../../tools/setup/npm-packages.mjs";
import { ProgramFailure, type ProgramOptions } from "../../../tools/setup/program.mjs";
import { contextIn } from "./context";
import { temporaryFolder } from "./folder";

const lock = {
  packages: {
    "": {},
    "node_modules/vega": {},
    "node_modules/headers": { dev: true },
    "node_modules/for-macs": { os: ["darwin"], optional: true },
    "node_modules/if-it-can": { optional: true },
  },
};

/** @param install  what `npm ci` does, at its first call, at its second, … */
function projectWith(...install: ((root: string) => void)[]) {
  const root = temporaryFolder();
  writeFileSync(join(root, "package-lock.json"), JSON.stringify(lock));
  const calls: string[][] = [];
  const environments: ProgramOptions["env"][] = [];
  const run = (_program: string, args: string[], { env }: ProgramOptions = {}): Promise<string> => {
    if (!args.includes("ci")) return Promise.resolve("11.0.0");
    calls.push(args);
    environments.push(env);
    return new Promise((resolve) => resolve(String(install[calls.length - 1]?.(root))));
  };
  const context = contextIn(root, { run });
  const setUp = async () => (await npmPackages.plan(context)).perform();
  return { context, calls, environments, setUp };
}

const put = (root: string, name: string) => {
  const file = join(root, "node_modules", name, "package.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "{}");
};
const all = (root: string) => ["vega", "headers"].forEach((name) => put(root, name));

describe("npm's packages", () => {
  test("are those of development too, whatever NODE_ENV says", async () => {
    const { calls, setUp } = projectWith(all);
    await setUp();
    expect(calls[0]).toContain("--include=dev");
  });

  test("go through a cache in the course's folder where npm's own cannot be written", async () => {
    const { context, environments, setUp } = projectWith(all, all);
    vi.stubEnv("npm_config_cache", join(context.layout.root, "package-lock.json", "cache"));
    await setUp();
    vi.stubEnv("npm_config_cache", temporaryFolder());
    await setUp();
    vi.unstubAllEnvs();
    expect(environments).toEqual([{ npm_config_cache: join(context.layout.course, "npm-cache") }, {}]);
  });

  test("are done when all are there that must be, those for other systems aside", async () => {
    const { context, setUp } = projectWith(all);
    expect(await npmPackages.isDone(context)).toBe(false);
    await setUp();
    expect(await npmPackages.isDone(context)).toBe(true);
  });

  test("are not done, whatever the stamp says, when npm left some out", async () => {
    const { context, setUp } = projectWith((root) => put(root, "vega"));
    await setUp();
    expect(await npmPackages.isDone(context)).toBe(false);
  });

  test("are made anew, once, when an npm that was killed left something in the way", async () => {
    const inTheWay = () => {
      throw new ProgramFailure("npm", "npm error ENOTEMPTY: directory not empty, rmdir '…'", undefined);
    };
    const { context, calls, setUp } = projectWith(inTheWay, (root) => {
      expect(existsSync(join(root, "node_modules", "left over"))).toBe(false);
      all(root);
    });
    mkdirSync(join(context.layout.nodeModules, "left over"), { recursive: true });
    await setUp();
    expect(calls).toHaveLength(2);
    expect(await npmPackages.isDone(context)).toBe(true);

    const hopeless = projectWith(inTheWay, inTheWay);
    await expect(hopeless.setUp()).rejects.toThrow("ENOTEMPTY");
  });
});
