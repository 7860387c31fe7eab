/** Reads plain results in a property: tensors as nested lists, and what is none as a clear failure. */
import { show } from "./compare";
import { isTensorTag, type Plain, type TensorData } from "./plain";

type Rows = readonly (readonly number[])[];

/** A property asks for what the answer did not give: of nothing, anything would hold. */
export class NothingThere extends Error {}

/**
 * A tensor's shape, dtype and numbers; of the result itself, or of a field: `tensor(value, "weights")`.
 *
 * @throws {NothingThere} there is no tensor, or none with a number in it
 */
export function tensor(value: Plain | undefined, field?: string): TensorData {
  const inside = field === undefined ? value : (value as Record<string, Plain> | null | undefined)?.[field];
  if (isTensorTag(inside) && inside.$tensor.values.length > 0) return inside.$tensor;
  throw new NothingThere(`${field ?? "the result"} is ${show(inside)}, expected a tensor of numbers`);
}

/** All numbers; NaN for what is none. */
export const numbers = ({ values }: TensorData): number[] => values.map(Number);

/** The numbers along the last axis, row by row. */
export function rows(data: TensorData): Rows {
  const width = data.shape.at(-1) ?? 1;
  const all = numbers(data);
  return Array.from({ length: Math.ceil(all.length / Math.max(1, width)) }, (_, i) =>
    all.slice(i * width, (i + 1) * width),
  );
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Whether two lists of numbers are equal within a tolerance; NaN equals nothing. */
export const close = (a: readonly number[], b: readonly number[], tolerance = 1e-4): boolean =>
  a.length === b.length &&
  a.every((value, i) => Math.abs(value - b[i]!) <= tolerance * Math.max(1, Math.abs(b[i]!)));
