/** What a traced function is given and gives: tensors and plain values, by name or in rows, however deep. */
import { tf } from "../tf";

let Tensor: typeof tf.Tensor | undefined; // to find it in tf takes 0.2 µs each time
const isTensor = (value: unknown): value is tf.Tensor => value instanceof (Tensor ??= tf.Tensor);

export interface Leaf {
  /** Names and numbers of places, joined by dots. */
  readonly path: string;
  readonly tensor: tf.Tensor;
}

/** What an object consists of. */
export interface Parts {
  /** All its tensors, in a fixed order. */
  readonly leaves: readonly Leaf[];
  /** All the rest as a text: names, numbers, texts; nothing if there is more in it, such as a function. */
  readonly form?: string;
}

/** The tensors of an object, and all the rest. */
export function partsOf(whole: unknown): Parts {
  const leaves: Leaf[] = [];
  let isPlain = true;
  const formOf = (value: unknown, path: string): string => {
    if (isTensor(value)) return `#${leaves.push({ path, tensor: value })}`;
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    if (typeof value !== "object" || value === null) {
      isPlain &&= typeof value !== "function" && typeof value !== "symbol";
      return `${typeof value} ${String(value)}`;
    }
    isPlain &&= isPlainObject(value);
    let parts = "";
    for (const [name, part] of Object.entries(value))
      parts += `${JSON.stringify(name)}:${formOf(part, path === "" ? name : `${path}.${name}`)},`;
    return Array.isArray(value) ? `[${parts}]` : `{${parts}}`;
  };
  const form = formOf(whole, "");
  return isPlain ? { leaves, form } : { leaves };
}

function isPlainObject(value: object): boolean {
  const kind = Object.getPrototypeOf(value) as unknown;
  return kind === Object.prototype || kind === Array.prototype || kind === null;
}

/**
 * A function that builds such an object again, of other tensors.
 *
 * @param given  what the function was given; the same place then takes the tensor that is given then
 * @param made   what it made of that
 */
export function rebuilder(whole: unknown, given: readonly tf.Tensor[], made: readonly tf.Tensor[]) {
  type Build = (given: readonly tf.Tensor[], made: readonly tf.Tensor[]) => unknown;
  const build = (value: unknown): Build => {
    if (isTensor(value)) {
      const [before, after] = [given.indexOf(value), made.indexOf(value)];
      return before >= 0 ? (given) => given[before] : (_, made) => made[after];
    }
    if (typeof value !== "object" || value === null) return () => value;
    const parts = Object.entries(value).map(([name, part]) => [name, build(part)] as const);
    if (Array.isArray(value)) return (given, made) => parts.map(([, part]) => part(given, made));
    return (given, made) => Object.fromEntries(parts.map(([name, part]) => [name, part(given, made)]));
  };
  return build(whole);
}
