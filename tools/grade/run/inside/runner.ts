/**
 * Runs inside the sandbox: loads answers, makes the calls that it is told, sends what they give. It knows no expected
 * value, so no value here is worth breaking into; what else a verdict needs (how many tensors were left over, of which type a
 * tensor is, what became of the arguments) is looked at in a world that is put back as it was before the answer ran.
 */
import { describeError, runCall } from "../../../exercises/call";
import type { Call } from "../../../exercises/call";
import { fieldsOf } from "../../../exercises/fields";
import { openLedger } from "./ledger";
import { openRestorer } from "./restore";
import { withPrototype } from "./shared";
import { recordTaken } from "./taken";
import type { Taken } from "./taken";
import { MAX_MESSAGE, openWire, readRequest, send } from "./wire";

/** What the other side asks for; every request has a nonce of its own, so that no two replies are alike. */
export type Request =
  { readonly load: string; readonly code: string; readonly folder: string } | MadeCall | Ping;

interface MadeCall {
  readonly task: string;
  readonly call: Call;
  readonly seconds: number;
}

interface Ping {
  readonly ping: true;
}

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
const answers = new Map<string, unknown>();
const records = new Map<string, Taken>();
const takeStock = openLedger();
const { restore, takeChanges, locked, add } = openRestorer();
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

/** A module of the course; from then on all code shares its classes. */
function courseModule(path: string): Record<string, unknown> | undefined {
  const module = courseModules[path]?.();
  if (module !== undefined && !loaded.has(path)) {
    loaded.add(path);
    add(Object.entries(module).flatMap(([name, value]) => withPrototype(`${path}#${name}`, value)));
  }
  return module;
}
const loaded = new Set<string>();

const courseRequire =
  ({ seen }: Taken): Loader =>
  (name) => {
    const path = name.replace(/^\.{1,2}\//, "");
    const inside = courseModule(path);
    if (inside) return seen(path, inside);
    if (name.startsWith("@tensorflow/tfjs")) return courseModules["lib/tf"]!()["tf"];
    return nodeRequire(name);
  };

const load = (path: string): Promise<Record<string, unknown>> => {
  const module = courseModule(path);
  if (!module) throw new Error(`there is no module ${path} in the sandbox`);
  return Promise.resolve(module);
};

/** An answer's module; async, for a constant may need an await. */
async function loadAnswer(task: string, code: string): Promise<object> {
  const exports: Record<string, unknown> = {};
  const taken = recordTaken();
  records.set(task, taken);
  await new AsyncFunction("exports", "require", code)(exports, courseRequire(taken));
  const answer = exports[task];
  answers.set(task, answer);
  return { loaded: typeof answer };
}

const makeCall = async (task: string, call: Call, seconds: number): Promise<object> => ({
  result: await runCall(answers.get(task), call, { load, seconds, restore, takeStock }),
});

async function answerTo(request: Exclude<Request, Ping>): Promise<object> {
  if (!("load" in request)) return makeCall(request.task, request.call, request.seconds);
  try {
    chdir(request.folder);
  } catch {
    // only in the sandbox are there folders made for this
  }
  return loadAnswer(request.load, request.code);
}

/** Where what is described was thrown by an answer, it may be anything but texts. */
const asTexts = (error: object): object =>
  Object.fromEntries(fieldsOf(error).filter(([, value]) => typeof value === "string"));

/** The reply to a request that runs an answer, once the world is as it was before. */
async function replyTo(request: Exclude<Request, Ping>): Promise<object> {
  try {
    return await answerTo(request);
  } catch (error) {
    return { error: describe(error) };
  }
}

function textOf(reply: object): string {
  const { error, result } = reply as Record<string, object | undefined>;
  const thrown = result && (result as Record<string, object>)["error"];
  const text = JSON.stringify(
    error ? { error: asTexts(error) } : thrown ? { ...reply, result: { error: asTexts(thrown) } } : reply,
  );
  return text.length <= MAX_MESSAGE ? text : JSON.stringify({ isTooLarge: true });
}

/** Answers requests until they end. */
export async function serve(modules: CourseModules): Promise<void> {
  courseModules = modules;
  const heartbeat = setInterval(() => undefined, 1e6); // an answer may unref everything; we still wait for it
  openWire();
  for (let request = readRequest(); request !== undefined; request = readRequest()) {
    const isPing = "ping" in (request as Request);
    const reply = isPing
      ? { notes: notes.splice(0), changed: takeChanges(), locked: locked() }
      : await replyTo(request as Exclude<Request, Ping>);
    if (!isPing) restore();
    const taken =
      "task" in (request as Request) ? records.get((request as MadeCall).task)?.names() : undefined;
    try {
      send(textOf({ ...reply, ...(taken && { taken: taken.slice(0, 20) }) }));
    } catch {
      exit(1); // an answer closed the pipe
    }
    await new Promise((resolve) => tick(resolve)); // what was left to run, runs before the next request
    restore();
  }
  clearInterval(heartbeat);
  exit(0);
}
