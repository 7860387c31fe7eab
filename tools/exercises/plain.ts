/**
 * Values as plain JSON: what goes into an exercise's call and what comes out of it can cross the wall of a sandbox.
 *
 * A tensor carries its shape and dtype, a number that JSON lacks is tagged, and whatever is no plain value is named.
 */
import { randomGenerator } from "../../lib/random";
import { tf } from "../../lib/tf";

/** JSON. Objects with one of the keys $tensor, $number, $lib, $random or $other stand for something else. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** A number, or the name of one that JSON lacks. */
export type PlainNumber = number | "NaN" | "Infinity" | "-Infinity";

export type TensorData = {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool" | "string" | "complex64";
  readonly values: readonly (PlainNumber | string)[];
};

export type PlainTensor = { readonly $tensor: TensorData };

/** Gives the module of a path such as "lib/vocabulary". */
export type Load = (path: string) => Promise<Record<string, unknown>>;

export const isTensorTag = (value: Plain | undefined): value is PlainTensor =>
  typeof value === "object" && value !== null && "$tensor" in value;

/** What is no data at all, by its name: "undefined", "a function", "a disposed tensor". */
export const otherTag = (name: string): Plain => ({ $other: name });

const plainNumber = (value: number): PlainNumber =>
  Number.isFinite(value) ? value + 0 : (String(value) as PlainNumber); // + 0: nobody means −0

const maxDepth = 12;
const maxItems = 200_000;

/** A value as JSON; awaits nothing and changes nothing. */
export function toPlain(value: unknown, depth = 0): Plain {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : { $number: String(value) };
  if (typeof value === "function") return otherTag("a function");
  if (typeof value !== "object") return otherTag(value === undefined ? "undefined" : `a ${typeof value}`);
  if (value instanceof tf.Tensor) return tensorToPlain(value);
  if (depth >= maxDepth) return otherTag("a value nested too deeply");
  if (ArrayBuffer.isView(value)) return toPlain([...(value as unknown as Iterable<number>)], depth);
  if (Array.isArray(value)) {
    if (value.length > maxItems) return otherTag(`a list of ${value.length} items`);
    return Array.from(value, (item) => toPlain(item, depth + 1)); // Array.from also visits holes
  }
  return objectToPlain(value, depth);
}

function objectToPlain(value: object, depth: number): Plain {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const isRecord = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isRecord) return otherTag(`an object of class ${prototype.constructor?.name ?? "unknown"}`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item, depth + 1)]));
}

function tensorToPlain(tensor: tf.Tensor): Plain {
  if (tensor.isDisposed) return otherTag("a disposed tensor");
  const data = Array.from(tensor.dataSync() as ArrayLike<number | string>, (value) =>
    typeof value === "number" ? plainNumber(value) : value,
  );
  return { $tensor: { shape: [...tensor.shape], dtype: tensor.dtype as TensorData["dtype"], values: data } };
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
