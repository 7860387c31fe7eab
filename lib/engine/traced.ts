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
import { graphOf, isSameProgram, programOf, type Graph, type Program } from "./graph";
import { Held } from "./held";
import { nodeBackend } from "./kernel";
import { isTaping, portOf, tape, tensorId, type Fresh, type NamedPort, type Taped } from "./tape";
import { partsOf, rebuilder, type Leaf } from "./tensor-tree";

export { fresh } from "./tape";

/**
 * So often a function runs as it stands for each shape of its inputs. To read a graph costs about as much time as ten
 * such runs.
 */
const NUM_PLAIN_CALLS = 10;
/** Two tapes in a row must be the same; a function whose tapes differ so often never becomes a graph. */
const MAX_TAPES = 4;
/** More shapes than this run as they stand, to save memory. */
const MAX_GRAPHS = 100;

/** What is known of the calls with inputs of one form. */
interface Trace {
  numCalls: number;
  numTapes: number;
  last?: TapedCall;
  graph?: Graph;
}

/** One call on tape. */
interface TapedCall {
  readonly shapes: string;
  /** What the function gave back beside tensors. */
  readonly form: string;
  readonly program: Program;
  readonly fresh: readonly Fresh[];
  /** Makes the function's result of the tensors that it was given and those that it made. */
  readonly rebuild: (given: readonly tf.Tensor[], made: readonly tf.Tensor[]) => unknown;
}

/** One call: the tensors of its inputs, and then those that are held. */
interface Call {
  readonly leaves: readonly Leaf[];
  readonly given: readonly tf.Tensor[];
  /** Their ids in TensorFlow's memory. */
  readonly ids: number[];
}

/** Axes that grow from call to call, by the path of their tensor. */
type Growing = ReadonlyMap<string, number>;

/**
 * A function that does the same as `run`, and faster after some calls.
 *
 * What `run` does must follow from its inputs, from what `reads` names, and from what it makes by {@link fresh}. Before
 * each call all of that is compared with what it was when the graph was made, however deep it lies: numbers, texts,
 * lists, functions, which variables there are and whether they are trainable. If anything has changed, the graph is
 * dropped. Code among it that is not {@link pure}, or a tensor from elsewhere, and `run` runs as it stands for ever; so it
 * does where gradients are recorded. What the comparison cannot see: a variable around a function that is said to be pure.
 *
 * A tensor that comes out longer under the name under which it went in, such as a KV cache, needs one graph for all its
 * lengths.
 *
 * @param run    from tensors to tensors, by name or in rows; it must not change what it reads
 * @param reads  objects, variables and numbers
 * @param write  makes TensorFlow's program of a tape
 * @returns the function
 */
export function traced<Inputs, Result>(
  run: (inputs: Inputs) => Result,
  reads: () => readonly unknown[] = () => [],
  write: (taped: Taped) => Program = programOf,
): (inputs: Inputs) => Result {
  const traces = new Map<string, Trace>();
  const growing = new Map<string, number>();
  let held = new Held([]);
  return (inputs) => {
    if (numWithout > 0 || isTaping() || tf.engine().isTapeOn()) return run(inputs);
    const roots = reads();
    if (!held.isStill(roots)) {
      held = new Held(roots);
      forget(traces);
    }
    const { form, leaves } = partsOf(inputs);
    if (held.obstacle !== undefined || form === undefined) return run(inputs);
    const given = [...leaves.map(({ tensor }) => tensor), ...held.tensors];
    const call = { leaves, given, ids: nodeBackend().getInputTensorIds(given) };
    const keyOf = () => `${form} ${shapesOf(leaves, growing)} ${aliases(call.ids)}`;
    const key = keyOf();
    const trace = traces.get(key) ?? { numCalls: 0, numTapes: 0 };
    if (trace.numCalls === 0) traces.set(key, trace);
    trace.numCalls += 1;
    if (trace.graph?.isDisposed) forgetGraph(trace);
    if (trace.graph !== undefined) return (runGraph(trace, call) as Result | undefined) ?? run(inputs);
    if (trace.numCalls <= NUM_PLAIN_CALLS || trace.numTapes === MAX_TAPES || numTaped(traces) > MAX_GRAPHS) {
      const result = run(inputs);
      noteGrowth(leaves, result, growing);
      traces.set(keyOf(), trace);
      return result;
    }
    // A growing axis must have had two lengths: a number made of its length would pass for one that never changes.
    const isGrowing = leaves.some(({ path }) => growing.has(path));
    if (isGrowing && trace.last?.shapes === shapesOf(leaves)) return run(inputs);
    return runTaped(trace, () => run(inputs), call, { growing, write });
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

/** What was traced is of no use any more. */
function forget(traces: Map<string, Trace>): void {
  traces.forEach(({ graph }) => graph?.dispose());
  traces.clear();
}

/** The next two calls are taped again. */
function forgetGraph(trace: Trace): void {
  Object.assign(trace, { graph: undefined, last: undefined, numTapes: 0 });
}

/** How many shapes have a graph, or may get one. */
const numTaped = (traces: ReadonlyMap<string, Trace>): number =>
  [...traces.values()].filter(({ last }) => last !== undefined).length;

/** Shapes and types; a growing axis has no length in it. */
const shapesOf = (leaves: readonly Leaf[], growing?: Growing): string =>
  leaves
    .map(({ path, tensor: { dtype, shape } }) => {
      const free = growing?.get(path);
      return `${dtype} ${shape.map((length, axis) => (axis === free ? "?" : length)).join(" ")}`;
    })
    .join(";");

/** Which of these are one and the same. */
const aliases = (ids: number[]): string =>
  new Set(ids).size === ids.length ? "" : ids.map((id) => ids.indexOf(id)).join(" ");

/** Finds the axes that are longer in the result than they were in the inputs. */
function noteGrowth(leaves: readonly Leaf[], result: unknown, growing: Map<string, number>): void {
  const results = new Map(partsOf(result).leaves.map(({ path, tensor }) => [path, tensor.shape]));
  leaves.forEach(({ path, tensor: { shape } }) => {
    const next = results.get(path);
    if (next?.length !== shape.length) return;
    const changed = shape.flatMap((length, axis) => (length === next[axis] ? [] : [axis]));
    if (changed.length === 1 && next[changed[0]!]! > shape[changed[0]!]!) growing.set(path, changed[0]!);
  });
}

/** How a tape becomes a program. */
interface Writing {
  readonly growing: Growing;
  readonly write: (taped: Taped) => Program;
}

/** Runs a function as it stands, and makes a graph of it if it did the same as the last time. */
function runTaped<Result>(trace: Trace, run: () => Result, call: Call, { growing, write }: Writing): Result {
  const before = trace.last;
  trace.numTapes += 1;
  const { result: made, tape: taped } = tape(() => {
    const result = run();
    const { form, leaves } = partsOf(result);
    const results = leaves.map(({ path, tensor }) => ({ path, tensor, id: tensorId(tensor) }));
    return { result, form, results };
  });
  const { result, form, results } = made;
  const firsts = results.filter(
    ({ tensor }, place) => results.findIndex((other) => other.tensor === tensor) === place,
  );
  const outputs = firsts.filter(({ tensor }) => !call.given.includes(tensor));
  const freshPorts = taped.fresh.map(({ id }) => ({ ...taped.ports.get(id)!, path: "" }));
  const portsOf = (all: typeof results): NamedPort[] =>
    all.map(({ path, tensor, id }) => ({ path, ...portOf(id, tensor) }));
  const program = write({
    tape: taped,
    inputs: [...inputPorts(call, growing), ...freshPorts],
    outputs: portsOf(outputs),
    results: portsOf(results),
  });
  if (taped.refusal !== undefined || form === undefined || !program.isClosed) trace.numTapes = MAX_TAPES;
  else {
    const tensors = outputs.map(({ tensor }) => tensor);
    const rebuild = rebuilder(result, call.given, tensors);
    trace.last = { shapes: shapesOf(call.leaves), form, program, fresh: taped.fresh, rebuild };
    if (before?.form === form && isSameProgram(before.program, program))
      trace.graph = newGraph(trace, program);
  }
  return result;
}

/** TensorFlow must not count on the length of a growing axis. */
const inputPorts = ({ leaves, given, ids }: Call, growing: Growing): NamedPort[] =>
  given.map((tensor, index) => {
    const path = leaves[index]?.path ?? "";
    const port = portOf(ids[index]!, tensor);
    const free = growing.get(path);
    return { ...port, path, shape: port.shape.map((length, axis) => (axis === free ? -1 : length)) };
  });

/** A program that TensorFlow refuses runs as it stands for ever. */
function newGraph(trace: Trace, program: Program): Graph | undefined {
  try {
    return graphOf(program);
  } catch {
    trace.numTapes = MAX_TAPES;
    return undefined;
  }
}

/** @returns nothing if the graph failed: the function as it stands knows better how to say what is wrong */
function runGraph(trace: Trace, { given, ids }: Call): unknown {
  const { fresh, rebuild } = trace.last!;
  return tf.tidy((): tf.TensorContainer => {
    const made = fresh.map(({ make }) => tensorId(make()));
    try {
      const handles = trace.graph!.run([...ids, ...made]);
      return rebuild(
        given,
        handles.map(nodeBackend().createOutputTensor, nodeBackend()),
      ) as tf.TensorContainer;
    } catch {
      trace.graph!.dispose();
      forgetGraph(trace);
      return undefined;
    }
  });
}
