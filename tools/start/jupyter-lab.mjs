import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { layoutOf, projectRoot } from "../setup/layout.mjs";
import { trustNotebooks } from "./trust.mjs";

const FIRST = "00-start-here.ipynb";
const PATIENCE_MS = 10_000;

/** Settings, signatures and running servers are kept inside the project, apart from the reader's own Jupyter. @param {string} folder */
export const jupyterFolders = (folder) => ({
  JUPYTER_CONFIG_DIR: join(folder, "config"),
  JUPYTER_DATA_DIR: join(folder, "data"),
  JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
});

/** The notebook to open, or none when there is none yet. @param {string} root */
export function firstNotebook(root) {
  const folder = join(root, "notebooks");
  const notebooks = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".ipynb")) : [];
  const name = notebooks.includes(FIRST) ? FIRST : notebooks.sort()[0];
  return name === undefined ? undefined : `notebooks/${name}`;
}

/** @param {string} root @param {string[]} options  of the reader */
function labArguments(root, options) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) console.log("You are root, as in a container: JupyterLab is told to allow that.");
  return [
    ...["-m", "jupyterlab", ...(firstNotebook(root) ? [/** @type {string} */ (firstNotebook(root))] : [])],
    `--ServerApp.root_dir=${root}`,
    "--ServerApp.log_level=WARN",
    "--ServerApp.answer_yes=True", // Ctrl-C ends the server without asking back
    ...(isRoot ? ["--allow-root"] : []),
    ...options,
  ];
}

/** Ends the server when we are told to end; it ends its kernels. @param {import("node:child_process").ChildProcess} server */
function endWithUs(server) {
  const end = () => {
    server.kill("SIGTERM");
    setTimeout(() => server.kill("SIGKILL"), PATIENCE_MS).unref();
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, end);
}

/**
 * Serves the course until the reader ends it.
 *
 * @param {string[]} options  for JupyterLab
 * @returns {Promise<number>} its exit code
 */
export async function serveJupyterLab(options) {
  const { root, python, jupyter } = layoutOf(projectRoot);
  const env = { ...process.env, ...jupyterFolders(jupyter) };
  await trustNotebooks(root, python, env);
  console.log("Starting JupyterLab (a few seconds); Ctrl-C ends it.");
  const server = spawn(python, labArguments(root, options), { cwd: root, env, stdio: "inherit" });
  endWithUs(server);
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.on("exit", (code) => resolve(code ?? 0));
  });
}
