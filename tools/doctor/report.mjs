import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus, homedir, release, totalmem } from "node:os";
import { join } from "node:path";
import { megabytes } from "../../lib/jupyter/bar.cjs";
import { freeBytes } from "../setup/disk-space.mjs";
import { adviceOf } from "../setup/node-version.cjs";
import { runNpm } from "../setup/npm-packages.mjs";
import { findPython } from "../setup/python.mjs";
import { steps } from "../setup/setup.mjs";
import { isReadOnly } from "../setup/state-folder.cjs";

/**
 * What somebody who helps needs to know of a machine, on one screen, and nothing of the person in front of it: no name, no
 * address, and of paths only whether they are unusual. English in every language: those who help may read no other.
 */

/** @typedef {import("../setup/step.mjs").Context} Context */

/** @param {string} program @param {string[]} [args] */
function firstLine(program, args = ["--version"]) {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? (stdout.trim().split("\n")[0] ?? "") : undefined;
}

/** What set-up would take, and what the environment was made of, where that is another. @param {Context} context */
async function pythonLine({ run, layout }) {
  const found = await findPython(run).then(
    ({ version }) => version,
    () => "none that fits (3.10+, with venv)",
  );
  const own = existsSync(layout.python) ? firstLine(layout.python)?.replace("Python ", "") : undefined;
  return own === undefined || own === found ? found : `${found}; .venv has ${own}`;
}

/** What tests and the grader use, and the command that shows whether it is there. */
const tools = /** @type {const} */ ([
  ["C++ compiler", ["g++", "c++", "clang++"], "set-up, on Linux"],
  ["bubblewrap", ["bwrap"], "the grader, on Linux"],
  ["redis-server", ["redis-server"], "grading on several machines"],
  ["Chromium", ["chromium", "chromium-browser", "google-chrome"], "tests of pages"],
]);

/** @param {readonly string[]} names */
const findTool = (names) => names.map((name) => firstLine(name)).find((line) => line !== undefined);

/** @param {Context} context */
async function setUpLines(context) {
  const lines = [];
  for (const { name, step } of steps)
    lines.push([name, (await isDone(step, context)) ? "ready" : "missing or out of date: npm run setup"]);
  return lines;
}

/** @param {import("../setup/step.mjs").Step} step @param {Context} context */
async function isDone(step, context) {
  try {
    return await step.isDone(context);
  } catch {
    return false; // a step that cannot even look is not ready
  }
}

/** @param {() => Promise<unknown>} work */
async function reach(work) {
  const startedMs = performance.now();
  try {
    await work();
    return `reached in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
  } catch {
    return "not reached";
  }
}

const patience = ["--fetch-retries=0", "--fetch-timeout=5000"];

/** @param {Context} context */
async function networkLines(context) {
  const { python } = context.layout;
  const isThere = existsSync(python);
  const ask = [
    "-m",
    "pip",
    "index",
    "versions",
    "pip",
    "--timeout",
    "5",
    "--retries",
    "0",
    "--disable-pip-version-check",
  ];
  return [
    ["npm registry", await reach(() => runNpm(context, ["view", "npm", "version", ...patience]))],
    ["Python index", isThere ? await reach(() => context.run(python, ask)) : "not tried: no environment yet"],
    ["proxy", process.env["HTTPS_PROXY"] || process.env["https_proxy"] ? "set" : "none"],
  ];
}

/** @param {Context} context */
async function machineLines({ layout, platform, arch }) {
  const name = /PRETTY_NAME="(.*)"/.exec(readIfThere("/etc/os-release"))?.[1];
  return [
    ["system", `${name ?? platform}, ${arch}, ${platform} ${release()}`],
    ["processors", `${cpus().length}${cpus()[0] ? `, ${cpus()[0]?.model}` : ""}`],
    ["memory", megabytes(totalmem())],
    ["free disk", megabytes(await freeBytes(layout.root))],
    ["user", process.getuid?.() === 0 ? "root" : "not root"],
    ["folder", oddities(layout.root)],
    ["written to", stateKind(layout.root)],
  ];
}

/** Where the learner's work is kept, without its path. @param {string} root */
function stateKind(root) {
  if (process.env["COURSE_STATE"]) return "a folder that COURSE_STATE names";
  return isReadOnly(root) ? "the home folder: the course's own is read-only" : "the course's folder";
}

/** @param {string} path */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** What about a path has been trouble elsewhere; never the path itself. @param {string} path */
function oddities(path) {
  const found = [
    / /.test(path) ? "blanks" : [],
    /[#%]/.test(path) ? "# or %" : [],
    /[^ -~]/.test(path) ? "letters beyond ASCII" : [],
    path.length > 100 ? `${path.length} characters` : [],
    /OneDrive|Dropbox|iCloud|Google Drive/i.test(path) ? "a folder that is synchronised" : [],
  ].flat();
  return found.length === 0 ? "nothing unusual" : `unusual: ${found.join(", ")}`;
}

/** @param {Context} context */
async function versionLines(context) {
  const { root } = context.layout;
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const commit = firstLine("git", ["-C", root, "describe", "--always", "--dirty"]);
  return [
    ["kit", `${version}${commit ? `, commit ${commit}` : ", not a git checkout"}`],
    ["Node", `${process.version}${adviceOf(process.version) ? ", past its end: take 24 or 26" : ""}`],
    ["npm", await runNpm(context, ["--version"]).catch(() => "none")],
    ["Python", await pythonLine(context)],
  ];
}

const width = 80;

/** @param {string} title @param {string[][]} lines */
const section = (title, lines) =>
  [title, ...lines.map(([name = "", text = ""]) => `  ${name.padEnd(20)} ${text}`.slice(0, width))].join(
    "\n",
  );

/**
 * The report as text.
 *
 * @param {Context} context
 */
export async function doctorReport(context) {
  const found = tools.map(([name, names, use]) => [name, findTool(names) ?? `missing (${use})`]);
  const sections = [
    section("Versions", await versionLines(context)),
    section("Set-up", await setUpLines(context)),
    section("Tools", found),
    section("Network", await networkLines(context)),
    section("Machine", await machineLines(context)),
  ];
  return withoutThePerson(sections.join("\n"));
}

/** In case a version line holds a path. A system account may have no home, or the root. @param {string} text */
function withoutThePerson(text) {
  const home = homedir();
  return home.length > 1 ? text.replaceAll(home, "~") : text;
}
