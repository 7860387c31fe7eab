import { join } from "node:path";
import { writtenFiles } from "./written-files.mjs";

/**
 * The entry by which JupyterLab, nbclient, jupytext and VS Code find the course's kernel.
 *
 * @param {string} root  of the project
 * @param {string} node  the Node that runs the kernel
 */
export const kernelspecOf = (root, node) => ({
  argv: [node, join(root, "tools", "kernel", "launch.cjs"), "{connection_file}"],
  display_name: "TypeScript (rnn-to-transformer)",
  language: "typescript",
  interrupt_mode: "signal",
  metadata: { debugger: false },
});

export const kernelspec = writtenFiles("the notebook kernel, TypeScript (rnn-to-transformer)", (layout) => ({
  [join(layout.kernelspec, "kernel.json")]: kernelspecOf(layout.root, process.execPath),
}));
