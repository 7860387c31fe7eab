/** What an answer may have changed for the answers after it: built-in objects, and TensorFlow's backend. */
import { tf } from "../../../../lib/tf";

const { getOwnPropertyDescriptor, getOwnPropertyNames, is, entries } = Object;

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

/** The getter where there is one: what it gives may differ at each look. */
const valueOf = (target: object, key: string): unknown => {
  const property = getOwnPropertyDescriptor(target, key);
  return property && (property.get ?? property.value);
};

const valuesOf = (target: object): ReadonlyMap<string, unknown> =>
  new Map(getOwnPropertyNames(target).map((key) => [key, valueOf(target, key)]));

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
    const old = before.get(name)!;
    const note = (key: string): void => {
      const full = `${name}.${key}`;
      if (!is(old.get(key), valueOf(target, key)) && !restless.test(full)) names.push(full);
    };
    const keys = getOwnPropertyNames(target);
    keys.forEach(note);
    if (keys.length !== old.size) [...old.keys()].filter((key) => !keys.includes(key)).forEach(note);
  }
  if (tf.getBackend() !== "tensorflow") names.push("tf's backend");
  return names;
}
