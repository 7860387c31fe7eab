/** The wire between the wall's two sides: one JSON a line. What the inside needs is taken before any answer loads. */
import { readSync, writeSync } from "node:fs";

const { stringify, parse } = JSON;
const { from: bytesOf, alloc } = Buffer;
const { wait } = Atomics;
const pause = new Int32Array(new SharedArrayBuffer(4));
const read = readSync;
const write = writeSync;

const RESULTS = 3;
/** Longer answers are not sent: the other side would not take them. */
export const MAX_MESSAGE = 1e6;

let pending = "";
const chunk = alloc(65536);
const decoder = new TextDecoder();

/** An answer that touched our streams made them non-blocking: then we wait ourselves. */
function insist(work: () => number): number {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      wait(pause, 0, 0, 1);
    }
  }
}

/** The next line of the requests, or undefined at their end; blocks, so nothing of an answer runs meanwhile. */
export function readRequest(): unknown {
  for (;;) {
    const end = pending.indexOf("\n");
    if (end >= 0) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 1);
      return parse(line);
    }
    const size = insist(() => read(0, chunk, 0, chunk.length, null));
    if (size === 0) return undefined;
    pending += decoder.decode(chunk.subarray(0, size), { stream: true });
  }
}

/** Sends one message. */
export function send(message: unknown): void {
  const bytes = bytesOf(`${stringify(message)}\n`);
  for (let at = 0; at < bytes.length;) at += insist(() => write(RESULTS, bytes, at, bytes.length - at));
}

/** Whether a message is short enough. */
export const isSendable = (message: unknown): boolean => (stringify(message)?.length ?? 0) <= MAX_MESSAGE;
