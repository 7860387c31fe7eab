/**
 * Shape contracts: a function names the axes of its tensors once, and a mismatch is an error that a tired reader
 * understands.
 *
 * Only shapes are read, never data: a check costs microseconds and no copy.
 */

import { shown } from "./argument";

/** Anything with a shape: a tensor, a variable, or a stand-in for one. */
export interface HasShape {
  readonly shape: readonly number[];
}

/** Two tensors disagree about an axis, or one has the wrong number of axes. */
export class ShapeError extends RangeError {
  override readonly name = "ShapeError";
}

/** "batch time" → "batch" | "time": lets the editor know the axis names of a contract. */
type AxisNames<Axes extends string> = Axes extends `${infer First} ${infer Rest}`
  ? First | AxisNames<Rest>
  : Axes;

type Contract<Axes extends string> = Record<string, readonly [HasShape | undefined, Axes]>;

/**
 * The lines of a contract for a record of tensors that may be left out, but only as a whole.
 *
 * @param argument  its name: the part "hidden" of "initial" is called "initial.hidden"
 * @param axes      the axes of each part
 */
export function optionalParts<Axes extends string>(
  argument: string,
  record: Readonly<Record<string, HasShape>> | undefined,
  axes: Readonly<Record<string, Axes>>,
): Contract<Axes> {
  if (record === undefined) return {};
  const lines = Object.entries(axes).map(([part, names]) => [`${argument}.${part}`, [record[part], names]]);
  return Object.fromEntries(lines) as Contract<Axes>;
}

/**
 * Checks that every tensor has the axes that its contract names, and that one name has one length everywhere.
 *
 * @param functionName  what the error message starts with
 * @param contract      argument name → [tensor, "axis names, separated by spaces"]; a tensor that may be left out has
 *   a question mark after its name, as in TypeScript: "mask?"
 * @param layer         the lengths that the layer fixes, by axis
 * @returns the length of every axis by its name
 * @throws {ShapeError} a tensor is missing or has another number of axes than its contract, one axis name has two
 *   lengths, or a length is 0
 *
 * Taught in notebook 00.
 */
export function checkShapes<Axes extends string>(
  functionName: string,
  contract: Contract<Axes>,
  layer: { readonly [Axis in AxisNames<Axes>]?: number } = {},
): Record<AxisNames<Axes>, number> {
  const sizes = new Map<string, number>(Object.entries(layer));
  const firstSeen = new Map<string, string>();
  for (const [key, [tensor, axes]] of Object.entries(contract)) {
    if (tensor === undefined && key.endsWith("?")) continue;
    const argument = key.replace("?", "");
    const names = axesOf(functionName, argument, tensor, axes);
    const { shape } = tensor!; // axesOf has seen it
    names.forEach((name, axis) => {
      const length = shape[axis]!;
      const known = sizes.get(name);
      if (length === 0)
        throw new ShapeError(`${functionName}: ${argument} has no "${name}": the axis is empty`);
      if (known !== undefined && known !== length) {
        throw new ShapeError(
          `${functionName}: axis "${name}" is ${known} in ${firstSeen.get(name) ?? "the layer"}, but ${length} in ${argument}`,
        );
      }
      sizes.set(name, length);
      if (!firstSeen.has(name)) firstSeen.set(name, argument);
    });
  }
  return Object.fromEntries(sizes) as Record<AxisNames<Axes>, number>;
}

/** Whether this is a tensor with so many axes: what a contract depends on, asked before it is checked. */
export const hasRank = (tensor: HasShape | undefined, rank: number): boolean =>
  Array.isArray(tensor?.shape) && tensor.shape.length === rank;

/**
 * Checks that the gates lie side by side, each as wide as the state: a wider or narrower one would be cut apart at the
 * wrong places.
 *
 * @param sizes  what {@link checkShapes} found
 * @throws {ShapeError} "gates" is not numGates times "hidden"
 *
 * Taught in notebook 02.
 */
export function checkGates(
  functionName: string,
  { gates, hidden }: { readonly gates: number; readonly hidden: number },
  numGates: number,
): void {
  if (gates === numGates * hidden) return;
  throw new ShapeError(
    `${functionName}: axis "gates" should be ${numGates} · hidden = ${numGates * hidden}, got ${gates}`,
  );
}

/**
 * Checks that a tensor holds whole numbers, as ids and masks do.
 *
 * @throws {TypeError} it holds another type
 *
 * Taught in notebook 00.
 */
export function checkIds(functionName: string, argument: string, tensor: { readonly dtype: string }): void {
  if (tensor.dtype === "int32") return;
  throw new TypeError(`${functionName}: ${argument} should be int32, got ${tensor.dtype}`);
}

/**
 * Checks that a tensor holds fractions: one-hot vectors come as int32, and a kernel for float32 stops at them.
 *
 * @throws {TypeError} it holds another type
 *
 * Taught in notebook 00.
 */
export function checkFloats(
  functionName: string,
  argument: string,
  tensor: { readonly dtype: string },
): void {
  if (tensor.dtype === "float32") return;
  throw new TypeError(
    `${functionName}: ${argument} should be float32, got ${tensor.dtype}; .cast("float32") makes it so`,
  );
}

function axesOf(
  functionName: string,
  argument: string,
  tensor: HasShape | undefined,
  axes: string,
): string[] {
  const names = axes.split(" ").filter((name) => name !== "");
  if (tensor === undefined || !Array.isArray(tensor?.shape)) {
    throw new ShapeError(
      `${functionName}: ${argument} should be a tensor [${names.join(", ")}], got ${shown(tensor)}`,
    );
  }
  if (tensor.shape.length !== names.length) {
    throw new ShapeError(
      `${functionName}: ${argument} should have ${names.length} axes [${names.join(", ")}], ` +
        `got ${tensor.shape.length} [${tensor.shape.join(", ")}]`,
    );
  }
  return names;
}
