/**
 * Text files that are what they claim to be, or an error that says which line is not.
 */
import { readFileSync } from "node:fs";
import { TextDecoder } from "node:util";

/** A data file cannot be used: where, and why. */
export class DataFileError extends Error {
  override readonly name = "DataFileError";

  constructor(
    readonly file: string,
    /** Counted from 1; undefined where the whole file is meant. */
    readonly line: number | undefined,
    readonly reason: string,
  ) {
    super(line === undefined ? `${file}: ${reason}` : `${file}, line ${line}: ${reason}`);
  }
}

/**
 * The text of a UTF-8 file, without byte order mark, its line ends as "\n".
 *
 * @throws {DataFileError} no such file; empty; UTF-16, binary, or another encoding, with the first line that shows it
 */
export function readText(file: string): string {
  return decodeText(readBytes(file), file);
}

/** @throws {DataFileError} as readText */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (bytes.length === 0) throw new DataFileError(file, undefined, "is empty");
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new DataFileError(file, undefined, "is UTF-16; save it as UTF-8");
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    throw new DataFileError(file, lineOf(bytes, nul), "holds a zero byte: it is damaged, or not a text");
  const text = decodeUtf8(bytes, file).replace(/\r\n?/g, "\n");
  if (text.trim() === "") throw new DataFileError(file, undefined, "has no text");
  return text;
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const reasons: Record<string, string> = {
      ENOENT: "there is no such file",
      EISDIR: "is a folder, not a file",
    };
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new DataFileError(file, undefined, reasons[code] ?? message);
  }
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new DataFileError(
      file,
      firstBadLine(bytes),
      "is not UTF-8; the file has another encoding or is cut off",
    );
  }
}

function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [line, start] = [1, 0];
  for (;;) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (newline < 0) return line;
    [line, start] = [line + 1, newline + 1];
  }
}

function lineOf(bytes: Uint8Array, offset: number): number {
  return bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;
}
