/**
 * Shape contracts: a function names the axes of its tensors once, and a mismatch is an error that a tired reader
 * understands.
 *
 * Only shapes are read, never data: a check costs microseconds and no copy.
 */

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
 * Checks that every tensor has the axes that its contract names, and that one name has one length everywhere.
 *
 * @param functionName  what the error message starts with
 * @param contract      argument name → [tensor, "axis names, separated by spaces"]; an undefined tensor is skipped
 * @returns the length of every axis by its name
 * @throws {ShapeError} a tensor has another number of axes than its contract, one axis name has two lengths, or a
 *   length is 0
 *
 * Taught in notebook 00.
 */
export function checkShapes<Axes extends string>(
  functionName: string,
  contract: Contract<Axes>,
): Record<AxisNames<Axes>, number> {
  const sizes: Record<string, number> = {};
  const firstSeen: Record<string, string> = {};
  for (const [argument, [tensor, axes]] of Object.entries(contract)) {
    if (tensor === undefined) continue;
    const names = axesOf(functionName, argument, tensor, axes);
    names.forEach((name, axis) => {
      const length = tensor.shape[axis]!;
      const known = sizes[name];
      if (length === 0)
        throw new ShapeError(`${functionName}: ${argument} has no "${name}": the axis is empty`);
      if (known !== undefined && known !== length) {
        throw new ShapeError(
          `${functionName}: axis "${name}" is ${known} in ${firstSeen[name]}, but ${length} in ${argument}`,
        );
      }
      sizes[name] = length;
      firstSeen[name] ??= argument;
    });
  }
  return sizes;
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

function axesOf(functionName: string, argument: string, tensor: HasShape, axes: string): string[] {
  const names = axes.split(" ").filter((name) => name !== "");
  if (!Array.isArray(tensor?.shape)) {
    throw new ShapeError(
      `${functionName}: ${argument} should be a tensor [${names.join(", ")}], got ${String(tensor)}`,
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
