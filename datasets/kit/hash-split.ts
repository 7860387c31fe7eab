/**
 * A split that hangs on a text alone, so that it stays when a dataset grows or is read in another order.
 */
import type { Split } from "./options";

/** Of ten texts about one goes to the test and one to validation. */
export function hashSplit(text: string): Split {
  const bucket = hash(text) % 10;
  return bucket === 0 ? "test" : bucket === 1 ? "validation" : "train";
}

/**
 * A whole number from a text, the same on every machine.
 *
 * @source Fowler, Noll & Vo, the FNV-1a hash. http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (const char of text) mixed = Math.imul(mixed ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  return (mixed ^ (mixed >>> 15)) >>> 0; // the low bits of FNV-1a alone are weak
}
