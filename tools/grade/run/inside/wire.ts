/**
 * The wire between the wall's two sides: one JSON a line. Each reply is signed, together with the request that it answers,
 * with a key that came before any answer was loaded: an answer can read and write the wire as we can, but not sign.
 */
import { createHmac, createSecretKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { readSync, writeSync } from "node:fs";

const pause = new Int32Array(new SharedArrayBuffer(4));

const RESULTS = 3;
/** Longer answers are not sent: the other side would not take them. */
export const MAX_MESSAGE = 1e6;

let key: KeyObject;
let asked = "";
let pending = "";
const chunk = Buffer.alloc(65536);
const decoder = new TextDecoder();

/** An answer that touched our streams made them non-blocking: then we wait ourselves. */
function insist(work: () => number): number {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

/** The next line, or undefined at the end; blocks, so nothing of an answer runs meanwhile. */
function readLine(): string | undefined {
  for (;;) {
    const end = pending.indexOf("\n");
    if (end >= 0) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 1);
      return line;
    }
    const size = insist(() => readSync(0, chunk, 0, chunk.length, null));
    if (size === 0) return undefined;
    pending += decoder.decode(chunk.subarray(0, size), { stream: true });
  }
}

/** Takes the key, which is the first line, and says so; before anything else. */
export function openWire(): void {
  key = createSecretKey(readLine() ?? "", "hex");
  send(JSON.stringify({ ready: true }));
}

/** The next request, or undefined at their end. */
export function readRequest(): unknown {
  const line = readLine();
  if (line !== undefined) asked = line;
  return line === undefined ? undefined : JSON.parse(line);
}

/** Sends the one reply to a request; in a world that an answer changed, this would give the key away. */
export function send(text: string): void {
  const signature = createHmac("sha256", key).update(`${asked}\n${text}`).digest("hex");
  const bytes = Buffer.from(`${signature}${text}\n`);
  for (let at = 0; at < bytes.length;) at += insist(() => writeSync(RESULTS, bytes, at, bytes.length - at));
}
