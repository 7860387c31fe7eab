/**
 * What a person reads in an e-mail: its text, without headers, attachments, encodings and HTML.
 *
 * @source Resnick 2008, RFC 5322 (headers); Freed & Borenstein 1996, RFC 2045 and 2046 (parts and encodings).
 *   https://www.rfc-editor.org/rfc/rfc2045
 */
import { TextDecoder } from "node:util";

/** Bytes as one character each: what the format is written in. */
type Bytes = string;

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Bytes;
}

/** The text of a message; of several parts in several formats, the plain one. */
export function textOfMessage(message: Uint8Array): string {
  return textOf(partOf(Buffer.from(message).toString("latin1").replace(/\r\n?/g, "\n")))
    .replace(/[ \t\u00a0]+/g, " ")
    .replace(/ *\n */g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const webAddress = /\b(?:https?|ftp):\/\/[^\s<>"]+|\bwww\.[\w-]+\.[^\s<>"]+/gi;
const mailAddress = /[\w.+=-]+@[\w-]+(?:\.[\w-]+)*/g;

/** Addresses of the web become ↗, those of people @: nobody's address is kept, and none tells a model who wrote. */
export const withoutAddresses = (text: string): string =>
  text.replace(webAddress, "↗").replace(mailAddress, "@");

function partOf(bytes: Bytes): Part {
  const end = bytes.startsWith("\n") ? 0 : bytes.indexOf("\n\n");
  const head = (end < 0 ? bytes : bytes.slice(0, end)).replace(/\n[ \t]+/g, " ");
  const headers = head.split("\n").flatMap((line): [string, string][] => {
    const match = /^([\w-]+):\s*(.*)$/.exec(line);
    return match === null ? [] : [[match[1]!.toLowerCase(), match[2]!]];
  });
  return { headers: new Map(headers), body: end < 0 ? "" : bytes.slice(end).replace(/^\n+/, "") };
}

function textOf({ headers, body }: Part): string {
  const type = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary !== undefined) return textOfParts(type, body, boundary);
  if (!/^text\//i.test(type)) return "";
  const charset = /charset="?([\w-]+)"?/i.exec(type)?.[1] ?? "utf-8";
  const text = decoded(transferred(body, headers.get("content-transfer-encoding") ?? ""), charset);
  return /^text\/html/i.test(type) ? withoutTags(text) : text;
}

function textOfParts(type: string, body: Bytes, boundary: string): string {
  const pieces = body.split(`--${boundary}`).slice(1);
  const parts = pieces
    .filter((piece) => !piece.startsWith("--"))
    .map((piece) => partOf(piece.replace(/^\n/, "")));
  if (!/^multipart\/alternative/i.test(type)) return parts.map(textOf).join("\n");
  const isPlain = ({ headers }: Part): boolean =>
    /^text\/plain/i.test(headers.get("content-type") ?? "text/plain");
  const best = parts.find(isPlain) ?? parts.at(-1);
  return best === undefined ? "" : textOf(best);
}

function transferred(body: Bytes, encoding: string): Buffer {
  if (/base64/i.test(encoding)) return Buffer.from(body, "base64");
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, "latin1");
  const joined = body.replace(/=[ \t]*\n/g, "");
  return Buffer.from(
    joined.replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    "latin1",
  );
}

/** Old mail often says nothing of its encoding, or what is not true: then it is Windows' Latin. */
function decoded(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  apos: "'",
};

function withoutTags(html: string): string {
  return html
    .replace(/<(script|style|head|title)\b[^]*?<\/\1\s*>/gi, " ")
    .replace(/<!--[^]*?-->/g, " ")
    .replace(/<(?:br|\/?p|\/?div|\/?tr|\/?table|\/?h\d|\/?li)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_, code: string) => codePoint(Number(code)))
    .replace(/&(\w+);/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}

const codePoint = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ");
