/**
 * A split that hangs on a text alone, so that it stays when a dataset grows or is read in another order.
 */
import type { Split } from "./options";

/** Of ten texts about one goes to the test and one to validation. */
export function hashSplit(text: string): Split {
  const bucket = fnv1a(text) % 10;
  return bucket === 0 ? "test" : bucket === 1 ? "validation" : "train";
}

/** @source Fowler, Noll & Vo, the FNV-1a hash. http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  return (hash ^ (hash >>> 15)) >>> 0; // the low bits of FNV-1a alone are weak
}
