import { join } from "node:path";
import { writtenFiles } from "./written-files.mjs";

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

export const jupyterSettings = writtenFiles("settings that keep JupyterLab off the network", ({ venv }) => ({
  [join(venv, "etc", "jupyter", "jupyter_config.json")]: serverSettings,
  [join(venv, "share", "jupyter", "lab", "settings", "overrides.json")]: labSettings,
}));
