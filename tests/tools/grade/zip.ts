/** Writes zips byte by byte, lies included: no zip library would make the ones that tests need. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** Unix mode, 0o120777 for a symbolic link. */
  readonly mode?: number;
  readonly isEncrypted?: boolean;
  /** "latin1": each character is a byte, and no flag says UTF-8. */
  readonly encoding?: "latin1";
  /** In Info-ZIP's extra field, to the second. */
  readonly changed?: Date;
  /** What the headers say instead of the truth. */
  readonly claims?: {
    readonly size?: number;
    readonly crc?: number;
    readonly method?: number;
    readonly offset?: number;
  };
}

interface Placed extends ZipEntry {
  readonly data: Buffer;
  readonly size: number;
  readonly crc: number;
  readonly offset: number;
}

const DEFLATE = 8;

const nameBytes = ({ name, encoding }: ZipEntry): Buffer => Buffer.from(name, encoding ?? "utf8");

function localHeader(entry: Placed): Buffer {
  const { data, size, crc, claims, isEncrypted, encoding } = entry;
  const name = nameBytes(entry);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE((encoding ? 0 : 0x800) | (isEncrypted ? 1 : 0), 6);
  header.writeUInt16LE(claims?.method ?? DEFLATE, 8);
  header.writeUInt32LE(claims?.crc ?? crc, 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(claims?.size ?? size, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function timeField({ changed }: ZipEntry): Buffer {
  if (!changed) return Buffer.alloc(0);
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x5455, 0);
  field.writeUInt16LE(5, 2);
  field.writeUInt8(1, 4);
  field.writeInt32LE(changed.getTime() / 1000, 5);
  return field;
}

function centralHeader(entry: Placed): Buffer {
  const { mode = 0o100644, offset, claims } = entry;
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(0x0314, 4); // made on Unix
  localHeader(entry).copy(header, 6, 4, 30);
  const extra = timeField(entry);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE((mode << 16) >>> 0, 38);
  header.writeUInt32LE(claims?.offset ?? offset, 42);
  return Buffer.concat([header, nameBytes(entry), extra]);
}

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const [parts, placed]: [Buffer[], Placed[]] = [[], []];
  let offset = 0;
  for (const entry of entries) {
    const bytes = Buffer.from(entry.content ?? "");
    const one: Placed = {
      ...entry,
      data: deflateRawSync(bytes),
      size: bytes.length,
      crc: crc32(bytes),
      offset,
    };
    const local = Buffer.concat([localHeader(one), one.data]);
    parts.push(local);
    placed.push(one);
    offset += local.length;
  }
  const central = Buffer.concat(placed.map(centralHeader));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
