/**
 * The compute half of a check: runs calls on an answer and says what came out, as plain JSON.
 *
 * It knows no expected value. The check cell runs it in the kernel, `npm run check` in a child process, the grader in
 * a sandbox; the other half is judge.ts, which never meets the answer.
 */
import { types } from "node:util";
import { tf } from "../../lib/tf";
import { findDifference } from "./compare";
import { fieldOf } from "./fields";
import { isTensorTag, otherTag, type Load, type Plain } from "./plain";
import { fromPlain, isClass, toPlain } from "./to-plain";
import { leftOver, stockOfEngine, tensorsIn, type Stock } from "./stock";

/** One call of an answer. */
export interface Call {
  /** Arguments of the function, or of the class's constructor. */
  readonly args: readonly Plain[];
  /** What is done with the object then; the call's value is the list of what these give. */
  readonly then?: readonly Step[];
  /** Where the gradient of Σ cos(k + 1) · output_k is wanted: "0" is the first argument, "2.keyWeight" inside the third. */
  readonly gradients?: readonly string[];
  /** Whether the answer works gradients out by hand: TensorFlow's own throw. */
  readonly byHand?: boolean;
  /** Whether it is made a second time, after its first result was disposed; see {@link Returned.again}. */
  readonly again?: boolean;
}

/** A method called on the object (without a name: the object itself is called), or a property read. */
export type Step = { readonly method: string; readonly args: readonly Plain[] } | { readonly get: string };

/** What came out of one call. */
export type Result = Returned | Threw | Stopped;

export interface Returned {
  readonly value: Plain;
  /** By the path that the call asked for. */
  readonly gradients?: { readonly [path: string]: Plain };
  /** Tensors that the call made and left over, its output aside. */
  readonly leaked: number;
  /** Paths of arguments that are not what they were. */
  readonly changed: readonly string[];
  /** It came as a promise, or a step of it did. */
  readonly isPromise?: boolean;
  /** What is wrong with the same call's second result; nothing if it is as the first. */
  readonly again?: string;
}

export interface Threw {
  readonly error: { readonly name: string; readonly message: string };
}

/** It did not settle in time, or an earlier call did not. */
export interface Stopped {
  readonly limit: "wall" | "not run";
}

export interface Surroundings {
  readonly load: Load;
  /** Counts live tensors; TensorFlow.js' own count unless said otherwise, which an answer can set. */
  readonly takeStock?: () => Stock;
  /** Puts back what the answer changed of what all code shares: from here to the next `await`, its code is not met. */
  readonly restore?: () => void;
  /** Seconds until a promise that does not settle is given up; 0.5 unless said otherwise. */
  readonly seconds?: number;
}

/**
 * Runs the calls one after the other; after one that never settles, the others are not run. Calls of another answer wait:
 * TensorFlow.js has one stack of scopes, and of two trainings at once each would dispose of the other's tensors.
 */
export function runCalls(
  answer: unknown,
  calls: readonly Call[],
  surroundings: Surroundings,
): Promise<Result[]> {
  const turn = lastTurn.then(() => runInTurn(answer, calls, surroundings));
  lastTurn = turn.catch(() => undefined);
  return turn;
}

let lastTurn: Promise<unknown> = Promise.resolve();

async function runInTurn(
  answer: unknown,
  calls: readonly Call[],
  surroundings: Surroundings,
): Promise<Result[]> {
  const results: Result[] = [];
  let isStuck = false;
  for (const call of calls) {
    const result: Result = isStuck ? { limit: "not run" } : await runCall(answer, call, surroundings);
    isStuck ||= "limit" in result;
    results.push(result);
  }
  return results;
}

export async function runCall(
  given: unknown,
  call: Call,
  { load, seconds = 0.5, takeStock = stockOfEngine, restore = () => undefined }: Surroundings,
): Promise<Result> {
  const answer = call.byHand ? withoutGradients(given) : given;
  const variables = new Set(Object.keys(tf.engine().registeredVariables));
  tf.engine().startScope();
  try {
    const args = (await fromPlain(call.args, load)) as unknown[];
    const steps = await Promise.all((call.then ?? []).map((step) => readStep(step, load)));
    const before = takeStock();
    const watched = watchPromises(answer, args, call.then && steps);
    const value = await withDeadline(watched.value, seconds);
    restore();
    if (value === late) return { limit: "wall" };
    const leaked = leftOver(value, before, takeStock());
    const plain = toPlain(value);
    const changed = changedPaths(call.args, args);
    const again = call.again && (await secondTime(answer, call, { value, plain, load, seconds, restore }));
    const gradients = call.gradients && (await gradientsOf(answer, call, call.gradients, { load, restore }));
    return {
      value: value === undefined ? otherTag("undefined") : plain,
      leaked,
      changed,
      ...(watched.isPromise() && { isPromise: true }),
      ...(again && { again }),
      ...(gradients && { gradients }),
    };
  } catch (error) {
    return { error: describeError(error) };
  } finally {
    tf.engine().endScope();
    Object.entries(tf.engine().registeredVariables).forEach(([name, variable]) => {
      if (!variables.has(name)) variable.dispose();
    });
    restore();
  }
}

/** A function that cannot use TensorFlow's gradients: tf.grad, tf.grads and optimizers all go through one method of the engine. */
function withoutGradients(answer: unknown): unknown {
  if (typeof answer !== "function") return answer;
  const gradients = (): never => {
    throw new Error("automatic differentiation is switched off here: work the gradients out by hand");
  };
  return (...args: unknown[]): unknown => {
    const engine: { gradients?: unknown } = tf.engine();
    Object.defineProperty(engine, "gradients", { value: gradients, configurable: true });
    try {
      return (answer as (...args: unknown[]) => unknown)(...args);
    } finally {
      delete engine.gradients; // the method of its class shows again
    }
  };
}

type LiveStep = { readonly name: string; readonly args?: unknown[] };

async function readStep(step: Step, load: Load): Promise<LiveStep> {
  if ("get" in step) return { name: step.get };
  return { name: step.method, args: (await fromPlain(step.args, load)) as unknown[] };
}

function make(answer: unknown, args: unknown[]): unknown {
  if (typeof answer !== "function")
    throw new TypeError(`expected a function or a class, got ${typeof answer}`);
  return isClass(answer) ? new answer(...args) : (answer as (...args: unknown[]) => unknown)(...args);
}

/** Applies an answer, and sees whether it or one of its steps gave a promise. */
function watchPromises(answer: unknown, args: unknown[], steps?: readonly LiveStep[]) {
  let isPromise = false;
  const seen = (value: unknown): unknown => {
    isPromise ||= types.isPromise(value);
    return value;
  };
  const made = seen(make(answer, args));
  return { value: steps === undefined ? made : applySteps(made, steps, seen), isPromise: () => isPromise };
}

async function applySteps(
  made: unknown,
  steps: readonly LiveStep[],
  seen: (value: unknown) => unknown,
): Promise<unknown[]> {
  const object = (await made) as Record<string, unknown>;
  const values: unknown[] = [];
  for (const { name, args } of steps) values.push(await seen(applyStep(object, name, args)));
  return values;
}

/** Makes a call once more, after the tensors of its first result were disposed: what an answer keeps between calls shows. */
async function secondTime(
  answer: unknown,
  call: Call,
  first: { readonly value: unknown; readonly plain: Plain } & Required<Omit<Surroundings, "takeStock">>,
): Promise<string | undefined> {
  const { load, seconds, restore } = first;
  const args = (await fromPlain(call.args, load)) as unknown[];
  const steps = await Promise.all((call.then ?? []).map((step) => readStep(step, load)));
  try {
    tensorsIn(first.value).forEach((tensor) => tensor.dispose());
    const value = await withDeadline(watchPromises(answer, args, call.then && steps).value, seconds);
    restore(); // before anything is compared: the answer's code has just run
    if (value === late) return "it never finished";
    return findDifference(first.plain, toPlain(value))?.message;
  } catch (error) {
    restore();
    return `it throws ${describeError(error).message}`;
  }
}

function applyStep(object: Record<string, unknown>, name: string, args?: unknown[]): unknown {
  if (args === undefined) return object[name];
  const method = name === "" ? object : object[name];
  if (typeof method !== "function") throw new TypeError(`there is no method ${name}, but ${typeof method}`);
  return (method as (...args: unknown[]) => unknown).call(object, ...args);
}

const late = Symbol("late");

async function withDeadline(value: unknown, seconds: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise((resolve) => (timer = setTimeout(resolve, 1000 * seconds, late)));
  return Promise.race([value, deadline]).finally(() => clearTimeout(timer));
}

function changedPaths(before: readonly Plain[], after: unknown[]): string[] {
  return before.flatMap((plain, index) => changesBelow(plain, after[index], String(index)));
}

/** Only data can change; a function or a random generator among the arguments is not compared. */
function changesBelow(before: Plain, after: unknown, path: string): string[] {
  if (typeof before !== "object" || before === null) return Object.is(before, after) ? [] : [path];
  if (isTensorTag(before)) return JSON.stringify(toPlain(after)) === JSON.stringify(before) ? [] : [path];
  if (Object.keys(before).some((key) => key.startsWith("$"))) return [];
  if (Array.isArray(before) && fieldOf(after, "length") !== before.length) return [path];
  return Object.entries(before).flatMap(([key, item]) =>
    changesBelow(item as Plain, fieldOf(after, key), `${path}.${key}`),
  );
}

async function gradientsOf(
  answer: unknown,
  call: Call,
  paths: readonly string[],
  { load, restore }: Required<Pick<Surroundings, "load" | "restore">>,
): Promise<Record<string, Plain>> {
  const gradients: (tf.Tensor | string)[] = [];
  for (const path of paths) {
    const args = (await fromPlain(call.args, load)) as unknown[];
    const steps = await Promise.all((call.then ?? []).map((step) => readStep(step, load)));
    const run = (): unknown => (call.then ? applyAtOnce(answer, args, steps) : make(answer, args));
    gradients.push(gradientAt(run, args, path.split("."), restore));
  }
  restore();
  const plain = gradients.map((one) => (typeof one === "string" ? otherTag(one) : toPlain(one)));
  return Object.fromEntries(paths.map((path, index) => [path, plain[index]!]));
}

/** The gradient, or why there is none. */
function gradientAt(
  run: () => unknown,
  args: unknown[],
  path: string[],
  restore: () => void,
): tf.Tensor | string {
  const inside = args as never as Record<string, unknown>;
  const owner = path.slice(0, -1).reduce((outer, key) => outer[key] as never, inside);
  const key = path.at(-1)!;
  const given = owner[key] as tf.Tensor;
  const loss = (x: tf.Tensor): tf.Tensor => {
    owner[key] = x;
    const outputs = tensorsIn(run());
    restore();
    return tf.addN(outputs.filter(({ dtype }) => dtype === "float32").map(weighted));
  };
  try {
    return tf.grad(loss)(given);
  } catch (error) {
    return `no gradient (${whyNone(describeError(error).message)})`;
  }
}

/** TensorFlow.js says of both causes that f should enclose all operations: the learner has seen no f. */
const whyNone = (message: string): string =>
  message.startsWith("Cannot compute gradient of y=f(x)")
    ? "the result does not come of it by TensorFlow's operations alone: either it is not used, or its numbers were read out on the way, " +
      "as by dataSync or arraySync, and a gradient does not pass through plain numbers"
    : message;

/** Gradients need all steps in one go, without waiting. */
function applyAtOnce(answer: unknown, args: unknown[], steps: LiveStep[]): unknown[] {
  const object = make(answer, args) as Record<string, unknown>;
  return steps.map(({ name, args: given }) => applyStep(object, name, given));
}

/** A slope of its own for each number of an output, so that no two gradients cancel; as in tests/reference. */
function weighted(output: tf.Tensor): tf.Scalar {
  const slopes = Array.from({ length: output.size }, (_, k) => Math.cos(k + 1));
  return output.mul(tf.tensor(slopes, output.shape)).sum();
}

/** Anything can be thrown, and an error's fields can hold anything. */
export function describeError(error: unknown): { name: string; message: string } {
  const short = (value: unknown, length = 2000): string => String(value).slice(0, length);
  try {
    return error instanceof Error
      ? { name: short(error.name, 100), message: short(error.message) }
      : { name: "thrown value", message: short(error) };
  } catch {
    return { name: "thrown value", message: "a value that cannot be shown" };
  }
}
