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
    return areSame(roots, this.roots) && this.checks.every((check) => check());
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
    const keys = Reflect.ownKeys(holder);
    const fields = keys.map((key) => Object.getOwnPropertyDescriptor(holder, key)!);
    const isPlain = fields.every(({ get, set }) => get === undefined && set === undefined);
    const valueOf = isPlain
      ? (key: PropertyKey) => (holder as Record<PropertyKey, unknown>)[key]
      : (key: PropertyKey) => {
          const field = Object.getOwnPropertyDescriptor(holder, key);
          return field?.get ?? field?.value;
        };
    const values = keys.map(valueOf);
    this.count(keys.length, path);
    // Once all keys are the same, all fields are of the same kind too, but for one that is defined anew as a getter:
    // its value is then what counts.
    this.checks.push(
      () =>
        areSame(Reflect.ownKeys(holder), keys) &&
        keys.every((key, index) => Object.is(valueOf(key), values[index])),
    );
    keys.forEach((key, index) => this.look(values[index], `${path}.${String(key)}`));
    const kind: unknown = Object.getPrototypeOf(holder);
    this.checks.push(() => Object.getPrototypeOf(holder) === kind);
    this.look(kind, path);
  }

  private count(parts: number, path: string): void {
    this.numParts += parts;
    if (this.numParts > MAX_PARTS) this.obstacle = `${path} brings more than ${MAX_PARTS} values`;
  }
}

const areSame = (list: readonly unknown[], before: readonly unknown[]): boolean =>
  list.length === before.length && before.every((item, index) => Object.is(list[index], item));
