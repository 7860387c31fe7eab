/** Lists a zip and reads its entries into memory under caps; nothing is ever unpacked onto the disk. */
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import yauzl from "yauzl";
import type { Entry, ZipFile } from "yauzl";
import { inputCaps, isJunk, RejectedInput } from "./item";
import type { Item, ItemKind } from "./item";

const openZip = promisify<Buffer, yauzl.Options, ZipFile>(yauzl.fromBuffer);

const signatures: readonly (readonly [string, string])[] = [
  ["Rar!", "a RAR archive"],
  ["7z\xbc\xaf\x27\x1c", "a 7z archive"],
  ["\x1f\x8b", "a gzip file"],
  ["%PDF", "a PDF"],
];

/** What the first bytes say a file is, if they are those of a kind that people take for a zip or a notebook. */
export function knownSignature(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 8).toString("latin1");
  return signatures.find(([start]) => head.startsWith(start))?.[1];
}

/** What is wrong with an entry's name, if anything: it must stay below the folder it would be unpacked into. */
function unsafeName(name: string): string | undefined {
  if (name.includes("\0")) return "has a NUL in its name";
  if (/^[/\\]/.test(name)) return "has an absolute path";
  if (/^[a-z]:/i.test(name)) return "has a drive letter";
  return name.split("/").includes("..") ? 'climbs out by ".."' : undefined;
}

/** The Unix mode that most zip programs store in the upper half of the external attributes. */
function kindOf(entry: Entry): ItemKind {
  const format = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (format === 0o120000) return "symbolic link";
  if (format === 0o010000) return "fifo";
  if (format === 0o020000 || format === 0o060000) return "device";
  if (format === 0o140000) return "socket";
  return entry.fileName.endsWith("/") ? "directory" : "file";
}

function checkEntry(entry: Entry): void {
  const refuse = (why: string): never => {
    throw new RejectedInput(`the archive's entry ${JSON.stringify(entry.fileName.slice(0, 200))} ${why}`);
  };
  const problem = unsafeName(entry.fileName);
  if (problem !== undefined) refuse(problem);
  if (entry.isEncrypted()) refuse("is encrypted");
  const kind = kindOf(entry);
  if (kind !== "file" && kind !== "directory") refuse(`is a ${kind}`);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    refuse(`uses compression method ${entry.compressionMethod}; zip it again with an ordinary program`);
  if (entry.uncompressedSize > inputCaps.archiveBytes) refuse("is too large");
  if (entry.uncompressedSize > Math.max(1e6, entry.compressedSize * inputCaps.archiveRatio))
    refuse("unpacks to far more than it holds (a zip bomb)");
}

function checkTogether(entries: readonly Entry[]): void {
  const seen = new Map<string, string>();
  for (const { fileName } of entries) {
    const key = fileName.normalize("NFC").toLowerCase();
    const other = seen.get(key);
    if (other !== undefined)
      throw new RejectedInput(
        `the archive's entries ${JSON.stringify(other)} and ${JSON.stringify(fileName)} collide`,
      );
    seen.set(key, fileName);
  }
  const ordered = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  ordered.forEach((entry, index) => {
    const next = ordered[index + 1];
    if (
      next &&
      entry.relativeOffsetOfLocalHeader + 30 + entry.compressedSize > next.relativeOffsetOfLocalHeader
    )
      throw new RejectedInput(
        `the archive's entry ${JSON.stringify(next.fileName)} overlaps another (a zip bomb)`,
      );
  });
  if (entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0) > inputCaps.archiveBytes)
    throw new RejectedInput(`the archive unpacks to more than ${inputCaps.archiveBytes / 1e6} MB`);
}

function readEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on("error", reject);
    zip.on("end", () => resolve(entries));
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    if (zip.entryCount > inputCaps.archiveEntries)
      reject(
        new RejectedInput(`the archive has ${zip.entryCount} entries, more than ${inputCaps.archiveEntries}`),
      );
    else zip.readEntry();
  });
}

/** The bytes of an entry; yauzl ends the stream with an error when they are more or fewer than the header says. */
function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", reject);
      stream.on("end", () => resolve(Buffer.concat(chunks)));
    });
  });
}

async function readChecked(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const what = `the archive's entry ${JSON.stringify(entry.fileName)}`;
  const bytes = await readEntry(zip, entry).catch((error: Error) => {
    throw new RejectedInput(`${what} cannot be read: ${error.message}`);
  });
  if (crc32(bytes) !== entry.crc32) throw new RejectedInput(`${what} is damaged: its checksum is wrong`);
  return bytes;
}

const toItem = (zip: ZipFile, entry: Entry): Item => ({
  path: entry.fileName.replace(/\/$/, ""),
  kind: kindOf(entry),
  size: entry.uncompressedSize,
  read: () => readChecked(zip, entry),
});

/**
 * What a zip holds, sorted by path. A single dangerous entry refuses the whole archive.
 *
 * @throws {RejectedInput} no zip, encrypted, a bomb, or an entry that would land outside
 */
export async function listArchive(bytes: Buffer): Promise<Item[]> {
  const looksLike = knownSignature(bytes);
  if (looksLike !== undefined) throw new RejectedInput(`is ${looksLike}, not a zip`);
  if (bytes.length === 0) throw new RejectedInput("file is empty");
  try {
    const zip = await openZip(bytes, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
    const entries = await readEntries(zip);
    entries.forEach(checkEntry);
    checkTogether(entries);
    const items = entries.filter(({ fileName }) => !isJunk(fileName)).map((entry) => toItem(zip, entry));
    return items.sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    if (error instanceof RejectedInput) throw error;
    throw new RejectedInput(`is not a zip that can be read: ${(error as Error).message}`);
  }
}
