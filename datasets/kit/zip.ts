/**
 * The files of a zip archive, such as a Python package (.whl) or several numpy arrays (.npz).
 *
 * Enough for an archive whose hash is known: no passwords, no parts, nothing over 4 GB.
 *
 * @source PKWARE, ".ZIP File Format Specification", §4.3. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { inflateRawSync } from "node:zlib";
import { DataFileError } from "./text-file";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const FILE = 0x04034b50;
const unpacked: Readonly<Record<number, (bytes: Buffer) => Buffer>> = {
  0: (bytes) => bytes,
  8: (bytes) => inflateRawSync(bytes),
};

/**
 * Reads the list at the archive's end, and then the files.
 *
 * @param file  the archive's name, for messages
 * @returns each file's bytes by its name
 * @throws {DataFileError} no zip archive, cut off, damaged, or packed in a way that is not read here
 */
export function zipFiles(archive: Buffer, file: string): Map<string, Buffer> {
  try {
    return new Map(entriesOf(archive));
  } catch (error) {
    throw new DataFileError(file, undefined, `is no zip archive, or damaged: ${(error as Error).message}`);
  }
}

function* entriesOf(archive: Buffer): Generator<[string, Buffer]> {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06"));
  requireMark(archive, Math.max(0, end), END, "list of files");
  if (end + 22 + archive.readUInt16LE(end + 20) !== archive.length) throw new Error("it is cut off");
  let place = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    requireMark(archive, place, ENTRY, "entry");
    const nameLength = archive.readUInt16LE(place + 28);
    const name = archive.toString("utf8", place + 46, place + 46 + nameLength);
    yield [name, contentOf(archive, place, name)];
    place += 46 + nameLength + archive.readUInt16LE(place + 30) + archive.readUInt16LE(place + 32);
  }
}

function contentOf(archive: Buffer, entry: number, name: string): Buffer {
  const [packedSize, size] = [archive.readUInt32LE(entry + 20), archive.readUInt32LE(entry + 24)];
  const header = archive.readUInt32LE(entry + 42);
  requireMark(archive, header, FILE, name);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const method = archive.readUInt16LE(entry + 10);
  const content = unpacked[method]?.(archive.subarray(start, start + packedSize));
  if (content?.length !== size) throw new Error(`${name} should hold ${size} bytes, packed by method 0 or 8`);
  return content;
}

function requireMark(archive: Buffer, place: number, mark: number, what: string): void {
  if (archive.readUInt32LE(place) !== mark) throw new Error(`there is no ${what} at byte ${place}`);
}
