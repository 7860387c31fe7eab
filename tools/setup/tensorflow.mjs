import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileAddon, fetchPrebuiltAddon } from "./addon.mjs";
import { requireCompiler } from "./compiler.mjs";
import { downloadTo, isReachable, obtainFile } from "./download.mjs";
import { fingerprintOf, isUnchanged } from "./fingerprint.mjs";
import { needingNetwork } from "./network.mjs";
import { Problem } from "./problem.mjs";
import { withBar } from "./progress.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";
import { archivesFor, TFJS_NODE } from "./tensorflow-archive.mjs";
import { unpackArchive } from "./unpack.mjs";
import { downloadWheel } from "./wheel.mjs";

/**
 * TensorFlow for tfjs-node. Library and addon live in `.course/tensorflow`, linked into the package's folder, so that
 * new npm packages do not cost a new download.
 */

/** @typedef {import("./step.mjs").Context} Context */
/** @typedef {import("./tensorflow-archive.mjs").Archive} Archive */

const smokeTest = fileURLToPath(new URL("smoke-test.cjs", import.meta.url));

/** @param {Context} context @param {Archive} archive */
const folderOf = ({ layout }, { name }) => join(layout.tensorflow, name);

/** @param {Archive} archive */
const inputs = ({ sha256 }) => ({ archive: sha256, tfjsNode: TFJS_NODE });

/** Made from this archive, and not changed since. @param {Context} context @param {Archive} archive */
async function isMade(context, archive) {
  const folder = folderOf(context, archive);
  const stamp = readStamp(folder);
  const { archive: sha256, tfjsNode } = inputs(archive);
  if (stamp?.["archive"] !== sha256 || stamp["tfjsNode"] !== tfjsNode) return false;
  return isUnchanged(folder, stamp["files"]);
}

/** @param {Context} context */
async function findMade(context) {
  for (const archive of archivesFor(context.platform, context.arch))
    if (await isMade(context, archive)) return archive;
}

const linked = ["deps", "lib"];

/** @param {Context} context @param {Archive} archive */
function isLinked(context, archive) {
  const folder = folderOf(context, archive);
  return linked.every((name) => {
    try {
      return readlinkSync(join(context.layout.tfjsNode, name)).replace(/[\\/]$/, "") === join(folder, name);
    } catch {
      return false;
    }
  });
}

/** @param {Context} context @param {Archive} archive */
function link(context, archive) {
  for (const name of linked) {
    const path = join(context.layout.tfjsNode, name);
    rmSync(path, { recursive: true, force: true });
    symlinkSync(join(folderOf(context, archive), name), path, "junction"); // a plain link except on Windows
  }
}

/** @param {Context} context @param {Archive} archive */
const pathOf = ({ layout }, archive) => join(layout.downloads, archive.file);

/** @param {Context} context @returns {Promise<Archive>} */
async function chooseArchive(context) {
  const archives = archivesFor(context.platform, context.arch);
  const present = archives.find((archive) => existsSync(pathOf(context, archive)));
  if (present !== undefined) return present;
  for (const archive of archives) {
    if (archive.url === undefined || (await isReachable(archive.url))) return archive;
    if (archives.length > 1)
      context.say(
        `${new URL(archive.url).host} cannot be reached; TensorFlow will come from its Python package instead.`,
      );
  }
  if (archives.length === 0)
    throw new Problem(
      `TensorFlow.js has no build for ${context.platform} on ${context.arch}: use Linux, macOS, or Windows on x64.`,
    );
  throw new Problem("Cannot reach storage.googleapis.com: connect to the internet, then run this again.");
}

/** @param {Context} context @param {Archive} archive @param {string} partial */
const fetchArchive = (context, archive, partial) =>
  withBar("TensorFlow", { total: archive.bytes, unit: "MB" }, context.out, (bar) => {
    const { url, wheel, sha256 } = archive;
    if (wheel !== undefined) return downloadWheel(context, { ...wheel, sha256 }, partial, bar.update);
    return needingNetwork("storage.googleapis.com", () =>
      downloadTo(/** @type {string} */ (url), partial, bar.update),
    );
  });

/** @param {Context} context @param {Archive} archive */
async function makeLibrary(context, archive) {
  const { layout, say } = context;
  const folder = folderOf(context, archive);
  const path = await obtainFile(
    layout.downloads,
    archive,
    (partial) => fetchArchive(context, archive, partial),
    say,
  );
  rmSync(folder, { recursive: true, force: true });
  await unpackArchive(context, path, archive, join(folder, "deps"));
  mkdirSync(join(folder, "lib"));
  for (const [name, target] of Object.entries(archive.links)) symlinkSync(target, join(folder, "deps", name));
}

/** @param {Context} context @param {Archive} archive */
async function make(context, archive) {
  await makeLibrary(context, archive);
  link(context, archive);
  if (context.platform === "linux") await compileAddon(context);
  else await fetchPrebuiltAddon(context);
  await multiplyMatrices(context);
  const folder = folderOf(context, archive);
  writeStamp(folder, { ...inputs(archive), files: await fingerprintOf(folder, ["deps/lib", "lib"]) });
  removeOthers(context, archive);
}

/** @param {Context} context */
const multiplyMatrices = ({ run }) => run(process.execPath, [smokeTest]);

/** What older versions of the course left. @param {Context} context @param {Archive} archive */
function removeOthers({ layout }, archive) {
  for (const name of readdirSync(layout.tensorflow))
    if (name !== archive.name) rmSync(join(layout.tensorflow, name), { recursive: true });
}

/** @param {Context} context */
async function planMake(context) {
  const archive = await chooseArchive(context);
  if (context.platform === "linux") await requireCompiler(context.run);
  return {
    what: `TensorFlow's C library (${(archive.bytes / 1e6).toFixed(0)} MB to download) and its addon for Node`,
    diskBytes: archive.bytes + archive.unpackedBytes,
    seconds: 60,
    perform: () => make(context, archive),
  };
}

/** @type {import("./step.mjs").Step} */
export const tensorflow = {
  async isDone(context) {
    const archive = await findMade(context);
    return archive !== undefined && isLinked(context, archive);
  },

  async plan(context) {
    const archive = await findMade(context);
    if (archive === undefined) return planMake(context);
    return {
      what: "the link from the npm packages to TensorFlow",
      diskBytes: 0,
      seconds: 2,
      async perform() {
        link(context, archive);
        await multiplyMatrices(context);
      },
    };
  },
};
