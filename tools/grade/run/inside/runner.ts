/**
 * Runs inside the sandbox: loads answers, makes the calls that it is told, sends what they give. It knows no expected
 * value, so nothing here is worth breaking into.
 */
import { describeError, runCalls } from "../../../exercises/call";
import type { Call } from "../../../exercises/call";
import { changesSince, takeSnapshot } from "./globals";
import { recordTaken } from "./taken";
import type { Taken } from "./taken";
import { isSendable, readRequest, send } from "./wire";

/** What the other side asks for; every request has a nonce of its own, which the reply repeats. */
export type Request =
  | { readonly nonce: string; readonly load: string; readonly code: string; readonly folder: string }
  | { readonly nonce: string; readonly task: string; readonly call: Call; readonly seconds: number }
  | { readonly nonce: string; readonly ping: true };

type Loader = (name: string) => unknown;

/** The course's modules, by path. */
type CourseModules = Readonly<Record<string, () => Record<string, unknown>>>;
let courseModules: CourseModules = {};

const exit = process.exit.bind(process);
const { chdir } = process;
const nodeRequire = require;
const AsyncFunction = (async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<void>;
const notes: string[] = [];
const answers = new Map<string, Record<string, unknown>>();
const records = new Map<string, Taken>();
let pristine = takeSnapshot();
const tick = setImmediate;

const describe = (error: unknown): { name: string; message: string; code?: string } => {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return { ...describeError(error), ...(typeof code === "string" && { code }) };
};

const note = (error: unknown): void => {
  const { name, message } = describe(error);
  if (notes.length < 5) notes.push(`${name}: ${message.slice(0, 200)}`);
};
process.on("uncaughtException", note);
process.on("unhandledRejection", note);

const courseRequire =
  ({ seen }: Taken): Loader =>
  (name) => {
    const path = name.replace(/^\.{1,2}\//, "");
    const inside = courseModules[path];
    if (inside) return seen(path, inside());
    if (name.startsWith("@tensorflow/tfjs")) return courseModules["lib/tf"]!()["tf"];
    return nodeRequire(name);
  };

const load = (path: string): Promise<Record<string, unknown>> => {
  const module = courseModules[path];
  if (!module) throw new Error(`there is no module ${path} in the sandbox`);
  return Promise.resolve(module());
};

/** An answer's module; async, for a constant may need an await. */
async function loadAnswer(task: string, code: string): Promise<object> {
  const exports: Record<string, unknown> = {};
  const taken = recordTaken();
  records.set(task, taken);
  await new AsyncFunction("exports", "require", code)(exports, courseRequire(taken));
  answers.set(task, exports);
  return { loaded: typeof exports[task] };
}

async function makeCall(task: string, call: Call, seconds: number): Promise<object> {
  const [result] = await runCalls(answers.get(task)?.[task], [call], { load, seconds });
  const changed = changesSince(pristine);
  const taken = records.get(task)?.names().slice(0, 20) ?? [];
  const reply = {
    result,
    ...(changed.length > 0 && { changed: changed.slice(0, 5) }),
    ...(taken.length > 0 && { taken }),
  };
  return isSendable(reply) ? reply : { isTooLarge: true };
}

async function answerTo(request: Request): Promise<object> {
  if ("ping" in request) return { notes: notes.splice(0) };
  if ("load" in request) {
    try {
      chdir(request.folder);
    } catch {
      // only in the sandbox are there folders made for this
    }
    return loadAnswer(request.load, request.code);
  }
  return makeCall(request.task, request.call, request.seconds);
}

/** Answers requests until they end. */
export async function serve(modules: CourseModules): Promise<void> {
  courseModules = modules;
  pristine = takeSnapshot();
  const heartbeat = setInterval(() => undefined, 1e6); // an answer may unref everything; we still wait for it
  send({ nonce: "ready" });
  for (let request = readRequest(); request !== undefined; request = readRequest()) {
    const { nonce } = request as Request;
    let reply: object;
    try {
      reply = await answerTo(request as Request);
    } catch (error) {
      reply = { error: describe(error) };
    }
    try {
      send({ nonce, ...reply });
    } catch {
      exit(1); // an answer closed the pipe
    }
    await new Promise((resolve) => tick(resolve)); // what was left to run, runs before the next request
  }
  clearInterval(heartbeat);
  exit(0);
}
