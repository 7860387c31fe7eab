/** What all code in the process shares, by name: an answer that changes it changes what the answers after it compute with. */
import buffer from "node:buffer";
import crypto from "node:crypto";
import events from "node:events";
import fs from "node:fs";
import module from "node:module";
import path from "node:path";
import timers from "node:timers";
import util from "node:util";
import v8 from "node:v8";
import { tf } from "../../../../lib/tf";

export type Named = readonly (readonly [name: string, shared: object])[];

const prototypeOf = (value: unknown): object => Object.getPrototypeOf(value) as object;
const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** An object and, if it is a class, what its instances have in common. */
export function withPrototype(name: string, value: unknown): Named {
  if (!isObject(value)) return [];
  const { prototype } = (typeof value === "function" ? value : {}) as { prototype?: unknown };
  return isObject(prototype)
    ? [
        [name, value],
        [`${name}.prototype`, prototype],
      ]
    : [[name, value]];
}

/** The built-in objects that have a name; a getter loads what is rarely used, and is left alone. */
const builtIns = (): Named =>
  Object.entries(Object.getOwnPropertyDescriptors(globalThis))
    .filter(([, { value }]) => isObject(value) && value !== globalThis)
    .flatMap(([name, { value }]) => withPrototype(name, value));

/** Those without: iterators, generators, and the class of all typed arrays. */
function unnamed(): Named {
  const iterators = { array: [], string: "", map: new Map(), set: new Set(), match: "".matchAll(/./g) };
  const functions = { async: async () => undefined, generator: function* () {}, flow: async function* () {} };
  return [
    ...withPrototype("TypedArray", prototypeOf(Int8Array)),
    ...Object.entries(iterators).flatMap(([name, { [Symbol.iterator]: iterate }]) =>
      withPrototype(
        `the iterator of ${name}`,
        prototypeOf(iterate.call(iterators[name as "array"] as never)),
      ),
    ),
    ["Iterator.prototype", prototypeOf(prototypeOf([][Symbol.iterator]()))],
    ...Object.entries(functions).flatMap(([name, made]): Named => [
      ...withPrototype(`the class of ${name} functions`, prototypeOf(made).constructor),
      [`the prototype of ${name} functions`, prototypeOf(made)],
    ]),
    ["the prototype of generators", prototypeOf(functions.generator.prototype)],
    ["the prototype of flows", prototypeOf(functions.flow.prototype)],
  ];
}

/** Node's modules that we work with, and what signs our messages. */
function nodes(): Named {
  const hmac = crypto.createHmac("sha256", "");
  const handles = Object.getOwnPropertySymbols(hmac)
    .map((symbol) => hmac[symbol as never])
    .filter(isObject);
  const modules = {
    Buffer,
    process,
    buffer,
    crypto,
    events,
    fs,
    module,
    path,
    timers,
    util,
    "util.types": util.types,
    v8,
  };
  return [
    ...Object.entries(modules).flatMap(([name, value]) => withPrototype(name, value)),
    ["process.env", process.env],
    ["Hmac.prototype", prototypeOf(hmac)],
    ...handles.map((handle, index) => [`Hmac's handle ${index}`, prototypeOf(handle)] as const),
  ];
}

/** TensorFlow.js: its functions and classes, the engine and the backend. */
function tensorFlow(): Named {
  const engine = tf.engine();
  const backend = tf.findBackend("tensorflow") as unknown as Record<"tensorMap", object>;
  const inside: Named = Object.entries(tf as unknown as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === "object" || /^[A-Z]/.test(name) ? withPrototype(`tf.${name}`, value) : [],
  );
  return [
    ["tf", tf],
    ...inside,
    ["tf.engine()", engine],
    ["tf.engine()", prototypeOf(engine)],
    ["tf.env()", tf.env()],
    ["tf.env()", prototypeOf(tf.env())],
    ["tf.backend()", backend],
    ["tf.backend()", prototypeOf(backend)],
    ["tf.backend().tensorMap", backend.tensorMap],
    ["tf.backend().tensorMap", prototypeOf(backend.tensorMap)],
  ];
}

/** `Object.prototype` first: until that is as it was, not even a property's description can be read. */
export function sharedObjects(): Named {
  const all: Named = [
    ["Object.prototype", Object.prototype],
    ["globalThis", globalThis],
    ...builtIns(),
    ...unnamed(),
    ...nodes(),
    ...tensorFlow(),
  ];
  const first = new Map<object, string>();
  for (const [name, shared] of all) if (!first.has(shared)) first.set(shared, name);
  return [...first].map(([shared, name]) => [name, shared] as const);
}

/** What TensorFlow.js knows of each kernel, and of its gradient. */
export function sharedRecords(): Named {
  const kernels = tf.getKernelsForBackend("tensorflow");
  const gradients = kernels.flatMap(({ kernelName }) => tf.getGradient(kernelName) ?? []);
  return [
    ...kernels.map((kernel) => [`the kernel ${kernel.kernelName}`, kernel] as const),
    ...gradients.map((gradient) => [`the gradient of ${gradient.kernelName}`, gradient] as const),
  ];
}

/** TensorFlow.js keeps its kernels and gradients in maps. */
export function sharedMaps(): readonly (readonly [name: string, map: Map<unknown, unknown>])[] {
  const all = (globalThis as unknown as { _tfGlobals: Map<string, unknown> })._tfGlobals;
  return [...all].flatMap(([name, map]) => (map instanceof Map ? [[`tf's ${name}`, map]] : []));
}
