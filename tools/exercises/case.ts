/** Ways to write a case: like the reference, like PyTorch, a property, an error, no leaks. */
import type { Call, Result, Returned, Step } from "./call";
import { findDifference, show, type Finding } from "./compare";
import type { Draw } from "./draw";
import { argumentAt } from "./parameters";
import { isTensorTag, type Plain } from "./plain";
import type { Case, Evidence } from "./sheet";
import { NothingThere } from "./values";

/** One call of a function: `call(query, keys)`. */
export const call = (...args: Plain[]): Call => ({ args });

/** A call with the gradients of its output: `callWithGradients(["0", "1"], query, keys)`. */
export const callWithGradients = (gradients: string[], ...args: Plain[]): Call => ({ args, gradients });

/** Makes an object of a class, then uses it: `construct([4, 8], method("run", inputs), get("width"))`. */
export const construct = (args: Plain[], ...then: Step[]): Call => ({ args, then });
export const method = (name: string, ...args: Plain[]): Step => ({ method: name, args });
export const get = (name: string): Step => ({ get: name });

export interface CaseOptions {
  readonly points: number;
  /** Seen by the grader only; visible unless said otherwise. */
  readonly hidden?: boolean;
  /** What is probably wrong, after "perhaps": "you divide by hidden, not by its root". */
  readonly likely?: string;
  /** An answer that does nothing may pass it too: its points count once a check of values passes. */
  readonly needsValues?: boolean;
  /** See {@link Case.isAboutLeaks}. */
  readonly isAboutLeaks?: boolean;
  /** It trains: the known mistakes, each of which would train as long, are not tried on it. */
  readonly isLong?: boolean;
  /** Made from seeded numbers, so that they are the same every time. */
  readonly calls: (draw: Draw) => Call | Call[];
}

/**
 * Values, shapes, dtypes (and gradients, if the calls ask for them) agree with the reference's.
 *
 * @param options  with `keepsArguments`, no argument is changed either
 */
export function likeReference(
  name: string,
  options: CaseOptions & { readonly tolerance?: number; readonly keepsArguments?: boolean },
): Case {
  return makeCase(
    name,
    options,
    async ({ results, parameters, expected }) =>
      firstDifference(results, await expected(), { ...options, parameters }) ??
      (options.keepsArguments
        ? firstFound(results, (result) => changedArgument(result as Returned, parameters))
        : undefined),
  );
}

/** The results have a property; `property` says what is wrong, or nothing. */
export function holds(
  name: string,
  options: CaseOptions & {
    property: (values: Plain[], calls: readonly Call[]) => string | Finding | undefined;
  },
): Case {
  return makeCase(name, options, ({ results, calls }) => {
    const finding = firstError(results) ?? sayNothing(() => options.property(valuesOf(results), calls));
    return typeof finding === "string" ? { message: finding } : finding;
  });
}

function sayNothing<Found>(property: () => Found): Found | string {
  try {
    return property();
  } catch (error) {
    if (error instanceof NothingThere) return error.message;
    throw error;
  }
}

/** No tensor is left over but those of the output, as many as the reference's, and no argument is changed or disposed. */
export function leaksNothing(name: string, options: CaseOptions): Case {
  const isAboutLeaks = true;
  return makeCase(name, { ...options, needsValues: true, isAboutLeaks }, async (evidence) => {
    const { results, parameters, expected } = evidence;
    const wanted = valuesOf(await expected());
    return (
      firstError(results) ??
      firstFound(results, (result, index) => leftOver(result as Returned, wanted[index]!, parameters))
    );
  });
}

/**
 * Every call is refused with an error whose message holds all the words (case aside).
 *
 * @param options  `naming` are words for all calls, or a list for each
 */
export function rejects(
  name: string,
  options: CaseOptions & { naming?: readonly string[] | readonly (readonly string[])[] },
): Case {
  const wordsOf = (index: number): readonly string[] =>
    (options.naming ?? []).flatMap((words, i) =>
      typeof words === "string" ? [words] : i === index ? words : [],
    );
  return makeCase(name, { ...options, needsValues: true }, ({ results }) =>
    firstFound(results, (result, index) => notRefused(result, wordsOf(index))),
  );
}

export function makeCase(
  name: string,
  { points, hidden = false, likely, needsValues, isAboutLeaks, isLong, calls }: CaseOptions,
  judge: (evidence: Evidence) => Finding | undefined | Promise<Finding | undefined>,
): Case {
  const made = (draw: Draw): Call[] => [calls(draw)].flat();
  return {
    name,
    points,
    visibility: hidden ? "hidden" : "visible",
    ...(likely && { likely }),
    ...(needsValues && { needsValues }),
    ...(isAboutLeaks && { isAboutLeaks }),
    ...(isLong && { isLong }),
    calls: made,
    judge,
  };
}

/** What the calls gave; only after `firstError`. */
export const valuesOf = (results: readonly Result[]): Plain[] =>
  results.map((result) => (result as Returned).value);

/** An answer that throws where it should not. */
export function firstError(results: readonly Result[]): Finding | undefined {
  return firstFound(results, (result) =>
    "error" in result
      ? {
          message: `it throws ${result.error.name}: ${result.error.message}`,
          expected: "a result",
          actual: result.error.name,
        }
      : undefined,
  );
}

export interface Comparison {
  readonly tolerance?: number;
  readonly parameters: Evidence["parameters"];
}

/** The first result that differs from the wanted one: value, then gradients. */
export function firstDifference(
  results: readonly Result[],
  expected: readonly Result[],
  comparison: Comparison,
): Finding | undefined {
  return (
    firstError(results) ??
    firstFound(results, (result, i) => differs(result as Returned, expected[i] as Returned, comparison))
  );
}

function differs(
  result: Returned,
  wanted: Returned,
  { tolerance, parameters }: Comparison,
): Finding | undefined {
  if (!("value" in wanted)) throw new Error(`the reference failed: ${JSON.stringify(wanted)}`);
  const value = findDifference(wanted.value, result.value, tolerance);
  if (value || wanted.gradients === undefined) return value;
  const gradients = Object.entries(wanted.gradients).map(([path, gradient]) =>
    findDifference(
      gradient,
      result.gradients?.[path],
      10 * (tolerance ?? 1e-4),
      `the gradient of ${argumentAt(path, parameters)}`,
    ),
  );
  return gradients.find((finding) => finding !== undefined);
}

function changedArgument({ changed }: Returned, parameters: Evidence["parameters"]): Finding | undefined {
  if (changed.length === 0) return undefined;
  const lists = changed.map((path) => path.replace(/\.\d+$/, "")); // of a list, not each of its items
  const names = [...new Set(lists)].map((path) => argumentAt(path, parameters)).join(" and ");
  return { message: `${names} is no longer what it was: do not change or dispose what you were given` };
}

function leftOver(result: Returned, wanted: Plain, parameters: Evidence["parameters"]): Finding | undefined {
  const { value, leaked: unseen } = result;
  const leaked = Math.max(0, unseen) + Math.max(0, numTensors(value) - numTensors(wanted));
  const change = changedArgument(result, parameters);
  if (change || leaked === 0) return change;
  const tensors = leaked === 1 ? "1 tensor is" : `${leaked} tensors are`;
  const message = `${tensors} left over after the call: wrap the work in tf.tidy(() => …)`;
  return { message, expected: "0 left over", actual: `${leaked} left over` };
}

function numTensors(value: Plain): number {
  if (typeof value !== "object" || value === null) return 0;
  return isTensorTag(value)
    ? 1
    : Object.values(value).reduce((sum: number, item) => sum + numTensors(item as Plain), 0);
}

function notRefused(result: Result, naming: readonly string[]): Finding | undefined {
  if (!("error" in result))
    return {
      message: `bad input was taken, and gave ${show((result as Returned).value)}`,
      expected: "an error",
    };
  const { message } = result.error;
  const missing = naming.find((word) => !message.toLowerCase().includes(word.toLowerCase()));
  if (missing === undefined) return undefined;
  return {
    message: `the error should name "${missing}", but says: ${message}`,
    expected: missing,
    actual: message,
  };
}

function firstFound(
  results: readonly Result[],
  find: (result: Result, index: number) => Finding | undefined,
): Finding | undefined {
  for (const [index, result] of results.entries()) {
    const finding = find(result, index);
    if (finding) return finding;
  }
  return undefined;
}
