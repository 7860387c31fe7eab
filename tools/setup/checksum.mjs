import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";

/** @param {string | Buffer} content */
export const sha256Of = (content) => createHash("sha256").update(content).digest("hex");

/** For small files: of one that is missing it is "missing". @param {string} path */
export function sha256OfSmallFile(path) {
  try {
    return sha256Of(readFileSync(path));
  } catch {
    return "missing";
  }
}

/**
 * For large files, a block at a time.
 *
 * @param {string} path
 * @returns {Promise<string>}
 */
export async function sha256OfFile(path) {
  const hash = createHash("sha256");
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(block);
  return hash.digest("hex");
}
