import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256OfSmallFile } from "./checksum.mjs";
import { isUnreachable, needingNetwork } from "./network.mjs";
import { Problem } from "./problem.mjs";
import { withBar } from "../../lib/jupyter/bar.cjs";
import { hasStamp, removeStamp, writeStamp } from "./stamp.mjs";

/** @typedef {import("./step.mjs").Context} Context */
/** @typedef {{ os?: string[], cpu?: string[], libc?: string[] }} LockedPackage */

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

/** @param {Pick<Context, "run" | "layout">} context @param {string[]} args @param {import("./program.mjs").ProgramOptions} [options] */
export function runNpm({ run, layout }, args, options) {
  const { command, first } = npmCommand();
  // "npm -s" tells every npm below it to be silent, even about what went wrong.
  return run(command, [...first, ...args, "--loglevel=error"], { cwd: layout.root, ...options });
}

/** @param {Context} context */
async function requireNpm(context) {
  await runNpm(context, ["--version"]).catch(() => {
    throw new Problem('npm is missing: install it, on Debian or Ubuntu with "sudo apt install npm".');
  });
}

/** The packages of the lock file that belong on this system. @param {Context} context */
function packageFolders({ layout, platform, arch }) {
  const lock = JSON.parse(readFileSync(join(layout.root, "package-lock.json"), "utf8"));
  return Object.entries(/** @type {Record<string, LockedPackage>} */ (lock.packages))
    .filter(([path, { os, cpu, libc }]) => {
      const isOurs = (os?.includes(platform) ?? true) && (cpu?.includes(arch) ?? true);
      return path !== "" && isOurs && !libc?.includes("musl");
    })
    .map(([path]) => join(layout.root, path, "package.json"));
}

/** npm shows nothing while it works, so we count the packages that have arrived. @param {Context} context */
async function installWithBar(context) {
  const files = packageFolders(context);
  await withBar(
    { title: "npm packages", total: files.length, unit: "packages" },
    context.out,
    async (bar) => {
      const timer = setInterval(() => bar.update(files.filter((file) => existsSync(file)).length), POLL_MS);
      const args = [
        "ci",
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

/** Before anything is changed: is there a network at all? @param {Context} context */
export const requireNetwork = (context) =>
  needingNetwork("the npm registry", () =>
    runNpm(context, ["ping", "--fetch-retries=0"]).catch(rethrowUnreachable),
  );

/** A mirror may not answer a ping, but then it does answer. @param {unknown} error */
function rethrowUnreachable(error) {
  if (isUnreachable(error)) throw error;
}

/** @type {import("./step.mjs").Step} */
export const npmPackages = {
  isDone: async (context) => hasStamp(context.layout.nodeModules, inputs(context)),

  async plan(context) {
    await requireNpm(context);
    return {
      what: "npm packages (TensorFlow.js, the TypeScript kernel, the plots), as pinned in package-lock.json",
      downloadBytes: 210e6,
      diskBytes: 850e6,
      seconds: 45,
      async perform() {
        removeStamp(context.layout.nodeModules);
        await needingNetwork("the npm registry", () => installWithBar(context));
        writeStamp(context.layout.nodeModules, inputs(context));
      },
    };
  },
};
