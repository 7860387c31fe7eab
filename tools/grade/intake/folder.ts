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
export async function fileItem(
  absolute: string,
  path: string,
  maxBytes: number = inputCaps.archiveBytes,
): Promise<Item> {
  const stats = await lstat(absolute);
  const kind = kindOf(stats);
  const read = (): Promise<Buffer> => {
    if (kind !== "file") return Promise.reject(new RejectedInput(`is a ${kind}`));
    return readPlainFile(absolute, maxBytes);
  };
  return { path, kind, size: stats.size, read };
}

/** An entry that stands for what was not looked at. */
const refusedItem = (path: string, refused: string): Item => ({
  path,
  kind: "directory",
  size: 0,
  refused,
  read: () => Promise.reject(new RejectedInput(refused)),
});

async function namesIn(folder: string): Promise<string[] | string> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code})`;
  }
}

/** Everything below one folder, itself not; stops at the caps with an entry that says so. */
async function listBelow(root: string, folder: string, depth: number, items: Item[]): Promise<void> {
  const names = depth > inputCaps.folderDepth ? `has more than ${depth - 1} levels of folders` : await namesIn(join(root, folder)); // prettier-ignore
  if (typeof names === "string") return void items.push(refusedItem(folder, names));
  for (const name of names) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (isJunk(path)) continue;
    if (items.length >= inputCaps.folderEntries)
      return void items.push(refusedItem(path, `is one of more than ${inputCaps.folderEntries} entries; from here on nothing was read`)); // prettier-ignore
    const item = await fileItem(join(root, path), path).catch(() => refusedItem(path, "vanished while it was read")); // prettier-ignore
    items.push(item);
    if (item.kind === "directory") await listBelow(root, path, depth + 1, items);
  }
}

/** Every entry below a folder, sorted by path; what systems leave behind is skipped. */
export async function listFolder(root: string): Promise<Item[]> {
  const all: Item[] = [];
  for (const name of (await readdir(root)).sort()) {
    if (isJunk(name)) continue;
    const own = [await fileItem(join(root, name), name)];
    if (own[0]!.kind === "directory") await listBelow(root, name, 1, own);
    all.push(...own);
  }
  return all;
}
