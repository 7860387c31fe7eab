/** What an answer may have changed for the answers after it: built-in objects, and TensorFlow's backend. */
import { tf } from "../../../../lib/tf";

const { getOwnPropertyDescriptors, is, entries } = Object;

const watched: Record<string, object> = {
  globalThis,
  Object,
  "Object.prototype": Object.prototype,
  Array,
  "Array.prototype": Array.prototype,
  "Function.prototype": Function.prototype,
  "String.prototype": String.prototype,
  "Promise.prototype": Promise.prototype,
  "Map.prototype": Map.prototype,
  Math,
  JSON,
  Number,
  Promise,
  process,
  "process.env": process.env,
  "tf.Tensor.prototype": tf.Tensor.prototype,
  tf,
};

type Snapshot = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

const valuesOf = (target: object): ReadonlyMap<string, unknown> =>
  new Map(entries(getOwnPropertyDescriptors(target)).map(([key, { value, get }]) => [key, get ?? value]));

/** Values as they are now. */
export const takeSnapshot = (): Snapshot =>
  new Map([...entries(watched)].map(([name, target]) => [name, valuesOf(target)]));

/** These change by themselves: lazy loading of Node, counters. */
const restless =
  /^(process\.(exitCode|_exiting|domain|_events.*|_maxListeners)|globalThis\.(performance|crypto|navigator|fetch))$/;

/** Names of what is not what it was, "Math.random". */
export function changesSince(before: Snapshot): string[] {
  const names: string[] = [];
  for (const [name, target] of entries(watched)) {
    const [old, now] = [before.get(name)!, valuesOf(target)];
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      const full = `${name}.${key}`;
      if (!is(old.get(key), now.get(key)) && !restless.test(full)) names.push(full);
    }
  }
  if (tf.getBackend() !== "tensorflow") names.push("tf's backend");
  return names;
}
