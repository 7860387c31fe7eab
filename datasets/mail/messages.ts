/**
 * The messages of SpamAssassin's public corpus, as `npm run datasets -- mail` leaves them: all in one file, so that 12,000
 * small ones are read once.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DataFileError } from "../kit/text-file";
import { textOfMessage, withoutAddresses } from "./message";

export type MailLabel = "ham" | "spam";

export interface Message {
  /** "easy-ham-1/00001" */
  readonly file: string;
  readonly label: MailLabel;
  readonly text: string;
}

/** A file of the package: "package/data/easy-ham-1/00001.7c53….txt". */
export interface PackageFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Where the messages lie once they are set up. */
export const mailFile = join(__dirname, "../../.course/mail/messages.jsonl");
/** Of that file, as version 0.2.3 of the package and today's message.ts give it. */
const sha256 = "16b233ae54f709161508321f67b05cad35e43936d09cc8a2e1ae09fc52309823";
const howToGet = "`npm run datasets -- mail` gets it (20 MB to download, once)";

/** The package holds each message twice, as text and as JSON; the text is as it was sent, byte by byte. */
const messagePath = /\/data\/((\w+-(ham|spam)|spam)-\d\/\d+)\.[^/]*\.txt$/;

/** The messages among a package's files: what a person reads of each, without addresses. */
export function messagesOf(files: Iterable<PackageFile>): Message[] {
  const messages: Message[] = [];
  for (const { path, bytes } of files) {
    const [, file] = messagePath.exec(path) ?? [];
    if (file === undefined) continue;
    const label = file.includes("ham") ? "ham" : "spam";
    messages.push({ file, label, text: withoutAddresses(textOfMessage(bytes)) });
  }
  return messages.sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** One message a line, as JSON. */
export const linesOf = (messages: readonly Message[]): string =>
  messages.map((message) => `${JSON.stringify(message)}\n`).join("");

/** Whether the messages have been set up. */
export const isSetUp = (path = mailFile): boolean => existsSync(path);

/**
 * Reads all messages, in the order of their files' names.
 *
 * @throws {DataFileError} they are not set up, or are not the ones that the splits are made from
 */
export function readMessages(path = mailFile, expected = sha256): Message[] {
  if (!isSetUp(path)) throw new DataFileError(path, undefined, `is not there yet: ${howToGet}`);
  const bytes = readFileSync(path);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== expected) {
    const reason = `is not what the splits are made from: expected SHA-256 ${expected}, got ${found}; ${howToGet}`;
    throw new DataFileError(path, undefined, reason);
  }
  const lines = bytes.toString("utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Message);
}
