import { phrase } from "../../lib/jupyter/language.cjs";
import { Problem } from "./problem.mjs";

/** Finding a Python that can make the course's environment. */

const OLDEST_MINOR = 10; // JupyterLab 4.6 needs Python 3.10

const DESCRIBE = `
import sys
try:
    import venv, ensurepip
    complete = "complete"
except ImportError:
    complete = "incomplete"
print(sys.executable, "%d.%d.%d" % sys.version_info[:3], complete, sep="|")
`;

const INSTALL_PYTHON =
  process.platform === "linux"
    ? phrase('install it, on Debian or Ubuntu with "sudo apt install python3 python3-venv"')
    : phrase("install it from https://www.python.org/downloads");

/** @typedef {{ path: string, version: string, isComplete: boolean }} Python */

/** Names to try, the usual one first. */
const candidates = [
  ["python3"],
  ["python"],
  ...[14, 13, 12, 11, 10].map((minor) => [`python3.${minor}`]),
  ...(process.platform === "win32" ? [["py", "-3"]] : []),
];

/**
 * @param {string[]} command
 * @param {import("./program.mjs").RunProgram} run
 * @returns {Promise<Python | undefined>}
 */
async function describePython([name, ...args], run) {
  try {
    const answer =
      (await run(/** @type {string} */ (name), [...args, "-c", DESCRIBE])).split("\n").at(-1) ?? "";
    const [path, version, complete] = answer.split("|");
    return path && version ? { path, version, isComplete: complete === "complete" } : undefined;
  } catch {
    return undefined; // not installed, or so old that it cannot read the question
  }
}

/** @param {Python} python */
function isNewEnough({ version }) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 3 && minor >= OLDEST_MINOR;
}

/**
 * @param {import("./program.mjs").RunProgram} run
 * @returns {Promise<Python>}
 * @throws {Problem} none is there, or too old, or without venv
 */
export async function findPython(run) {
  /** @type {Python[]} */
  const found = [];
  for (const candidate of candidates) {
    const python = await describePython(candidate, run);
    if (python === undefined) continue;
    if (isNewEnough(python) && python.isComplete) return python;
    found.push(python);
  }
  const incomplete = found.find(isNewEnough);
  if (incomplete !== undefined)
    throw new Problem(
      phrase(
        'Python {0} is here without its venv module: install it, on Debian or Ubuntu with "sudo apt install python3-venv".',
        incomplete.version,
      ),
    );
  const [old] = found;
  throw new Problem(
    old === undefined
      ? phrase("Python 3.{0} or newer is missing: {1}.", OLDEST_MINOR, INSTALL_PYTHON)
      : phrase(
          "Python {0} is too old, 3.{1} or newer is needed: {2}.",
          old.version,
          OLDEST_MINOR,
          INSTALL_PYTHON,
        ),
  );
}
