/** From a file's bytes to JSON text: the encoding found out strictly, every repair noted, nothing guessed in silence. */
import { knownSignature } from "./signature";
import { RejectedInput } from "./item";

export interface NotedText {
  readonly text: string;
  readonly notes: readonly string[];
}

/** Byte order marks; the longer ones first, for UTF-32 begins like UTF-16. */
const marks: readonly { readonly name: string; readonly bytes: readonly number[] }[] = [
  { name: "UTF-32 (little-endian)", bytes: [0xff, 0xfe, 0, 0] },
  { name: "UTF-32 (big-endian)", bytes: [0, 0, 0xfe, 0xff] },
  { name: "UTF-8", bytes: [0xef, 0xbb, 0xbf] },
  { name: "UTF-16 (little-endian)", bytes: [0xff, 0xfe] },
  { name: "UTF-16 (big-endian)", bytes: [0xfe, 0xff] },
];

/** Read at a time. */
const UTF32_BYTES = 4096;

function decodeUtf32(bytes: Buffer, isLittle: boolean): string {
  const parts: string[] = [];
  for (let start = 0; start + 4 <= bytes.length; start += UTF32_BYTES) {
    const part = bytes.subarray(start, Math.min(start + UTF32_BYTES, bytes.length - (bytes.length % 4)));
    const points = Array.from({ length: part.length / 4 }, (_, index) =>
      isLittle ? part.readUInt32LE(index * 4) : part.readUInt32BE(index * 4),
    );
    if (points.some((point) => point > 0x10ffff))
      throw new RejectedInput("is not the UTF-32 that its first bytes claim");
    parts.push(String.fromCodePoint(...points));
  }
  return parts.join("");
}

/** The text, or undefined if the bytes are not in that encoding. */
export function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeMarked(bytes: Buffer, name: string): string {
  if (name.startsWith("UTF-32")) return decodeUtf32(bytes, name.includes("little"));
  const encoding = name === "UTF-8" ? "utf-8" : name.includes("little") ? "utf-16le" : "utf-16be";
  const text = tryDecode(bytes, encoding);
  if (text === undefined) throw new RejectedInput(`is not the ${name} that its first bytes claim`);
  return text;
}

/** Hangul all through is Korean Windows; letters of Western Europe and no control characters are Latin-1. */
function detect(bytes: Buffer): NotedText | undefined {
  const korean = tryDecode(bytes, "euc-kr");
  if (korean !== undefined && /\p{Script=Hangul}/u.test(korean))
    return { text: korean, notes: ["the file was in a Korean Windows encoding (EUC-KR), read as that"] };
  const western = tryDecode(bytes, "windows-1252");

  if (western !== undefined && !/[\x00-\x08\x0e-\x1f\x80-\x9f]/.test(western))
    return { text: western, notes: ["the file was in a Western encoding (Latin-1), read as that"] };
  return undefined;
}

/**
 * The text of a file.
 *
 * @throws {RejectedInput} it is no text in any encoding that can be told
 */
export function decodeText(bytes: Buffer): NotedText {
  const mark = marks.find(({ bytes: start }) => start.every((byte, index) => bytes[index] === byte));
  if (mark) {
    const note =
      mark.name === "UTF-8" ? "a byte order mark was removed" : `the file was in ${mark.name}, read as that`;
    return { text: decodeMarked(bytes.subarray(mark.bytes.length), mark.name), notes: [note] };
  }
  const text = tryDecode(bytes, "utf-8");
  if (text !== undefined) return { text, notes: [] };
  const detected = detect(bytes);
  if (detected) return detected;
  throw new RejectedInput("is not text: its bytes are no UTF-8 and no other encoding that we can tell");
}

const looks: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(!doctype|html|head|body)/i, "a web page, perhaps the login page of the course site"],
  [/^\s*(import\b|export\b|\/\/|\/\*|const |let |function )/, "TypeScript source, not a notebook"],
  [
    /^\s*(#|def |from \w+ import|import \w+$|"""|class \w+.*:$)/m,
    "Python source or a script, not a notebook",
  ],
];

/** What a file that is no JSON looks like, for the message. */
export function describeText(text: string): string {
  const found = looks.find(([pattern]) => pattern.test(text.slice(0, 2000)))?.[1];
  return found ?? `text that starts with ${JSON.stringify(text.trim().slice(0, 40))}`;
}

/**
 * Throws if the bytes are nothing that could be a notebook.
 *
 * @throws {RejectedInput} empty, an archive, a PDF
 */
export function refuseOtherKinds(bytes: Buffer): void {
  const known = knownSignature(bytes);
  if (known !== undefined) throw new RejectedInput(`is ${known}, not a notebook`);
  if (bytes.subarray(0, 4).toString("latin1") === "PK\x03\x04")
    throw new RejectedInput("is a zip archive, not a notebook");
  if (bytes.every((byte) => byte === 32 || (byte >= 9 && byte <= 13)))
    throw new RejectedInput("file is empty");
}
