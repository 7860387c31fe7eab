/**
 * A graph: the operations of a tape as one program of TensorFlow, which runs them without JavaScript between them and
 * independent ones at the same time, on all cores.
 *
 * @source Abadi et al. 2016, "TensorFlow: A System for Large-Scale Machine Learning", §3. https://arxiv.org/abs/1605.08695
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { nodeBackend, type Handle } from "./kernel";
import { newNode, placeholder, savedModel, TAG, typeOf } from "./saved-model";
import { tapeNodes } from "./tape-nodes";
import type { NamedPort, Taped } from "./tape";

/** What TensorFlow reads and runs. */
export interface Program {
  /** The places of those inputs that it reads: each that a graph is given costs some microseconds. */
  readonly inputs: readonly number[];
  readonly outputNames: readonly string[];
  /** Whether it reads only what it is given, what it makes, and numbers of JavaScript. */
  readonly isClosed: boolean;
  readonly bytes: Uint8Array;
}

/** A tape in TensorFlow's format. */
export function programOf({ tape, inputs, outputs }: Taped): Program {
  const names = inputs.map(({ id }, place) => [id, inputName(place)] as const);
  const { nodes, nameOf, isClosed } = tapeNodes(tape, names, (node, output) => `${node}:${output}`);
  const results = outputs.map(({ id, type }, index) =>
    newNode(`o${index}`, "Identity", [typeOf("T", type)], [nameOf(id)]),
  );
  const read = new Set([
    ...tape.operations.flatMap((operation) => operation.inputs),
    ...outputs.map(({ id }) => id),
  ]);
  const placeholders = placeholdersOf(inputs, ({ id }) => read.has(id));
  return {
    inputs: [...placeholders.keys()],
    outputNames: outputs.map((_, index) => `o${index}`),
    isClosed: isClosed(),
    bytes: savedModel([...placeholders.values(), ...nodes, ...results]),
  };
}

/** What an input is called in a program. */
export const inputName = (place: number): string => `i${place}`;

/** The nodes of those inputs that a program reads, by their places. */
export const placeholdersOf = (inputs: readonly NamedPort[], isRead: (port: NamedPort) => boolean) =>
  new Map(
    inputs.flatMap((port, place) =>
      isRead(port) ? [[place, placeholder(inputName(place), port)] as const] : [],
    ),
  );

/** Whether TensorFlow would do the same. */
export const isSameProgram = (a: Program, b: Program): boolean => Buffer.compare(a.bytes, b.bytes) === 0;

/** So many graphs may stay, however long ago they ran: a graph of a training step takes some megabytes. */
export const NUM_KEPT = 20;
/** A graph is idle if others ran so often since it ran: a training comes back to each of its shapes far sooner. */
export const NUM_IDLE_RUNS = 300;

/** All that were not given back, by weak references: a graph that nothing else holds is no reason to hold it. */
const alive = new Set<WeakRef<Graph>>();
let numRuns = 0;

/** Graphs by a digest of their programs: weights are inputs, so models of one shape share theirs. */
const known = new Map<string, WeakRef<Graph>>();

/**
 * The graph of a program: one that is there already, or a new one.
 *
 * @throws {Error} TensorFlow cannot run it
 */
export function graphOf(program: Program): Graph {
  const digest = createHash("sha1").update(program.bytes).digest("base64");
  const before = known.get(digest)?.deref();
  if (before?.isDisposed === false) return before;
  known.forEach((reference, key) => reference.deref() === undefined && known.delete(key));
  const graph = new Graph(program);
  known.set(digest, new WeakRef(graph));
  return graph;
}

/** A program that TensorFlow has read. */
export class Graph {
  /** Whether its memory was given back, because it was idle. */
  isDisposed = false;
  private lastRun = numRuns;
  private readonly reference = new WeakRef<Graph>(this);
  private readonly session: number;
  private readonly inputs: readonly number[];
  private readonly inputNames: string;
  private readonly outputNames: string;

  /** @throws {Error} TensorFlow cannot run it */
  constructor({ bytes, inputs, outputNames }: Program) {
    disposeIdle();
    this.session = loaded(bytes);
    alive.add(this.reference);
    this.inputs = inputs;
    this.inputNames = inputs.map(inputName).join(",");
    this.outputNames = outputNames.join(",");
    released.register(this, this.session, this);
  }

  /**
   * @param inputs  all that it might read
   * @returns one tensor for each output
   */
  run(inputs: readonly number[]): Handle[] {
    this.lastRun = numRuns++;
    const read = this.inputs.map((place) => inputs[place]!);
    return nodeBackend().binding.runSavedModel(this.session, read, this.inputNames, this.outputNames);
  }

  /** Gives its memory back at once; it cannot run any more. */
  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    alive.delete(this.reference);
    released.unregister(this);
    nodeBackend().binding.deleteSavedModel(this.session);
  }

  isIdle(): boolean {
    return numRuns - this.lastRun > NUM_IDLE_RUNS;
  }
}

/** JavaScript finds out late that nobody needs a finished model's graphs: to it they are small. */
function disposeIdle(): void {
  if (alive.size < NUM_KEPT) return;
  for (const reference of alive) {
    const graph = reference.deref();
    if (graph === undefined) alive.delete(reference);
    else if (graph.isIdle()) graph.dispose();
  }
}

/** A graph that nothing holds any more gives its memory back. */
const released = new FinalizationRegistry((session: number) => {
  nodeBackend().binding.deleteSavedModel(session);
});

/**
 * Lets TensorFlow read a program: the file is gone when it has. A file in TensorFlow's own file system in memory could
 * not be deleted: no kernel does that, and to write it again appends to it.
 *
 * @returns the session's number
 */
function loaded(bytes: Uint8Array): number {
  const folder = mkdtempSync(path.join(tmpdir(), "rnn-to-transformer-graph-"));
  try {
    writeFileSync(path.join(folder, "saved_model.pb"), bytes);
    return nodeBackend().binding.loadSavedModel(folder, TAG);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
