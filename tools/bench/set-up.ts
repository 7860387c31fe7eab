/** How long set-up takes: in a fresh clone with empty caches, and once more where everything is there. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../notebook/sources";

export interface SetUpTime {
  /** What was cloned; changes that are not committed are not in it. */
  readonly commit: string;
  readonly coldSeconds: number;
  readonly warmSeconds: number;
}

/** Clones, sets up twice, and removes all of it. Needs the network. */
export function measureSetUp(): SetUpTime {
  const place = mkdtempSync(join(tmpdir(), "set-up-"));
  const clone = join(place, "clone");
  try {
    execFileSync("git", ["clone", "--quiet", root, clone]);
    const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: clone, encoding: "utf8" });
    return { commit: commit.trim(), coldSeconds: seconds(clone, place), warmSeconds: seconds(clone, place) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function seconds(clone: string, place: string): number {
  const env = {
    ...process.env,
    npm_config_cache: join(place, "npm-cache"),
    PIP_CACHE_DIR: join(place, "pip-cache"),
  };
  const started = performance.now();
  execFileSync("npm", ["run", "setup"], {
    cwd: clone,
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return (performance.now() - started) / 1000;
}
