/**
 * Tracing: a function of tensors becomes one graph, so that TensorFlow runs it without JavaScript between its operations.
 *
 * The function runs as it stands for the first calls. Then two calls are taped; if both asked TensorFlow for the same, and
 * for nothing else, all calls after that run the graph of them. Results are the same, but for the last bit of a sum that
 * TensorFlow's optimizer takes in another order.
 *
 * @source Agrawal et al. 2019, "TensorFlow Eager: A Multi-Stage, Python-Embedded DSL for Machine Learning", §4.1 and §4.6.
 *   https://arxiv.org/abs/1903.01855
 */
import { tf } from "../tf";
import { Graph, Program } from "./graph";
import { nodeBackend } from "./kernel";
import { isTaping, portOf, tape, tensorId, type Fresh, type Port } from "./tape";

export { fresh } from "./tape";

export interface TraceOptions {
  /** What the function reads beside its inputs: always the same variables, whatever their numbers are. */
  readonly variables?: () => readonly tf.Variable[];
  /** The axis of an input that grows from call to call; a graph then serves all its lengths. */
  readonly growingAxis?: (input: string) => number | undefined;
}

/**
 * So often a function runs as it stands for each shape of its inputs. To read a graph costs about as much time as ten
 * such runs.
 */
const NUM_PLAIN_CALLS = 10;
/** Two tapes in a row must be the same; a function whose tapes differ so often never becomes a graph. */
const MAX_TAPES = 4;
/** More shapes than this run as they stand, for the sake of memory. */
const MAX_GRAPHS = 100;

/** What is known of the calls with inputs of one shape. */
interface Trace {
  numCalls: number;
  numTapes: number;
  last?: Taped;
  graph?: Graph;
}

/** One call on tape. */
interface Taped {
  readonly shapes: string;
  readonly program: Program;
  readonly fresh: readonly Fresh[];
  /** Puts tensors into the places that they had in the function's result. */
  readonly rebuild: (tensors: readonly tf.Tensor[]) => unknown;
}

/**
 * A function that does the same as `run`, and faster after some calls.
 *
 * `run` must depend on nothing but its inputs, the variables and what it makes by {@link fresh}. Where gradients are
 * recorded, it runs as it stands.
 *
 * @param run  from tensors to tensors, by name or in rows; it must not change the variables
 * @returns the function; its caller disposes the results
 */
export function traced<Inputs, Result>(
  run: (inputs: Inputs) => Result,
  { variables = () => [], growingAxis = () => undefined }: TraceOptions = {},
): (inputs: Inputs) => Result {
  const traces = new Map<string, Trace>();
  return (inputs) => {
    if (numWithout > 0 || isTaping() || tf.engine().isTapeOn()) return run(inputs);
    const leaves = leavesOf(inputs);
    const given = [...leaves.map(({ tensor }) => tensor), ...variables()];
    const ids = nodeBackend().getInputTensorIds(given);
    const key = signature(leaves, ids, growingAxis);
    let trace = traces.get(key);
    if (trace === undefined) traces.set(key, (trace = { numCalls: 0, numTapes: 0 }));
    trace.numCalls += 1;
    if (trace.graph !== undefined) return (runGraph(trace, ids) as Result | undefined) ?? run(inputs);
    if (trace.numCalls <= NUM_PLAIN_CALLS || trace.numTapes === MAX_TAPES || numTaped(traces) > MAX_GRAPHS)
      return run(inputs);
    const shapes = signature(leaves, ids);
    // A growing axis must have had two lengths: a number made of its length would pass for one that never changes.
    if (key !== shapes && trace.last?.shapes === shapes) return run(inputs);
    const ports = given.map((tensor, index) => portOf(ids[index]!, tensor));
    leaves.forEach(({ path }, index) => (ports[index] = withoutLength(ports[index]!, growingAxis(path))));
    return runTaped(trace, () => run(inputs), ports, shapes);
  };
}

let numWithout = 0;

/**
 * Runs something while every traced function runs as it stands: to print from within a model, or to time its kernels.
 *
 * @param run  what is to be done; may be a promise, such as a training
 */
export async function withoutGraphs<Result>(run: () => Result | Promise<Result>): Promise<Result> {
  numWithout += 1;
  try {
    return await run();
  } finally {
    numWithout -= 1;
  }
}

/** How many shapes have a graph, or may get one. */
const numTaped = (traces: ReadonlyMap<string, Trace>): number =>
  [...traces.values()].filter(({ last }) => last !== undefined).length;

/** What tells calls apart: shapes, types, and which inputs are one tensor; a growing axis has no length in it. */
function signature(leaves: Leaf[], ids: number[], growingAxis?: TraceOptions["growingAxis"]): string {
  let text = "";
  leaves.forEach(({ path, tensor }, index) => {
    const free = growingAxis?.(path);
    text += `${path} ${tensor.dtype} ${ids.indexOf(ids[index]!)}`;
    tensor.shape.forEach((length, axis) => (text += axis === free ? " ?" : ` ${length}`));
    text += ";";
  });
  return text;
}

/** TensorFlow must not count on the length of a growing axis. */
const withoutLength = (port: Port, free?: number): Port => ({
  ...port,
  shape: port.shape.map((length, axis) => (axis === free ? -1 : length)),
});

/** Runs a function as it stands, and makes a graph of it if it did the same as the last time. */
function runTaped<Result>(trace: Trace, run: () => Result, inputs: Port[], shapes: string): Result {
  const before = trace.last;
  trace.numTapes += 1;
  const { result: made, tape: taped } = tape(() => {
    const result = run();
    return { result, ids: leavesOf(result).map(({ tensor }) => tensorId(tensor)) };
  });
  if (taped.refusal !== undefined) trace.numTapes = MAX_TAPES;
  else {
    const outputs = leavesOf(made.result).map(({ tensor }, index) => portOf(made.ids[index]!, tensor));
    const freshPorts = taped.fresh.map(({ id }) => taped.ports.get(id)!);
    const program = new Program(taped, [...inputs, ...freshPorts], outputs);
    trace.last = { shapes, program, fresh: taped.fresh, rebuild: rebuilder(made.result) };
    if (before !== undefined && before.program.isSameAs(program)) trace.graph = newGraph(trace, program);
  }
  return made.result;
}

/** A program that TensorFlow refuses runs as it stands for ever. */
function newGraph(trace: Trace, program: Program): Graph | undefined {
  try {
    return new Graph(program);
  } catch {
    trace.numTapes = MAX_TAPES;
    return undefined;
  }
}

/** @returns nothing if the graph failed: the function as it stands knows better how to say what is wrong */
function runGraph(trace: Trace, ids: number[]): unknown {
  const { program, fresh, rebuild } = trace.last!;
  return tf.tidy(() => {
    const made = fresh.map(({ make }) => tensorId(make()));
    try {
      const handles = trace.graph!.run([...ids, ...made, ...program.captured]);
      return rebuild(handles.map((handle) => nodeBackend().createOutputTensor(handle))) as tf.TensorContainer;
    } catch {
      // A tensor that the function had caught may be gone; the next calls find the new one.
      Object.assign(trace, { graph: undefined, last: undefined, numTapes: 0 });
      return undefined as unknown as tf.TensorContainer;
    }
  });
}

interface Leaf {
  /** Names and numbers of places, joined by dots. */
  readonly path: string;
  readonly tensor: tf.Tensor;
}

/** All tensors of an object, however deep, in a fixed order. */
function leavesOf(value: unknown, path = "", leaves: Leaf[] = []): Leaf[] {
  if (value instanceof tf.Tensor) leaves.push({ path, tensor: value });
  else if (typeof value === "object" && value !== null)
    Object.entries(value).forEach(([name, part]) =>
      leavesOf(part, path === "" ? name : `${path}.${name}`, leaves),
    );
  return leaves;
}

/** A function that builds such an object again, of other tensors in the order of `leavesOf`. */
function rebuilder(value: unknown): (tensors: readonly tf.Tensor[]) => unknown {
  let count = 0;
  const build = (part: unknown): ((tensors: readonly tf.Tensor[]) => unknown) => {
    if (part instanceof tf.Tensor) {
      const index = count++;
      return (tensors) => tensors[index];
    }
    if (typeof part !== "object" || part === null) return () => part;
    const parts = Object.entries(part).map(([name, inner]) => [name, build(inner)] as const);
    const isList = Array.isArray(part);
    return (tensors) =>
      isList
        ? parts.map(([, make]) => make(tensors))
        : Object.fromEntries(parts.map(([name, make]) => [name, make(tensors)]));
  };
  return build(value);
}
