/** Seeded inputs as plain data: the same seed gives the same numbers on every machine. */
import { randomGenerator } from "../../lib/random";
import type { Plain, PlainTensor } from "./plain";
import { plainNumber } from "./plain";

/** Where a case takes its inputs from. */
export interface Draw {
  /** Standard normal numbers, as float32 holds them. */
  normal(...shape: number[]): PlainTensor;
  /** Whole numbers in [0, limit) as int32. */
  ids(limit: number, ...shape: number[]): PlainTensor;
  /** A number in [low, high). */
  uniform(low?: number, high?: number): number;
  /** A whole number in [low, high]. */
  integer(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
  /** A random generator as an argument, with a seed of its own. */
  generator(): Plain;
}

export function drawFrom(seed: string): Draw {
  const random = randomGenerator(seed);
  const fill = (shape: readonly number[], next: () => number): number[] =>
    Array.from({ length: shape.reduce((size, length) => size * length, 1) }, next);
  return {
    normal: (...shape) =>
      floats(
        fill(shape, () => random.normal()),
        shape,
      ),
    ids: (limit, ...shape) =>
      ints(
        fill(shape, () => random.integer(limit)),
        shape,
      ),
    uniform: (low = 0, high = 1) => low + (high - low) * random.uniform(),
    integer: (low, high) => low + random.integer(high - low + 1),
    pick: (items) => random.pick(items),
    shuffle: (items) => random.shuffle(items),
    generator: () => ({ $random: `${seed}/${random.seed()}` }),
  };
}

type Nested = number | readonly Nested[];

const shapeOf = (nested: Nested): number[] =>
  Array.isArray(nested) ? [nested.length, ...(nested.length > 0 ? shapeOf(nested[0] as Nested) : [])] : [];

const flat = (nested: Nested): number[] =>
  Array.isArray(nested) ? (nested as Nested[]).flatMap(flat) : [nested as number];

/** A float32 tensor: `floats([[1, 2], [3, 4]])`, or flat numbers and a shape; -Infinity too, which JSON lacks. */
export function floats(nested: Nested, shape: readonly number[] = shapeOf(nested)): PlainTensor {
  return {
    $tensor: { shape, dtype: "float32", values: flat(nested).map((x) => plainNumber(Math.fround(x))) },
  };
}

/** An int32 tensor, as ids and masks are. */
export function ints(nested: Nested, shape: readonly number[] = shapeOf(nested)): PlainTensor {
  return { $tensor: { shape, dtype: "int32", values: flat(nested) } };
}

/** 1 for each of `lengths` tokens of a row, 0 after them  [batch, time] */
export function maskOf(lengths: readonly number[], time = Math.max(...lengths)): PlainTensor {
  return ints(lengths.map((length) => Array.from({ length: time }, (_, t) => (t < length ? 1 : 0))));
}

/** A function or class of lib as an argument; with `args`, what it makes of them. */
export function lib(name: `${string}#${string}`, ...args: Plain[]): Plain {
  return args.length === 0 ? { $lib: name } : { $lib: name, args };
}
