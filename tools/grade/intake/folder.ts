/** Lists a folder without ever following a link or opening anything that is not a plain file. */
import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import type { Stats } from "node:fs";
import { join } from "node:path";
import { inputCaps, isJunk, RejectedInput } from "./item";
import type { Item, ItemKind } from "./item";

/** A file of 1 MB or more that stores less than a tenth of what it claims. */
const isSparse = ({ size, blocks }: Stats): boolean => size > 1e6 && blocks * 512 < size / 10;

function kindOf(stats: Stats): ItemKind {
  if (stats.isSymbolicLink()) return "symbolic link";
  if (stats.isDirectory()) return "directory";
  if (stats.isFIFO()) return "fifo";
  if (stats.isSocket()) return "socket";
  if (!stats.isFile()) return "device";
  if (stats.nlink > 1) return "hard link";
  return isSparse(stats) ? "sparse file" : "file";
}

/**
 * Reads a plain file that may be exchanged under our hands: no link is followed, no pipe blocks us.
 *
 * @throws {RejectedInput} it is no plain file, is too large, or changes while it is read
 */
async function readPlainFile(path: string, maxBytes: number): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const before = await file.stat();
    if (!before.isFile()) throw new RejectedInput("is not a plain file");
    if (before.size > maxBytes) throw new RejectedInput(`is larger than ${maxBytes / 1e6} MB`);
    const bytes = Buffer.alloc(before.size);
    const { bytesRead } = await file.read(bytes, 0, before.size, 0);
    const after = await file.stat();
    if (bytesRead !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs)
      throw new RejectedInput("changed while it was read; grade it again");
    return bytes;
  } finally {
    await file.close();
  }
}

/** One entry of the file system, whatever it is. */
export async function fileItem(absolute: string, path: string): Promise<Item> {
  const stats = await lstat(absolute);
  const kind = kindOf(stats);
  const read = (): Promise<Buffer> => {
    if (kind !== "file") return Promise.reject(new RejectedInput(`is a ${kind}`));
    return readPlainFile(absolute, inputCaps.archiveBytes);
  };
  return { path, kind, size: stats.size, read };
}

/**
 * Every entry below a folder, sorted by path; what systems leave behind is skipped.
 *
 * @throws {RejectedInput} more entries or levels than any submission has
 */
export async function listFolder(root: string): Promise<Item[]> {
  const items: Item[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    if (depth > inputCaps.folderDepth)
      throw new RejectedInput(`has more than ${depth - 1} levels of folders`);
    for (const name of (await readdir(join(root, folder))).sort()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (isJunk(path)) continue;
      const item = await fileItem(join(root, path), path);
      items.push(item);
      if (items.length > inputCaps.folderEntries) throw new RejectedInput("has too many entries");
      if (item.kind === "directory") await visit(path, depth + 1);
    }
  };
  await visit("", 0);
  return items;
}
