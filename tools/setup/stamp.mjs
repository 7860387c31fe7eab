import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/**
 * A stamp says from which inputs a folder was made. It lies inside that folder and is written last,
 * so a folder without it, cut off or tampered with by `rm`, is not done.
 */
const STAMP = ".course-stamp.json";

/** Writes a file so that a reader sees the old content or the new, never a half. @param {string} path @param {string} text */
export function writeAtomically(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, text);
  renameSync(partial, path);
}

/** @param {string} folder @param {Record<string, unknown>} inputs */
export const writeStamp = (folder, inputs) =>
  writeAtomically(join(folder, STAMP), JSON.stringify(inputs, null, 2) + "\n");

/** @param {string} folder @returns {Record<string, any> | undefined} */
export function readStamp(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, STAMP), "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {string} folder @param {Record<string, unknown>} inputs */
export const hasStamp = (folder, inputs) => isDeepStrictEqual(readStamp(folder), inputs);

/** Called before a folder is changed: from here on it is not done. @param {string} folder */
export const removeStamp = (folder) => rmSync(join(folder, STAMP), { force: true });
