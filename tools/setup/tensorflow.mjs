import { phrase } from "../../lib/jupyter/language.cjs";
import { mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { addonVersion, compileAddon, fetchPrebuiltAddon, PREBUILT } from "./addon.mjs";
import { requireCompiler } from "./compiler.mjs";
import { missingBytes } from "./disk-space.mjs";
import { findChanged, fingerprintOf } from "./fingerprint.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";
import { archivesFor, TFJS_NODE } from "./tensorflow-archive.mjs";
import { chooseArchive, isDownloaded, obtainArchive, originOf } from "./tensorflow-source.mjs";
import { unpackArchive } from "./unpack.mjs";

/**
 * TensorFlow for tfjs-node. Library and addon live in `.course/tensorflow`, linked into the package's folder, so that
 * new npm packages do not cost a new download.
 */

/** @typedef {import("./step.mjs").Context} Context */
/** @typedef {import("./tensorflow-archive.mjs").Archive} Archive */

const smokeTest = fileURLToPath(new URL("smoke-test.cjs", import.meta.url));
const linked = ["deps", "lib"];

/** @param {Context} context @param {Archive} archive */
const folderOf = ({ layout }, { name }) => join(layout.tensorflow, name);

/**
 * What was made here from one of our archives, and what of it was changed since.
 *
 * @param {Context} context
 * @returns {Promise<{ archive?: Archive, changed?: string, isAddonOld?: boolean }>}
 */
async function findMade(context) {
  for (const archive of archivesFor(context.platform, context.arch)) {
    const folder = folderOf(context, archive);
    const stamp = readStamp(folder);
    if (stamp?.["archive"] !== archive.sha256 || stamp["tfjsNode"] !== TFJS_NODE) continue;
    const changed = await findChanged(folder, stamp["files"]);
    if (changed !== undefined) return { changed: join(folder, changed) };
    return { archive, isAddonOld: (stamp["addon"] ?? PREBUILT) !== addonVersion(context.platform) };
  }
  return {};
}

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
async function makeLibrary(context, archive) {
  const folder = folderOf(context, archive);
  const path = await obtainArchive(context, archive);
  rmSync(folder, { recursive: true, force: true });
  await unpackArchive(context, path, archive, join(folder, "deps"));
  mkdirSync(join(folder, "lib"));
  for (const [name, target] of Object.entries(archive.links)) symlinkSync(target, join(folder, "deps", name));
}

/** @param {Context} context */
async function makeAddon(context) {
  context.say(phrase("  Making the addon between Node and TensorFlow, about 10 s"));
  await (context.platform === "linux" ? compileAddon(context) : fetchPrebuiltAddon(context));
}

/** @param {Context} context */
const multiplyMatrices = ({ run }) => run(process.execPath, [smokeTest]);

/** What older versions of the course left. @param {Context} context @param {Archive} archive */
function removeOthers({ layout }, archive) {
  for (const name of readdirSync(layout.tensorflow))
    if (name !== archive.name) rmSync(join(layout.tensorflow, name), { recursive: true });
}

/** Puts an addon to the library. @param {Context} context @param {Archive} archive */
async function complete(context, archive) {
  const folder = folderOf(context, archive);
  link(context, archive);
  await makeAddon(context);
  await multiplyMatrices(context);
  const files = await fingerprintOf(folder, ["deps/lib", "lib"]);
  const addon = addonVersion(context.platform);
  writeStamp(folder, { archive: archive.sha256, tfjsNode: TFJS_NODE, addon, files });
}

/** @param {Context} context @param {Archive} archive */
async function make(context, archive) {
  await makeLibrary(context, archive);
  await complete(context, archive);
  removeOthers(context, archive);
}

/** @param {Context} context */
async function planMake(context) {
  const archive = await chooseArchive(context);
  if (context.platform === "linux") await requireCompiler(context.run);
  return {
    what: phrase("TensorFlow's C library, {0}, and its addon for Node", originOf(context, archive)),
    downloadBytes: isDownloaded(context, archive) ? 0 : archive.bytes,
    diskBytes:
      missingBytes(archive.bytes, context.layout.downloads) +
      missingBytes(archive.unpackedBytes, folderOf(context, archive)),
    seconds: 60,
    perform: () => make(context, archive),
  };
}

/** @param {Context} context @param {Archive} archive */
async function planAddon(context, archive) {
  if (context.platform === "linux") await requireCompiler(context.run);
  return {
    what: phrase("TensorFlow's addon for Node, of which this version of the course has a newer one"),
    downloadBytes: 0,
    diskBytes: 0,
    seconds: 15,
    perform: () => complete(context, archive),
  };
}

/** @type {import("./step.mjs").Step} */
export const tensorflow = {
  async isDone(context) {
    const { archive, isAddonOld } = await findMade(context);
    return archive !== undefined && !isAddonOld && isLinked(context, archive);
  },

  async plan(context) {
    const { archive, changed, isAddonOld } = await findMade(context);
    if (changed !== undefined) context.say(phrase("{0} was changed: it is refused, and made anew.", changed));
    if (archive === undefined) return planMake(context);
    if (isAddonOld) return planAddon(context, archive);
    return {
      what: phrase("the link from the npm packages to TensorFlow"),
      downloadBytes: 0,
      diskBytes: 0,
      seconds: 2,
      async perform() {
        link(context, archive);
        await multiplyMatrices(context);
      },
    };
  },
};
