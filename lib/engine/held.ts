/**
 * What a function reads: all that some objects hold, however deep. It is looked through once; after that, to see whether
 * everything is as it was takes some microseconds.
 */
import { types } from "node:util";
import { tf } from "../tf";
import { isPure } from "./pure";

/** To look through more than this at every call would take longer than a graph saves. */
const MAX_PARTS = 20_000;
/** Of JavaScript itself. */
const NATIVE = new Set<unknown>([Object.prototype, Array.prototype, Function.prototype, null]);

/** What some objects hold at one moment. */
export class Held {
  /** Variables and other tensors. */
  readonly tensors: tf.Tensor[] = [];
  /** Where there is something that cannot be watched, or code that nobody called pure, and what. */
  obstacle?: string;
  private readonly seen = new Set<unknown>(NATIVE);
  private readonly checks: (() => boolean)[] = [];
  private numParts = 0;

  constructor(private readonly roots: readonly unknown[]) {
    roots.forEach((root) => this.look(root, ""));
    this.seen.clear();
  }

  /** Whether all is as it was: the same objects, functions and variables, with the same numbers and texts in them. */
  isStill(roots: readonly unknown[]): boolean {
    if (!areSame(roots, this.roots)) return false;
    for (const check of this.checks) if (!check()) return false;
    return true;
  }

  private look(value: unknown, path: string): void {
    const isObject = typeof value === "object" || typeof value === "function";
    if (!isObject || this.seen.has(value) || this.obstacle !== undefined) return;
    this.seen.add(value);
    if (value instanceof tf.Tensor) this.lookAtTensor(value);
    else if (types.isProxy(value)) this.obstacle = `${path} is a proxy`;
    else if (ArrayBuffer.isView(value)) this.lookAtNumbers(value);
    else if (Array.isArray(value)) this.lookAtList(value, path);
    else if (typeof value === "function" && !isPure(value)) this.obstacle = `${path} is not pure`;
    else if (typeof value !== "function" || Object.hasOwn(value, "prototype"))
      this.lookAtFields(value!, path);
  }

  private lookAtTensor(tensor: tf.Tensor): void {
    const { isDisposed } = tensor;
    const { trainable } = tensor as tf.Variable;
    if (!isDisposed) this.tensors.push(tensor);
    this.checks.push(
      () => tensor.isDisposed === isDisposed && (tensor as tf.Variable).trainable === trainable,
    );
  }

  private lookAtNumbers({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
    const numbers = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
    const before = Buffer.from(numbers);
    this.count(byteLength / 8, "numbers");
    this.checks.push(() => before.equals(numbers));
  }

  private lookAtList(list: readonly unknown[], path: string): void {
    const before = [...list];
    this.count(before.length, path);
    this.checks.push(() => areSame(list, before));
    if (Object.getPrototypeOf(list) !== Array.prototype) this.obstacle = `${path} is a list of its own kind`;
    before.forEach((item, index) => this.look(item, `${path}.${index}`));
  }

  /** Of an object, a class, or a prototype. */
  private lookAtFields(holder: object, path: string): void {
    const own = Reflect.ownKeys(holder);
    const fields = own.map((key) => Object.getOwnPropertyDescriptor(holder, key)!);
    fields.forEach(({ value, get }, index) => this.look(get ?? value, `${path}.${String(own[index])}`));
    const kind = Object.getPrototypeOf(holder) as object | null;
    this.look(kind, path);
    this.count(own.length, path);
    const getters = own.filter((_, index) => fields[index]!.get !== undefined);
    const keys = [...own.filter((key) => !getters.includes(key)), ...methodsOf(kind)];
    const values = keys.map((key) => (holder as Fields)[key]);
    const names = Object.keys(holder); // `Reflect.ownKeys` takes ten times as long
    this.checks.push(() => {
      if (!areSame(Object.keys(holder), names)) return false;
      for (let index = 0; index < keys.length; index++)
        if (!Object.is((holder as Fields)[keys[index]!], values[index])) return false;
      return true;
    });
    getters.forEach((key) => {
      const { get } = Object.getOwnPropertyDescriptor(holder, key)!;
      this.checks.push(() => Object.getOwnPropertyDescriptor(holder, key)?.get === get);
    });
  }

  private count(parts: number, path: string): void {
    this.numParts += parts;
    if (this.numParts > MAX_PARTS) this.obstacle = `${path} brings more than ${MAX_PARTS} values`;
  }
}

type Fields = Readonly<Record<PropertyKey, unknown>>;

/** What an object has from its class, and would no longer have if another method hid it. */
function methodsOf(kind: object | null): PropertyKey[] {
  if (NATIVE.has(kind)) return [];
  const fields = Object.entries(Object.getOwnPropertyDescriptors(kind!));
  const methods = fields.flatMap(([name, { value }]) => (typeof value === "function" ? [name] : []));
  return [...methods, ...methodsOf(Object.getPrototypeOf(kind) as object | null)];
}

/** A loop, since this runs for every object at every step. */
function areSame(list: readonly unknown[], before: readonly unknown[]): boolean {
  if (list.length !== before.length) return false;
  for (let index = 0; index < before.length; index++)
    if (list[index] !== before[index] && !Object.is(list[index], before[index])) return false;
  return true;
}
