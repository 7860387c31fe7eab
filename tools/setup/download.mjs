import { phrase } from "../../lib/jupyter/language.cjs";
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sha256OfFile } from "./checksum.mjs";
import { Problem } from "./problem.mjs";

const CONNECT_MS = 10_000;

/** @param {string} url @param {Record<string, string>} [headers] @param {string} [method] */
async function request(url, headers = {}, method = "GET") {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new Error("timed out")), CONNECT_MS);
  try {
    return await fetch(url, { method, headers, signal: patience.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} url */
export const isReachable = (url) =>
  request(url, {}, "HEAD").then(
    (response) => response.ok,
    () => false,
  );

/** @param {string} path */
const sizeOf = (path) => (existsSync(path) ? statSync(path).size : 0);

/**
 * Downloads into `partial`; what an earlier, cut-off try left there is continued.
 *
 * @param {string} url
 * @param {string} partial
 * @param {(done: number) => void} onProgress
 */
export async function downloadTo(url, partial, onProgress) {
  let done = sizeOf(partial);
  const response = await request(url, done > 0 ? { Range: `bytes=${done}-` } : {});
  if (response.status === 416) return; // nothing is left to download
  if (!response.ok || response.body === null) throw new Error(`${url} answers ${response.status}`);
  const continues = response.status === 206;
  if (!continues) done = 0;
  const count = async function* (/** @type {AsyncIterable<Uint8Array>} */ blocks) {
    for await (const block of blocks) {
      onProgress((done += block.length));
      yield block;
    }
  };
  const body = Readable.fromWeb(/** @type {any} */ (response.body));
  await pipeline(body, count, createWriteStream(partial, { flags: continues ? "a" : "w" }));
}

/**
 * @param {string} path
 * @param {string} sha256  expected
 * @returns {Promise<string | undefined>} what is wrong with the file, or nothing
 */
async function damageOf(path, sha256) {
  const actual = await sha256OfFile(path);
  return actual === sha256
    ? undefined
    : phrase("{0} is not the file it should be: expected SHA-256 {1}, got {2}", path, sha256, actual);
}

/**
 * A file with a known hash: from the project's downloads, or fetched. It gets its name only after its hash was right.
 *
 * @param {string} folder
 * @param {{ file: string, sha256: string }} wanted
 * @param {(partial: string) => Promise<void>} fetchTo  puts the file at `partial`
 * @param {(message: string) => void} say
 * @returns {Promise<string>} its path
 * @throws {Problem} what was fetched has another hash
 */
export async function obtainFile(folder, { file, sha256 }, fetchTo, say) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, file);
  if (existsSync(path)) {
    const damage = await damageOf(path, sha256);
    if (damage === undefined) return path;
    say(phrase("{0}. It is refused and downloaded anew.", damage));
    rmSync(path);
  }
  const partial = `${path}.partial`;
  await fetchTo(partial);
  const damage = await damageOf(partial, sha256);
  if (damage !== undefined) {
    rmSync(partial);
    throw new Problem(
      phrase(
        "{0}. It was refused and deleted: run this again, on another network if it happens twice.",
        damage,
      ),
    );
  }
  renameSync(partial, path);
  return path;
}
