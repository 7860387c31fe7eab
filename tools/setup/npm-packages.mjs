import { phrase } from "../../lib/jupyter/language.cjs";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sha256OfSmallFile } from "./checksum.mjs";
import { missingBytes } from "./disk-space.mjs";
import { isUnreachable, needingNetwork } from "./network.mjs";
import { Problem } from "./problem.mjs";
import { ProgramFailure } from "./program.mjs";
import { withBar } from "../../lib/jupyter/bar.cjs";
import { hasStamp, removeStamp, writeStamp } from "./stamp.mjs";
import { canWrite, homeFolder } from "./state-folder.cjs";

/** @typedef {import("./step.mjs").Context} Context */
/** @typedef {{ os?: string[], cpu?: string[], libc?: string[], optional?: boolean }} LockedPackage */

const POLL_MS = 500;

/** @param {Context} context */
const inputs = ({ layout, platform, arch }) => ({
  lock: sha256OfSmallFile(join(layout.root, "package-lock.json")),
  system: `${platform}-${arch}`,
});

/** How npm is started: the very npm that started us, or the one in the PATH. */
function npmCommand() {
  const npmFile = process.env["npm_execpath"];
  if (npmFile?.endsWith("npm-cli.js")) return { command: process.execPath, first: [npmFile] };
  if (process.platform === "win32") return { command: "cmd.exe", first: ["/d", "/c", "npm"] };
  return { command: "npm", first: [] };
}

/** npm fails where it cannot keep a cache, as for a user without a home. @param {Context["layout"]} layout */
function cacheEnvironment({ course }) {
  const usual = process.env["npm_config_cache"] ?? join(homeFolder(), ".npm");
  return canWrite(usual) ? {} : { npm_config_cache: join(course, "npm-cache") };
}

/** @param {Pick<Context, "run" | "layout">} context @param {string[]} args @param {import("./program.mjs").ProgramOptions} [options] */
export function runNpm({ run, layout }, args, options) {
  const { command, first } = npmCommand();
  // "npm -s" tells every npm below it to be silent, even about what went wrong.
  return run(command, [...first, ...args, "--loglevel=error"], {
    cwd: layout.root,
    env: cacheEnvironment(layout),
    ...options,
  });
}

/** @param {Context} context */
async function requireNpm(context) {
  await runNpm(context, ["--version"]).catch(() => {
    throw new Problem(phrase('npm is missing: install it, on Debian or Ubuntu with "sudo apt install npm".'));
  });
}

/** The packages of the lock file that belong on this system. @param {Context} context @param {boolean} [isNeeded]  only those that must be there */
function packageFiles({ layout, platform, arch }, isNeeded = false) {
  const lock = JSON.parse(readFileSync(join(layout.root, "package-lock.json"), "utf8"));
  return Object.entries(/** @type {Record<string, LockedPackage>} */ (lock.packages))
    .filter(([path, { os, cpu, libc, optional }]) => {
      if (isNeeded && optional) return false;
      const isOurs = (os?.includes(platform) ?? true) && (cpu?.includes(arch) ?? true);
      return path !== "" && isOurs && !libc?.includes("musl");
    })
    .map(([path]) => join(layout.root, path, "package.json"));
}

/** npm shows nothing while it works, so we count the packages that have arrived. @param {Context} context */
async function installWithBar(context) {
  const files = packageFiles(context);
  await withBar(
    { title: phrase("npm packages"), total: files.length, unit: phrase("packages") },
    context.out,
    async (bar) => {
      const timer = setInterval(() => bar.update(files.filter((file) => existsSync(file)).length), POLL_MS);
      const args = [
        "ci",
        "--include=dev", // even where NODE_ENV is "production", as in many containers
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--fetch-retries=1",
      ];
      try {
        await runNpm(context, args, { log: join(context.layout.logs, "npm.log") });
      } finally {
        clearInterval(timer);
      }
    },
  );
}

/** What npm has left when it was killed can be in the way of the next one. @param {Context} context */
async function installAfresh(context) {
  try {
    await installWithBar(context);
  } catch (error) {
    if (!(error instanceof ProgramFailure) || !error.tail.includes("ENOTEMPTY")) throw error;
    context.say(phrase("node_modules was left half made: it is deleted, and made anew."));
    rmSync(context.layout.nodeModules, { recursive: true, force: true, maxRetries: 5 });
    await installWithBar(context);
  }
}

/** All that npm should have installed is there, whatever it was told to leave out. @param {Context} context */
const isComplete = (context) => packageFiles(context, true).every((file) => existsSync(file));

/** Before anything is changed: is there a network at all? @param {Context} context */
export const requireNetwork = (context) =>
  needingNetwork(phrase("the npm registry"), () =>
    runNpm(context, ["ping", "--fetch-retries=0"]).catch(rethrowUnreachable),
  );

/** A mirror may not answer a ping, but then it does answer. @param {unknown} error */
function rethrowUnreachable(error) {
  if (isUnreachable(error)) throw error;
}

/** @type {import("./step.mjs").Step} */
export const npmPackages = {
  isDone: async (context) => hasStamp(context.layout.nodeModules, inputs(context)) && isComplete(context),

  async plan(context) {
    await requireNpm(context);
    return {
      what: phrase(
        "npm packages (TensorFlow.js, the TypeScript kernel, the plots), as pinned in package-lock.json",
      ),
      downloadBytes: 210e6,
      diskBytes: missingBytes(850e6, context.layout.nodeModules),
      seconds: 45,
      async perform() {
        removeStamp(context.layout.nodeModules);
        await needingNetwork(phrase("the npm registry"), () => installAfresh(context));
        writeStamp(context.layout.nodeModules, inputs(context));
      },
    };
  },
};
