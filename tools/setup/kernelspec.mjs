import { phrase } from "../../lib/jupyter/language.cjs";
import { join } from "node:path";
import { writeAtomically } from "./stamp.mjs";
import { writtenFiles } from "./written-files.mjs";

/**
 * The entry by which JupyterLab, nbclient, jupytext and VS Code find the course's kernel.
 *
 * @param {string} root  of the project
 * @param {string} node  the Node that runs the kernel
 */
export const kernelspecOf = (root, node, platform = process.platform) => ({
  argv: [node, join(root, "tools", "kernel", "launch.cjs"), "{connection_file}"],
  display_name: "TypeScript (rnn-to-transformer)",
  language: "typescript",
  interrupt_mode: platform === "win32" ? "message" : "signal", // Windows has no signal that Node would hear
  env: { MALLOC_ARENA_MAX: "2" }, // Linux gives each of TensorFlow's threads memory of its own, and none of it comes back
  metadata: { debugger: false },
});

export const kernelspec = writtenFiles(
  phrase("the notebook kernel, TypeScript (rnn-to-transformer)"),
  (layout) => ({
    [join(layout.kernelspec, "kernel.json")]: kernelspecOf(layout.root, process.execPath),
  }),
);

/**
 * Makes the kernel known to another Jupyter, such as a hub's.
 *
 * @param {string} prefix  of its environment, e.g. what its Python calls `sys.prefix`
 * @param {import("./layout.mjs").Layout} layout
 * @returns {string} the file that was written
 */
export function registerKernel(prefix, { root }) {
  const path = join(prefix, "share", "jupyter", "kernels", "rnn-to-transformer", "kernel.json");
  writeAtomically(path, JSON.stringify(kernelspecOf(root, process.execPath), null, 2) + "\n");
  return path;
}
