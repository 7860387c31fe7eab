import { phrase } from "../../lib/jupyter/language.cjs";
import { join } from "node:path";
import { writtenFiles } from "./written-files.mjs";

/** What the environment's Jupyter does differently: it stays off the network, shows one kernel, and of a notebook only the notebook. */

const serverSettings = {
  LabApp: {
    news_url: null,
    check_for_updates_class: "jupyterlab.NeverCheckForUpdate",
    extension_manager: "readonly",
  },
  MappingKernelManager: { default_kernel_name: "rnn-to-transformer" },
  KernelSpecManager: { ensure_native_kernel: false },
  // The percent sources and translations beside the notebooks are for those who edit the course.
  ContentsManager: {
    hide_globs: ["__pycache__", "*.py[co]", ".DS_Store", "*~", "[0-9][0-9]-*.ts", "[0-9][0-9]-*.po"],
  },
};

const labSettings = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  "@jupyterlab/apputils-extension:themes": { "adaptive-theme": true }, // light or dark, as the system is
  "@jupyterlab/filebrowser-extension:browser": { showLastModifiedColumn: false }, // the names need its place
};

export const jupyterSettings = writtenFiles(
  phrase("settings that keep JupyterLab off the network"),
  ({ venv }) => ({
    [join(venv, "etc", "jupyter", "jupyter_config.json")]: serverSettings,
    [join(venv, "share", "jupyter", "lab", "settings", "overrides.json")]: labSettings,
  }),
);
