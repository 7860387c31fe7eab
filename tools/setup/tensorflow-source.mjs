import { phrase } from "../../lib/jupyter/language.cjs";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { downloadTo, isReachable, obtainFile } from "./download.mjs";
import { needingNetwork } from "./network.mjs";
import { Problem } from "./problem.mjs";
import { withBar } from "../../lib/jupyter/bar.cjs";
import { archivesFor } from "./tensorflow-archive.mjs";
import { downloadWheel } from "./wheel.mjs";

/** Which archive TensorFlow comes from here, and getting it. */

/** @typedef {import("./step.mjs").Context} Context */
/** @typedef {import("./tensorflow-archive.mjs").Archive} Archive */

const BUCKET = "storage.googleapis.com";

/** @param {Context} context @param {Archive} archive */
export const isDownloaded = ({ layout }, { file }) => existsSync(join(layout.downloads, file));

/** @param {Context} context @param {Archive} archive */
export function originOf(context, archive) {
  if (isDownloaded(context, archive)) return phrase("downloaded already");
  return archive.wheel === undefined
    ? phrase("from {0}", BUCKET)
    : phrase("from its Python package, because {0} cannot be reached", BUCKET);
}

/** The manylinux builds need the usual C library. @param {string} platform */
function requireUsualC(platform) {
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  if (platform === "linux" && report.header.glibcVersionRuntime === undefined)
    throw new Problem(
      phrase(
        "TensorFlow has no build for this Linux, which lacks glibc (Alpine?): use Debian, Ubuntu or Fedora.",
      ),
    );
}

/**
 * The one that is downloaded already, or the first that can be reached.
 *
 * @param {Context} context
 * @returns {Promise<Archive>}
 */
export async function chooseArchive(context) {
  const { platform, arch } = context;
  const archives = archivesFor(platform, arch);
  if (archives.length === 0)
    throw new Problem(
      phrase(
        "TensorFlow.js has no build for {0} on {1}: use Linux, macOS, or Windows on x64.",
        platform,
        arch,
      ),
    );
  requireUsualC(platform);
  const present = archives.find((archive) => isDownloaded(context, archive));
  if (present !== undefined) return present;
  for (const archive of archives)
    if (archive.url === undefined || (await isReachable(archive.url))) return archive;
  throw new Problem(phrase("Cannot reach {0}: connect to the internet, then run this again.", BUCKET));
}

/** @param {Context} context @param {Archive} archive @param {string} partial */
function fetchArchive(context, { url, wheel, sha256, bytes }, partial) {
  return withBar({ title: "TensorFlow", total: bytes, unit: "MB" }, context.out, (bar) =>
    wheel === undefined
      ? needingNetwork(BUCKET, () => downloadTo(String(url), partial, bar.update))
      : downloadWheel(context, { ...wheel, sha256 }, partial, bar.update),
  );
}

/**
 * @param {Context} context
 * @param {Archive} archive
 * @returns {Promise<string>} the path of the file, whose hash is right
 */
export const obtainArchive = (context, archive) =>
  obtainFile(
    context.layout.downloads,
    archive,
    (partial) => fetchArchive(context, archive, partial),
    context.say,
  );
