import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { sha256OfFile } from "./checksum.mjs";

/**
 * Notices a changed file among large ones without reading them all at each start: the hash is taken again only of a file
 * whose size or time differs.
 *
 * @typedef {{ size: number, mtimeMs: number, sha256: string }} Print
 */

/** @param {string} path */
const sizeAndTime = (path) => {
  const { size, mtimeMs } = statSync(path);
  return { size, mtimeMs };
};

/**
 * @param {string} folder
 * @param {string[]} parts  folders inside it, all of whose files count
 * @returns {Promise<Record<string, Print>>} by path inside the folder
 */
export async function fingerprintOf(folder, parts) {
  /** @type {Record<string, Print>} */
  const prints = {};
  for (const part of parts)
    for (const entry of readdirSync(join(folder, part), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      prints[path.slice(folder.length + 1)] = { ...sizeAndTime(path), sha256: await sha256OfFile(path) };
    }
  return prints;
}

/**
 * @param {string} folder
 * @param {Record<string, Print>} prints
 * @returns {Promise<string | undefined>} the first file that is not what it was
 */
export async function findChanged(folder, prints) {
  for (const [name, print] of Object.entries(prints))
    if (!(await isSame(join(folder, name), print))) return name;
}

/** @param {string} path @param {Print} print */
async function isSame(path, print) {
  try {
    const { size, mtimeMs } = sizeAndTime(path);
    if (size !== print.size) return false;
    return mtimeMs === print.mtimeMs || (await sha256OfFile(path)) === print.sha256;
  } catch {
    return false;
  }
}
