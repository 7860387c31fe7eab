/** Which tensors live before a call and after it, and so which are left over. */
import { types } from "node:util";
import { tf } from "../../lib/tf";
import { fieldsOf, itemsOf, maxItems } from "./fields";
import { isTensor } from "./read-tensor";

/** The tensors that live at one moment. */
export interface Stock {
  readonly count: number;
  has(tensor: tf.Tensor): boolean;
}

/** By TensorFlow.js' own counter: good enough where nobody forges it. */
export function stockOfEngine(): Stock {
  const next = (tf.engine() as unknown as { nextTensorId(): number }).nextTensorId();
  return { count: tf.memory().numTensors, has: ({ id, isDisposed }) => id < next && !isDisposed };
}

/** How many tensors a call made that are not in its value. */
export function leftOver(value: unknown, before: Stock, after: Stock): number {
  const more = after.count - before.count;
  if (more <= 0) return more; // a long list is not searched for tensors that cannot be there
  return more - tensorsIn(value).filter((tensor) => after.has(tensor) && !before.has(tensor)).length;
}

/** The tensors in a value, each once: those that are seen in it as data, and what an object of a class holds. */
export function tensorsIn(value: unknown, depth = 0): tf.Tensor[] {
  if (isTensor(value)) return [value];
  if (typeof value !== "object" || value === null || types.isProxy(value) || depth > 6) return [];
  const list = Array.isArray(value) && (value.length > maxItems ? [] : itemsOf(value));
  const inside = list || fieldsOf(value).map(([, item]) => item);
  return [...new Set(inside.flatMap((item) => tensorsIn(item, depth + 1)))];
}
