/** Looks into values without running anything that they bring along: no getter, no proxy, no iterator. */
import { types } from "node:util";

/** In the place of a value that only a run of somebody's code would tell. */
export const getter = Symbol("a getter");

const valueIn = (property: PropertyDescriptor | undefined): unknown =>
  property && ("value" in property ? property.value : getter);

/** What an object or a function holds under a name of its own. */
export function fieldOf(holder: unknown, name: string): unknown {
  if ((typeof holder !== "object" && typeof holder !== "function") || holder === null) return undefined;
  return types.isProxy(holder) ? getter : valueIn(Object.getOwnPropertyDescriptor(holder, name));
}

/** All that an object, which is no proxy, holds under names that a loop over it gives. */
export const fieldsOf = (holder: object): (readonly [string, unknown])[] =>
  Object.entries(Object.getOwnPropertyDescriptors(holder))
    .filter(([, { enumerable }]) => enumerable)
    .map(([name, property]) => [name, valueIn(property)] as const);

export const isList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && !types.isProxy(value);

/** A list with more is not looked into. */
export const maxItems = 200_000;

/** The items of a list; a hole is undefined. */
export const itemsOf = (list: readonly unknown[]): unknown[] =>
  Array.from({ length: list.length }, (_, index) => fieldOf(list, String(index)));

const typedArray = Object.getPrototypeOf(Int8Array.prototype) as { values(): Iterable<number> };

/** The numbers of a typed array as they are in memory, whatever it says of its length. */
export const numbersOf = (array: NodeJS.TypedArray): number[] => Array.from(typedArray.values.call(array));
