import { spawn } from "node:child_process";
import { projectRoot } from "../setup/layout.mjs";

/**
 * Runs Node in the project's root, showing its output as it comes.
 *
 * @param {string[]} args
 * @param {Record<string, string>} [env]  added to ours
 * @returns {Promise<number>} its exit code
 */
export const spawnInProject = (args, env) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
