import { statfs } from "node:fs/promises";
import { megabytes } from "../../lib/jupyter/bar.cjs";
import { Problem } from "./problem.mjs";

/**
 * @param {string} folder  an existing folder on the disk in question
 * @param {number} neededBytes
 * @param {(folder: string) => Promise<number>} [freeBytesAt]
 */
export async function requireDiskSpace(folder, neededBytes, freeBytesAt = freeBytes) {
  const free = await freeBytesAt(folder);
  if (free >= neededBytes) return;
  throw new Problem(
    `Set-up needs ${megabytes(neededBytes)} of disk space in ${folder}, but only ${megabytes(free)} are free: ` +
      `free the rest, then run this again.`,
  );
}

/** @param {string} folder */
export async function freeBytes(folder) {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
