import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { needingNetwork } from "./network.mjs";

/** Downloading a Python package for a system and a Python that need not be ours; nothing of it is installed. */

/**
 * @param {import("./step.mjs").Context} context
 * @param {{ requirement: string, platform: string, sha256: string }} wheel
 * @param {string} partial  where to put it
 * @param {(done: number) => void} onProgress  bytes
 */
export async function downloadWheel({ layout, run }, { requirement, platform, sha256 }, partial, onProgress) {
  const folder = join(layout.downloads, "pip");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const requirements = join(folder, "requirements.txt");
  writeFileSync(requirements, `${requirement} --hash=sha256:${sha256}\n`);
  const args = [
    "-m",
    "pip",
    "download",
    "--require-hashes",
    "-r",
    requirements,
    "--no-deps",
    "--dest",
    folder,
  ];
  const target = ["--only-binary", ":all:", "--python-version", "3.11", "--platform", platform];
  // No cache: a second copy of 200 MB in the reader's home folder would help nobody.
  const manner = ["--no-cache-dir", "--no-input", "--disable-pip-version-check", "--progress-bar", "raw"];
  await needingNetwork("the Python package index", () =>
    run(layout.python, [...args, ...target, ...manner], {
      log: join(layout.logs, "wheel.log"),
      env: { TMPDIR: folder, PYTHONUNBUFFERED: "1" },
      onLine: (line) => {
        const progress = /^Progress (\d+) of/.exec(line);
        if (progress) onProgress(Number(progress[1]));
      },
    }),
  );
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".whl"));
  if (file !== undefined && existsSync(join(folder, file))) renameSync(join(folder, file), partial);
  rmSync(folder, { recursive: true, force: true });
}
