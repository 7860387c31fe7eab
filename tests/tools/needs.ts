/**
 * Tests that need a program which a reader may not have:
 *
 *     describe.skipIf(isMissing("chromium"))("the lab in a browser", () => { … });
 *
 * On a reader's machine they are skipped, and `npm test` names them with the reason; with CI=true a missing tool fails.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bubblewrapProblem } from "../../tools/grade/run/bubblewrap";

type Tool = "chromium" | "cjk font" | "g++" | "bubblewrap" | "redis-server";

/** Where `name` is in the PATH, or undefined. */
function findProgram(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(process.platform === "win32" ? ";" : ":");
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
}

/** The browser for playwright-core's `executablePath`; CHROMIUM_PATH goes first. */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && existsSync(named)) return named;
  const usual = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
  return usual.map(findProgram).find((path) => path !== undefined);
}

const hasCjkFont = (): boolean =>
  (spawnSync("fc-list", [":lang=ko", "family"], { encoding: "utf8" }).stdout ?? "").trim() !== "";

const tools: Record<Tool, { isThere: () => boolean; install: string }> = {
  chromium: { isThere: () => findChromium() !== undefined, install: "sudo apt install chromium" },
  "cjk font": { isThere: hasCjkFont, install: "sudo apt install fonts-noto-cjk fontconfig" },
  bubblewrap: {
    isThere: () => bubblewrapProblem() === undefined,
    install: "sudo apt install bubblewrap (and a system that lets it make namespaces)",
  },
  "redis-server": {
    isThere: () => findProgram("redis-server") !== undefined,
    install: "sudo apt install redis-server",
  },
  "g++": { isThere: () => findProgram("g++") !== undefined, install: "sudo apt install g++" },
};

/**
 * For `test.skipIf` and `describe.skipIf`.
 *
 * @throws {Error} with CI=true the tool is missing
 */
export function isMissing(tool: Tool): boolean {
  const { isThere, install } = tools[tool];
  if (isThere()) return false;
  const reason = `${tool} is missing; on Debian or Ubuntu: ${install}`;
  if (process.env["CI"] === "true") throw new Error(reason);
  console.log(`missing tool: ${reason}`); // read by tools/test/tally-reporter.mjs
  return true;
}
