import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * Where everything that set-up makes lies; all of it inside the project, none of it in git.
 *
 * @param {string} root
 */
export function layoutOf(root, platform = process.platform) {
  const venv = join(root, ".venv");
  const course = join(root, ".course");
  return {
    root,
    nodeModules: join(root, "node_modules"),
    tfjsNode: join(root, "node_modules", "@tensorflow", "tfjs-node"),
    venv,
    python: platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python"),
    kernelspec: join(venv, "share", "jupyter", "kernels", "rnn-to-transformer"),
    course,
    downloads: join(course, "downloads"),
    tensorflow: join(course, "tensorflow"),
    logs: join(course, "logs"),
    lock: join(course, "setup.lock"),
  };
}

/** @typedef {ReturnType<typeof layoutOf>} Layout */
