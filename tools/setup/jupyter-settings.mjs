import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "./stamp.mjs";

/** What the environment's Jupyter does differently: it stays off the network, and shows one kernel. */

const serverSettings = {
  LabApp: {
    news_url: null,
    check_for_updates_class: "jupyterlab.NeverCheckForUpdate",
    extension_manager: "readonly",
  },
  MappingKernelManager: { default_kernel_name: "rnn-to-transformer" },
  KernelSpecManager: { ensure_native_kernel: false },
};

const labSettings = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

/** @param {import("./layout.mjs").Layout} layout @returns {[path: string, content: string][]} */
const filesOf = ({ venv }) => [
  [join(venv, "etc", "jupyter", "jupyter_config.json"), JSON.stringify(serverSettings, null, 2) + "\n"],
  [
    join(venv, "share", "jupyter", "lab", "settings", "overrides.json"),
    JSON.stringify(labSettings, null, 2) + "\n",
  ],
];

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** @type {import("./step.mjs").Step} */
export const jupyterSettings = {
  isDone: async ({ layout }) => filesOf(layout).every(([path, content]) => read(path) === content),

  plan: async ({ layout }) => ({
    what: "settings that keep JupyterLab off the network",
    diskBytes: 0,
    seconds: 1,
    async perform() {
      for (const [path, content] of filesOf(layout)) writeAtomically(path, content);
    },
  }),
};
