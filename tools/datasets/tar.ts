/** The files of a tar archive: what an npm package is, once unzipped. */

/** A header and every file fill whole blocks of this size. */
const blockSize = 512;

export interface TarFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The plain files of an archive, in order; folders, links and what else it may hold are passed over.
 *
 * @throws {RangeError} it ends in the middle of a file, or a header's size is no number
 * @source IEEE 1003.1, pax, "ustar Interchange Format". https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
 */
export function* tarFiles(archive: Uint8Array): Generator<TarFile> {
  for (let at = 0; at + blockSize <= archive.length;) {
    const header = archive.subarray(at, at + blockSize);
    if (header[0] === 0) return; // the end is two blocks of zeros
    const size = parseInt(textAt(header, 124, 12), 8);
    const from = at + blockSize;
    if (!(from + size <= archive.length))
      throw new RangeError(`tarFiles: the archive is cut off or damaged at byte ${at}`);
    const [prefix, name, kind] = [textAt(header, 345, 155), textAt(header, 0, 100), textAt(header, 156, 1)];
    const path = prefix === "" ? name : `${prefix}/${name}`;
    if (kind === "0" || kind === "") yield { path, bytes: archive.subarray(from, from + size) };
    at = from + Math.ceil(size / blockSize) * blockSize;
  }
}

/** A field of a header ends at its first zero byte. */
const textAt = (header: Uint8Array, from: number, length: number): string =>
  Buffer.from(header.subarray(from, from + length))
    .toString("utf8")
    .replace(/\0.*$/s, "");
