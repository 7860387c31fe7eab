/** From values to plain JSON, and back. */
import { types } from "node:util";
import { randomGenerator } from "../../lib/random";
import { tf } from "../../lib/tf";
import { fieldOf, fieldsOf, getter, itemsOf, maxItems, numbersOf } from "./fields";
import { otherTag, type Load, type Plain, type PlainTensor } from "./plain";
import { isTensor, readTensor } from "./read-tensor";

const maxDepth = 12;

/** A value as JSON; awaits nothing, changes nothing, and runs nothing that the value brings along. */
export function toPlain(value: unknown, depth = 0): Plain {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : { $number: String(value) };
  if (typeof value === "function") return otherTag("a function");
  if (value === getter) return otherTag("a getter");
  if (typeof value !== "object") return otherTag(value === undefined ? "undefined" : `a ${typeof value}`);
  if (types.isProxy(value)) return otherTag("a proxy");
  if (isTensor(value)) return tensorToPlain(value);
  if (depth >= maxDepth) return otherTag("a value nested too deeply");
  if (types.isTypedArray(value)) return listToPlain(numbersOf(value), depth);
  if (Array.isArray(value)) return listToPlain(value, depth);
  return objectToPlain(value, depth);
}

function tensorToPlain(tensor: tf.Tensor): Plain {
  const data = readTensor(tensor);
  return typeof data === "string" ? otherTag(data) : { $tensor: data };
}

function listToPlain(list: readonly unknown[], depth: number): Plain {
  if (list.length > maxItems) return otherTag(`a list of ${list.length} items`);
  return itemsOf(list).map((item) => toPlain(item, depth + 1));
}

function objectToPlain(value: object, depth: number): Plain {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (types.isProxy(prototype)) return otherTag("a proxy");
  const isRecord = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isRecord) return otherTag(`an object of class ${nameOfClass(prototype)}`);
  return Object.fromEntries(
    fieldsOf(value).map(([key, item]) => [key.startsWith("$") ? `$${key}` : key, toPlain(item, depth + 1)]),
  );
}

function nameOfClass(prototype: object): string {
  const made = fieldOf(prototype, "constructor");
  const name = fieldOf(made, "name");
  return typeof name === "string" ? name : "unknown";
}

/**
 * The value that JSON stands for.
 *
 * `{ $lib: "lib/attention-scores#dotScore" }` is that function; with `args` it is what the function (or the class)
 * makes of them. `{ $random: "seed" }` is a random generator.
 */
export async function fromPlain(plain: Plain, load: Load): Promise<unknown> {
  if (typeof plain !== "object" || plain === null) return plain;
  if (Array.isArray(plain)) return Promise.all(plain.map((item: Plain) => fromPlain(item, load)));
  const record = plain as { readonly [key: string]: Plain };
  if ("$tensor" in record) return tensorFromPlain(record as PlainTensor);
  if ("$number" in record) return Number(record["$number"]);
  if ("$other" in record) return undefined;
  if ("$random" in record) return randomGenerator(record["$random"] as string);
  if ("$lib" in record) return fromLib(record, load);
  const entries = Object.entries(record).map(
    async ([key, item]) => [key, await fromPlain(item, load)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

export function tensorFromPlain({ $tensor: { shape, dtype, values } }: PlainTensor): tf.Tensor {
  const data = dtype === "string" ? values : values.map(Number);
  return tf.tensor(data as number[], [...shape], dtype as "float32");
}

async function fromLib(record: { readonly [key: string]: Plain }, load: Load): Promise<unknown> {
  const [path, names] = String(record["$lib"]).split("#");
  let owner: unknown;
  let value: unknown = await load(path!);
  for (const name of names!.split(".")) [owner, value] = [value, (value as Record<string, unknown>)[name]];
  if (record["args"] === undefined) return value;
  const args = (await fromPlain(record["args"], load)) as unknown[];
  return isClass(value)
    ? new value(...args)
    : (value as (...args: unknown[]) => unknown).call(owner, ...args);
}

export const isClass = (value: unknown): value is new (...args: unknown[]) => object =>
  typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
