import { phrase } from "../../lib/jupyter/language.cjs";
import { lstatSync, readdirSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { megabytes } from "../../lib/jupyter/bar.cjs";
import { Problem } from "./problem.mjs";
import { ProgramFailure } from "./program.mjs";

/**
 * @param {string} folder  an existing folder on the disk in question
 * @param {number} neededBytes
 * @param {(folder: string) => Promise<number>} [freeBytesAt]
 */
export async function requireDiskSpace(folder, neededBytes, freeBytesAt = freeBytes) {
  const free = await freeBytesAt(folder);
  if (free >= neededBytes) return;
  throw new Problem(
    phrase(
      "Set-up needs {0} of disk space in {1}, but only {2} are free: free the rest, then run this again.",
      megabytes(neededBytes),
      folder,
      megabytes(free),
    ),
  );
}

/** @param {string} folder */
export async function freeBytes(folder) {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** @param {string} folder  need not be there */
function bytesIn(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) bytes += lstatSync(join(entry.parentPath, entry.name)).size;
  } catch {
    // It is not there, or changes while we look: then it counts as far as it was read.
  }
  return bytes;
}

/** What a folder still needs: an earlier try may have made a part of it. @param {number} total @param {string} folder */
export const missingBytes = (total, folder) => Math.max(0, total - bytesIn(folder));

/** So little is left that whatever failed can have failed for it: some programs keep their reason to themselves. */
const NOTHING_BYTES = 20e6;

/**
 * Whether something failed because the disk is full.
 *
 * @param {unknown} error  of ours, or of a program that we ran
 * @param {string} folder  an existing folder on the disk in question
 * @param {(folder: string) => Promise<number>} [freeBytesAt]
 */
export async function isFullDisk(error, folder, freeBytesAt = freeBytes) {
  if (/ENOSPC|No space left on device/i.test(`${error}`)) return true;
  return error instanceof ProgramFailure && (await freeBytesAt(folder)) < NOTHING_BYTES;
}
