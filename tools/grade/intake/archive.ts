/**
 * Lists a zip and reads its entries into memory under caps; nothing is ever unpacked onto the disk. A dangerous or broken
 * entry is refused on its own: a download holds the work of a whole class.
 */
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import yauzl from "yauzl";
import type { Entry, ZipFile } from "yauzl";
import { decodeNames } from "./archive-names";
import { inputCaps, isJunk, RejectedInput } from "./item";
import type { Item, ItemKind } from "./item";
import { knownSignature } from "./signature";

const openZip = promisify<Buffer, yauzl.Options, ZipFile>(yauzl.fromBuffer);

export interface Listing {
  readonly items: readonly Item[];
  readonly notes: readonly string[];
}

/** What is wrong with an entry's name, if anything: it must stay below the folder it would be unpacked into. */
function unsafeName(name: string): string | undefined {
  if (name.length > inputCaps.nameLength) return `has a name of ${name.length} characters`;
  if (name.includes("\0")) return "has a NUL in its name";
  if (name.startsWith("/")) return "has an absolute path";
  if (/^[a-z]:/i.test(name)) return "has a drive letter";
  return name.split("/").includes("..") ? 'climbs out by ".."' : undefined;
}

/** The Unix mode that most zip programs store in the upper half of the external attributes. */
function kindOf(entry: Entry, name: string): ItemKind {
  const format = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (format === 0o120000) return "symbolic link";
  if (format === 0o010000) return "fifo";
  if (format === 0o020000 || format === 0o060000) return "device";
  if (format === 0o140000) return "socket";
  return name.endsWith("/") ? "directory" : "file";
}

function problemOf(entry: Entry, name: string): string | undefined {
  const kind = kindOf(entry, name);
  if (unsafeName(name) !== undefined) return unsafeName(name);
  if (entry.isEncrypted()) return "is encrypted";
  if (kind !== "file" && kind !== "directory") return `is a ${kind}`;
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    return `uses compression method ${entry.compressionMethod}; zip it again with an ordinary program`;
  return undefined;
}

/** Entries that share bytes with another: no program writes them, and a bomb is made of them. */
function overlapping(entries: readonly Entry[]): ReadonlySet<Entry> {
  const start = (entry: Entry): number => entry.relativeOffsetOfLocalHeader;
  const ordered = [...entries].sort((a, b) => start(a) - start(b));
  const found = new Set<Entry>();
  let end = 0;
  for (const entry of ordered) {
    if (start(entry) < end) found.add(entry);
    else end = start(entry) + 30 + entry.compressedSize;
  }
  return found;
}

/** Entries for which there is no room; small ones come first, so that one giant does not crowd out the others. */
function tooMuch(entries: readonly Entry[], maxBytes: number): ReadonlySet<Entry> {
  const found = new Set<Entry>();
  let sum = 0;
  for (const entry of [...entries].sort((a, b) => a.uncompressedSize - b.uncompressedSize)) {
    if (sum + entry.uncompressedSize > maxBytes) found.add(entry);
    else sum += entry.uncompressedSize;
  }
  return found;
}

function readEntries(zip: ZipFile, maxEntries: number): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on("error", reject);
    zip.on("end", () => resolve(entries));
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    if (zip.entryCount > maxEntries)
      reject(new RejectedInput(`the archive has ${zip.entryCount} entries, more than ${maxEntries}`));
    else zip.readEntry();
  });
}

/** The bytes of an entry; the stream is cut when they are more than the header says. */
function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      let length = 0;
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > entry.uncompressedSize) stream.destroy(new Error("it holds more than its header says"));
      });
      stream.on("error", reject);
      stream.on("end", () => resolve(Buffer.concat(chunks)));
    });
  });
}

async function readChecked(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const bytes = await readEntry(zip, entry).catch((error: Error) => {
    throw new RejectedInput(`cannot be read from the archive: ${error.message}`);
  });
  if (bytes.length !== entry.uncompressedSize || crc32(bytes) !== entry.crc32)
    throw new RejectedInput("is damaged: its checksum is wrong");
  return bytes;
}

/** The time of the last change: exact where the zip says so, else the packing machine's local time. */
function changedAt(entry: Entry): string | undefined {
  const date = entry.getLastModDate({ timezone: "UTC" });
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() <= 1980) return undefined;
  const isExact = entry.extraFields.some(({ id }) => id === 0x5455 || id === 0x000a);
  return isExact ? date.toISOString() : date.toISOString().replace("Z", "");
}

function toItem(zip: ZipFile, entry: Entry, name: string, refused: string | undefined): Item {
  const changed = changedAt(entry);
  return {
    path: name.length > inputCaps.nameLength ? `${name.slice(0, 80)}…` : name.replace(/\/$/, ""),
    kind: kindOf(entry, name),
    size: entry.uncompressedSize,
    ...(changed !== undefined && { changed }),
    ...(refused !== undefined && { refused }),
    ...(unsafeName(name) !== undefined && { hasBadName: true }),
    read: () =>
      refused === undefined ? readChecked(zip, entry) : Promise.reject(new RejectedInput(refused)),
  };
}

export interface ArchiveCaps {
  readonly maxBytes: number;
  readonly maxEntries: number;
}

const ofOneLearner: ArchiveCaps = { maxBytes: inputCaps.archiveBytes, maxEntries: inputCaps.archiveEntries };
/** A download of a whole class. */
export const ofClass: ArchiveCaps = {
  maxBytes: inputCaps.downloadBytes,
  maxEntries: inputCaps.downloadEntries,
};

async function list(bytes: Buffer, { maxBytes, maxEntries }: ArchiveCaps): Promise<Listing> {
  const zip = await openZip(bytes, { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false }); // prettier-ignore
  const entries = await readEntries(zip, maxEntries);
  const { names, notes } = decodeNames(entries);
  const kept = entries.flatMap((entry, index) =>
    isJunk(names[index]!) ? [] : [{ entry, name: names[index]! }],
  );
  const [shared, excess] = [overlapping(entries), tooMuch(kept.map(({ entry }) => entry), maxBytes)]; // prettier-ignore
  const refusal = (entry: Entry, name: string): string | undefined => {
    if (shared.has(entry)) return "overlaps another entry of the archive (a zip bomb)";
    if (excess.has(entry))
      return `does not fit: the archive unpacks to more than ${maxBytes / 1e6} MB (a zip bomb)`;
    return problemOf(entry, name);
  };
  const items = kept.map(({ entry, name }) => toItem(zip, entry, name, refusal(entry, name)));
  return { items: items.sort((a, b) => (a.path < b.path ? -1 : 1)), notes };
}

/**
 * What a zip holds, sorted by path, without what systems leave behind.
 *
 * @throws {RejectedInput} no zip, or one with more entries than any hand-in has
 */
export async function listArchive(bytes: Buffer, caps: ArchiveCaps = ofOneLearner): Promise<Listing> {
  const looksLike = knownSignature(bytes);
  if (looksLike !== undefined) throw new RejectedInput(`is ${looksLike}, not a zip`);
  if (bytes.length === 0) throw new RejectedInput("file is empty");
  try {
    return await list(bytes, caps);
  } catch (error) {
    if (error instanceof RejectedInput) throw error;
    throw new RejectedInput(`is not a zip that can be read: ${(error as Error).message}`);
  }
}
