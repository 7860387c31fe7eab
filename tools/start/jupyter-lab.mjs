import { language, phrase } from "../../lib/jupyter/language.cjs";
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { layoutOf, projectRoot } from "../setup/layout.mjs";
import { Problem } from "../setup/problem.mjs";
import { canWrite, learnerFolder, stateFolder } from "../setup/state-folder.cjs";
import { layOutDesk } from "./desk.mjs";
import { trustNotebooks } from "./trust.mjs";

const serveFile = fileURLToPath(new URL("serve.py", import.meta.url));
const styleFile = fileURLToPath(new URL("lab.css", import.meta.url));
const FIRST = "00-start-here.ipynb";
const PATIENCE_MS = 15_000;

/** Settings, signatures and running servers are kept apart from the reader's own Jupyter. @param {string} folder */
export const jupyterFolders = (folder) => ({
  JUPYTER_CONFIG_DIR: join(folder, "config"),
  JUPYTER_DATA_DIR: join(folder, "data"),
  JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
});

/** The notebook to open, in the reader's language if it is there; none when there is none yet. @param {string} root */
export function firstNotebook(root) {
  const folders = language() === "ko" ? ["notebooks/ko", "notebooks"] : ["notebooks"];
  for (const folder of folders) {
    const path = join(root, folder);
    const notebooks = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".ipynb")) : [];
    const name = notebooks.includes(FIRST) ? FIRST : folder === "notebooks" && notebooks.sort()[0];
    if (name) return `${folder}/${name}`;
  }
  return undefined;
}

/** Where JupyterLab looks for a style of ours. @param {string} config */
function writeStyle(config) {
  mkdirSync(join(config, "custom"), { recursive: true });
  copyFileSync(styleFile, join(config, "custom", "custom.css"));
}

/**
 * JupyterLab's own language, as its menu would set it: that of this run, so that the interface and the pages speak the same.
 *
 * @param {string} config
 */
export function writeLocale(config) {
  const folder = join(config, "lab", "user-settings", "@jupyterlab", "translation-extension");
  mkdirSync(folder, { recursive: true });
  const locale = language() === "ko" ? "ko_KR" : "en";
  writeFileSync(join(folder, "plugin.jupyterlab-settings"), `${JSON.stringify({ locale })}\n`);
}

/** @param {string} root @param {string[]} options  of the reader */
function labArguments(root, options) {
  const notebook = firstNotebook(root);
  const isRoot = process.getuid?.() === 0;
  const isPortChosen = options.some((option) => option.split("=")[0] === "--port");
  if (isRoot) console.log(phrase("You are root, as in a container: JupyterLab is told to allow that."));
  return [
    serveFile,
    ...(notebook === undefined ? [] : [notebook]),
    `--ServerApp.root_dir=${root}`,
    "--ServerApp.log_level=WARN",
    "--LabApp.custom_css=True",
    "--ServerApp.answer_yes=True", // Ctrl-C ends the server without asking back
    ...(isRoot ? ["--allow-root"] : []),
    ...(isPortChosen ? ["--ServerApp.port_retries=0"] : []), // that one or none: somebody forwards it
    ...options,
  ];
}

/**
 * Ctrl-C, or an end by any other means, closes the server's input, and that ends it (see serve.py); in a session of its
 * own, no other signal reaches it.
 *
 * @param {import("node:child_process").ChildProcess} server
 */
function endWithUs(server) {
  const end = () => {
    server.stdin?.end();
    setTimeout(() => server.kill("SIGKILL"), PATIENCE_MS).unref();
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, end);
  if (process.env["npm_lifecycle_event"] !== undefined) onOrphaned(end);
}

/** A signal to npm ends npm and its shell, but does not reach us. @param {() => void} end */
function onOrphaned(end) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, 1000);
  timer.unref();
}

/**
 * Serves the course until the reader ends it.
 *
 * @param {string[]} options  for JupyterLab
 * @returns {Promise<number>} its exit code
 */
export async function serveJupyterLab(options) {
  const { python } = layoutOf(projectRoot);
  const root = learnerFolder();
  for (const folder of [root, stateFolder()])
    if (!canWrite(folder))
      throw new Problem(
        phrase(
          "Neither the course's folder nor {0} can be written: set COURSE_STATE and HOME to folders of your own.",
          folder,
        ),
      );
  if (root !== projectRoot) layOutDesk(projectRoot, root);
  const folders = jupyterFolders(stateFolder("jupyter"));
  const env = { ...process.env, ...folders };
  writeStyle(folders.JUPYTER_CONFIG_DIR);
  writeLocale(folders.JUPYTER_CONFIG_DIR);
  await trustNotebooks(root, python, env);
  console.log(phrase("Starting JupyterLab (a few seconds); Ctrl-C ends it."));
  const server = spawn(python, labArguments(root, options), {
    cwd: root,
    env,
    stdio: ["pipe", "inherit", "inherit"],
    detached: true,
  });
  endWithUs(server);
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.on("exit", (code) => resolve(code ?? 0));
  });
}
