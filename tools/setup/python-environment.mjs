import { phrase } from "../../lib/jupyter/language.cjs";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256OfSmallFile } from "./checksum.mjs";
import { missingBytes } from "./disk-space.mjs";
import { needingNetwork } from "./network.mjs";
import { withBar } from "../../lib/jupyter/bar.cjs";
import { findPython } from "./python.mjs";
import { hasStamp, readStamp, writeStamp } from "./stamp.mjs";

/** The Python environment `.venv` with JupyterLab, nbclient and jupytext. */

/** @typedef {import("./step.mjs").Context} Context */

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
const pipRequirement = fileURLToPath(new URL("pip.txt", import.meta.url));
const POLL_MS = 300;

/** The folder is an input: an environment does not work after it was moved. @param {Context} context @param {string} python */
const inputs = ({ layout }, python) => ({
  requirements: sha256OfSmallFile(requirements),
  pip: sha256OfSmallFile(pipRequirement),
  folder: layout.venv,
  python,
});

/** @param {Context} context */
const pythonVersion = ({ run, layout }) =>
  run(layout.python, ["-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"]).catch(() => "none");

/** Options that leave no choice to the machine's own pip settings. */
const PINNED = ["--require-hashes", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check"];

/** @param {Context} context @param {string[]} args @param {(line: string) => void} [onLine] */
function runPip({ run, layout }, args, onLine) {
  const log = join(layout.logs, "pip.log");
  return needingNetwork(phrase("the Python package index"), () =>
    run(layout.python, ["-m", "pip", ...args], {
      log,
      onLine,
      env: { PIP_USER: "0", PYTHONPATH: undefined },
    }),
  );
}

/** An upper bound: lines for other systems or other Pythons are counted, too. */
function numRequirements() {
  return (
    readFileSync(requirements, "utf8").match(/^[a-z0-9][^\n]*==(?!.*(win32|darwin|'nt'|< '3\.))/gm)?.length ??
    0
  );
}

/** @param {string} venv */
function numInstalled(venv) {
  const library = existsSync(join(venv, "Lib")) ? join(venv, "Lib") : pythonLibrary(venv);
  const packages = join(library, "site-packages");
  return existsSync(packages)
    ? readdirSync(packages).filter((name) => name.endsWith(".dist-info")).length
    : 0;
}

/** @param {string} venv */
const pythonLibrary = (venv) =>
  join(venv, "lib", readdirSync(join(venv, "lib")).find((name) => name.startsWith("python3")) ?? "");

/** @param {Context} context */
async function downloadAndInstall(context) {
  const total = numRequirements();
  let collected = 0;
  await withBar(
    { title: phrase("JupyterLab"), total, unit: phrase("packages") },
    context.out,
    async (bar) => {
      // Downloaded, a package counts half; installed, whole. One is pip.
      const show = () => bar.update(Math.floor((collected + numInstalled(context.layout.venv) - 1) / 2));
      const timer = setInterval(show, POLL_MS);
      try {
        await runPip(context, ["install", ...PINNED, "-r", requirements], (line) => {
          if (line.startsWith("Collecting ")) collected += 1;
        });
      } finally {
        clearInterval(timer);
      }
    },
  );
}

/** @param {Context} context @param {import("./python.mjs").Python} python */
async function makeEnvironment(context, python) {
  const { layout, run } = context;
  rmSync(layout.venv, { recursive: true, force: true });
  await run(python.path, ["-m", "venv", layout.venv], { log: join(layout.logs, "venv.log") });
  await runPip(context, ["install", ...PINNED, "-r", pipRequirement]);
  await downloadAndInstall(context);
  // Learners should meet one kernel; this one came along with JupyterLab.
  rmSync(join(layout.venv, "share", "jupyter", "kernels", "python3"), { recursive: true, force: true });
  writeStamp(layout.venv, inputs(context, await pythonVersion(context)));
}

/** @type {import("./step.mjs").Step} */
export const pythonEnvironment = {
  async isDone(context) {
    const made = readStamp(context.layout.venv);
    if (made === undefined || !hasStamp(context.layout.venv, inputs(context, made["python"]))) return false;
    return (await pythonVersion(context)) === made["python"];
  },

  async plan(context) {
    const python = await findPython(context.run);
    return {
      what: phrase("JupyterLab in a Python environment of its own (.venv, from Python {0})", python.version),
      downloadBytes: 50e6,
      diskBytes: missingBytes(350e6, context.layout.venv),
      seconds: 60,
      perform: () => makeEnvironment(context, python),
    };
  },
};
