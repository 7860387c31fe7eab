import { spawn } from "node:child_process";
import { projectRoot } from "../setup/layout.mjs";

/**
 * Runs Node in the project's root, showing its output as it comes, or giving it to `take`.
 *
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, take?: (text: string) => void }} options  `env` is added to ours
 * @returns {Promise<number>} its exit code
 */
export const spawnInProject = (args, { env, take }) =>
  new Promise((resolve, reject) => {
    const output = take ? "pipe" : "inherit";
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ["ignore", output, output],
    });
    if (take) for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", take);
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
