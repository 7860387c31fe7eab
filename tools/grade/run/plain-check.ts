/** What crosses the wall is checked before anybody uses it: plain data of the agreed form, nothing else. */
import type { Result } from "../../exercises/call";
import type { Plain } from "../../exercises/plain";

/** A message that is not what the runner sends. */
export class BadMessage extends Error {}

/** Told in the same words whether it comes before the answer or after it: that is up to chance. */
export const STRAY = "something else was written to where answers go";

const MAX_DEPTH = 40;
const dtypes = new Set(["float32", "int32", "bool", "string", "complex64"]);
const nonFinite = new Set<unknown>(["NaN", "Infinity", "-Infinity"]);
const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function checkTensor(value: unknown): void {
  if (!isFields(value)) throw new BadMessage("a tensor without fields");
  const { shape, dtype, values } = value;
  if (!Array.isArray(shape) || !shape.every(isCount) || !Array.isArray(values) || !dtypes.has(String(dtype)))
    throw new BadMessage("a tensor of a wrong form");
  const size = shape.reduce<number>((product, length) => product * (length as number), 1);
  if (size * (dtype === "complex64" ? 2 : 1) !== values.length)
    throw new BadMessage("a tensor whose shape and values disagree");
  const isValid = (item: unknown): boolean =>
    dtype === "string" ? typeof item === "string" : typeof item === "number" || nonFinite.has(item);
  if (!values.every(isValid)) throw new BadMessage("a tensor with values that are no numbers");
}

function checkPlain(value: unknown, depth = 0): void {
  if (depth > MAX_DEPTH) throw new BadMessage("a value nested too deeply");
  if (Array.isArray(value)) return value.forEach((item) => checkPlain(item, depth + 1));
  if (!isFields(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (forbiddenKeys.has(key)) throw new BadMessage(`the key ${JSON.stringify(key)}`);
    if (key === "$tensor") checkTensor(item);
    else checkPlain(item, depth + 1);
  }
}

/**
 * The messages of one line; JSON.parse makes `__proto__` an ordinary key, which is then refused.
 *
 * @throws {BadMessage} no object, or a key that reaches for prototypes
 */
export function parseMessage(line: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BadMessage(STRAY);
  }
  if (!isFields(value)) throw new BadMessage(STRAY);
  checkPlain(value);
  return value;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "").slice(0, 4000);

/**
 * A call's result, rebuilt from checked fields only.
 *
 * @throws {BadMessage} it has another form
 */
export function readResult(value: unknown): Result {
  if (!isFields(value)) throw new BadMessage("no result");
  const { error, limit, leaked, changed, gradients, isPromise, again } = value;
  if (isFields(error)) return { error: { name: text(error["name"]), message: text(error["message"]) } };
  if (limit === "wall" || limit === "not run") return { limit };
  if (!("value" in value) || typeof leaked !== "number" || !Array.isArray(changed))
    throw new BadMessage("half a result");
  const shared = {
    value: value["value"] as Plain,
    leaked,
    changed: changed.map(text),
    ...(isPromise === true && { isPromise }),
    ...(typeof again === "string" && { again: text(again) }),
  };
  return isFields(gradients) ? { ...shared, gradients: gradients as Record<string, Plain> } : shared;
}
