import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "./stamp.mjs";

/** The entry by which JupyterLab, nbclient, jupytext and VS Code find the course's kernel. */

/** @param {string} root  of the project @param {string} node  the Node that runs the kernel */
export const kernelspecOf = (root, node) => ({
  argv: [node, join(root, "tools", "kernel", "launch.cjs"), "{connection_file}"],
  display_name: "TypeScript (rnn-to-transformer)",
  language: "typescript",
  interrupt_mode: "signal",
  metadata: { debugger: false },
});

/** @param {import("./layout.mjs").Layout} layout */
const contentOf = ({ root }) => JSON.stringify(kernelspecOf(root, process.execPath), null, 2) + "\n";

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Rewritten when Node or the project has moved.
 *
 * @type {import("./step.mjs").Step}
 */
export const kernelspec = {
  isDone: async ({ layout }) => read(join(layout.kernelspec, "kernel.json")) === contentOf(layout),

  plan: async ({ layout }) => ({
    what: "the notebook kernel, TypeScript (rnn-to-transformer)",
    diskBytes: 0,
    seconds: 1,
    perform: async () => writeAtomically(join(layout.kernelspec, "kernel.json"), contentOf(layout)),
  }),
};
