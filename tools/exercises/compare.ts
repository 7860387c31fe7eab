/** Where two plain values differ, in words that a tired reader understands. */
import { isTensorTag, type Plain, type PlainTensor } from "./plain";

/** What is wrong, and the two values (or shapes) side by side. */
export interface Finding {
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** It names its cause by itself: no known mistake is looked for. */
  readonly isCertain?: true;
}

/** Relative above 1, absolute below: float32 sums in another order differ by about 1e-6. */
export const defaultTolerance = 1e-4;

/**
 * The first thing that a reader should know: no tensor, another shape, another dtype, NaN, or the worst number.
 *
 * @param place  "the result", "weights" …
 */
export function findDifference(
  expected: Plain,
  actual: Plain | undefined,
  tolerance = defaultTolerance,
  place = "the result",
): Finding | undefined {
  if (isTensorTag(expected)) return tensorDifference(expected, actual, tolerance, place);
  if (typeof expected === "number") return numberDifference(expected, actual, tolerance, place);
  if (isNameTag(expected) || typeof expected !== "object" || expected === null)
    return show(expected) === show(actual) ? undefined : mismatch(place, expected, actual);
  if (Array.isArray(expected)) return listDifference(expected, actual, tolerance, place);
  return recordDifference(expected as Record<string, Plain>, actual, tolerance, place);
}

/** A number that JSON lacks, or what is no data: equal if it has the same name. */
const isNameTag = (value: Plain): boolean =>
  typeof value === "object" && value !== null && ("$number" in value || "$other" in value);

const mismatch = (place: string, expected: Plain, actual: Plain | undefined): Finding => ({
  message: `${place} is ${show(actual)}, expected ${show(expected)}`,
  expected: show(expected),
  actual: show(actual),
});

function numberDifference(
  expected: number,
  actual: Plain | undefined,
  tolerance: number,
  place: string,
): Finding | undefined {
  return typeof actual === "number" && isClose(actual, expected, tolerance)
    ? undefined
    : mismatch(place, expected, actual);
}

const isClose = (a: number, b: number, tolerance: number): boolean => errorOf(a, b) <= tolerance;
const errorOf = (a: number, b: number): number => Math.abs(a - b) / Math.max(1, Math.abs(b));

function listDifference(
  expected: readonly Plain[],
  actual: Plain | undefined,
  tolerance: number,
  place: string,
): Finding | undefined {
  if (!Array.isArray(actual)) return mismatch(place, expected, actual);
  if (actual.length !== expected.length) {
    const items = actual.length === 1 ? "1 item" : `${actual.length} items`;
    const message = `${place} has ${items}, expected ${expected.length}`;
    return { message, expected: show(expected), actual: show(actual) };
  }
  return first(
    expected.map((item, i) => () => findDifference(item, actual[i] as Plain, tolerance, `${place} [${i}]`)),
  );
}

function recordDifference(
  expected: Record<string, Plain>,
  actual: Plain | undefined,
  tolerance: number,
  place: string,
): Finding | undefined {
  if (
    typeof actual !== "object" ||
    actual === null ||
    Array.isArray(actual) ||
    isTensorTag(actual) ||
    "$other" in actual
  )
    return mismatch(place, expected, actual);
  const record = actual as Record<string, Plain>;
  const missing = Object.keys(expected).find((key) => !(key in record));
  if (missing !== undefined) {
    const keys = Object.keys(record).join(", ") || "nothing";
    return { message: `${place} has no "${missing}", only ${keys}`, expected: missing, actual: keys };
  }
  return first(
    Object.entries(expected).map(
      ([key, item]) =>
        () =>
          findDifference(item, record[key], tolerance, nameOf(place, key)),
    ),
  );
}

/** "weights", not "the result.weights". */
const nameOf = (place: string, key: string): string => (place === "the result" ? key : `${place}.${key}`);

const first = (findings: (() => Finding | undefined)[]): Finding | undefined => {
  for (const find of findings) {
    const finding = find();
    if (finding) return finding;
  }
  return undefined;
};

function tensorDifference(
  { $tensor: expected }: PlainTensor,
  actual: Plain | undefined,
  tolerance: number,
  place: string,
): Finding | undefined {
  if (!isTensorTag(actual)) {
    const wanted = `a tensor [${expected.shape.join(", ")}]`;
    return {
      message: `${place} is ${show(actual)}, expected ${wanted}`,
      expected: wanted,
      actual: show(actual),
    };
  }
  const { shape, dtype, values } = actual.$tensor;
  const [got, wanted] = [shapeText(shape), shapeText(expected.shape)];
  if (got !== wanted)
    return { message: `the shape of ${place} is ${got}, expected ${wanted}`, expected: wanted, actual: got };
  if (dtype !== expected.dtype)
    return {
      message: `${place} is ${dtype}, expected ${expected.dtype}`,
      expected: expected.dtype,
      actual: dtype,
    };
  return valuesDifference(expected.values, values, shape, tolerance, place);
}

function valuesDifference(
  expected: readonly (number | string)[],
  actual: readonly (number | string)[],
  shape: readonly number[],
  tolerance: number,
  place: string,
): Finding | undefined {
  const errors = actual.map((value, i) => {
    const wanted = expected[i]!;
    if (typeof value === "number" && typeof wanted === "number") return errorOf(value, wanted);
    return value === wanted ? 0 : Infinity;
  });
  const worst = errors.reduce((worst, error, i) => (error > errors[worst]! ? i : worst), 0);
  if (errors.length === 0 || errors[worst]! <= tolerance) return undefined;
  const [got, wanted] = [numberText(actual[worst]!), numberText(expected[worst]!)];
  const where = shape.length === 0 ? place : `${place} at ${shapeText(indexAt(worst, shape))}`;
  return {
    message: `${where} is ${got}, expected ${wanted}`,
    expected: listText(expected, shape),
    actual: listText(actual, shape),
  };
}

function indexAt(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const length of [...shape].reverse()) {
    index.unshift(position % length);
    position = Math.floor(position / length);
  }
  return index;
}

const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
const numberText = (value: number | string): string =>
  typeof value === "number" ? String(Number(value.toPrecision(4))) : value;

const listText = (values: readonly (number | string)[], shape: readonly number[]): string =>
  `${shapeText(shape)}: ${values.slice(0, 6).map(numberText).join(", ")}${values.length > 6 ? ", …" : ""}`;

/** A plain value in a few words. */
export function show(value: Plain | undefined): string {
  if (value === undefined) return "missing";
  if (isTensorTag(value)) return `a tensor ${listText(value.$tensor.values, value.$tensor.shape)}`;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "object" && value !== null && "$other" in value)
    return String(value["$other" as never]);
  if (typeof value === "object" && value !== null && "$number" in value)
    return String(value["$number" as never]);
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
