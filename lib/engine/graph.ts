/**
 * A graph: the operations of a tape as one program of TensorFlow, which runs them without JavaScript between them and
 * independent ones at the same time, on all cores.
 *
 * TensorFlow reads a graph as a SavedModel, a file in the format of protocol buffers.
 *
 * @source Abadi et al. 2016, "TensorFlow: A System for Large-Scale Machine Learning", §3. https://arxiv.org/abs/1605.08695
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import proto, { type Message } from "@tensorflow/tfjs-node/dist/proto/api_pb.js";
import { code, nodeBackend, type Attribute, type Constant, type Handle } from "./kernel";
import type { Operation, Port, Tape } from "./tape";

const TAG = "serve";
/** Of TensorFlow's graph format: the writer's, known to the TensorFlow 2.15 of tfjs-node 4.22, and the oldest reader's. */
const VERSIONS = { Producer: 1087, MinConsumer: 12 } as const;

/** A tape in TensorFlow's format. */
export class Program {
  readonly inputNames: string[];
  readonly outputNames: string[];
  /** Whether it reads only what it is given, what it makes, and numbers of JavaScript. */
  readonly isClosed: boolean;
  readonly bytes: Uint8Array;

  constructor(tape: Tape, inputs: readonly Port[], outputs: readonly Port[]) {
    const nodes = inputs.map((port, index) => placeholder(`i${index}`, port));
    this.inputNames = inputs.map((_, index) => `i${index}`);
    const names = new Map(inputs.map(({ id }, index) => [id, `i${index}`]));
    let isClosed = true;
    const nameOf = (id: number): string => {
      const known = names.get(id);
      if (known !== undefined) return known;
      const name = `c${names.size}`;
      const constant = tape.constants.get(id);
      if (constant === undefined) isClosed = false;
      else nodes.push(constantNode(name, constant));
      names.set(id, name);
      return name;
    };
    tape.operations.forEach((operation, index) => {
      const name = `n${index}`;
      nodes.push(operationNode(name, operation, operation.inputs.map(nameOf), tape));
      operation.outputs.forEach(({ id }, output) => names.set(id, `${name}:${output}`));
    });
    this.outputNames = outputs.map((_, index) => `o${index}`);
    outputs.forEach(({ id, type }, index) =>
      nodes.push(newNode(`o${index}`, "Identity", [typeOf("T", type)], [nameOf(id)])),
    );
    this.isClosed = isClosed;
    this.bytes = savedModel(nodes);
  }

  isSameAs({ bytes }: Program): boolean {
    return Buffer.compare(bytes, this.bytes) === 0;
  }
}

/** So many graphs may stay, however long ago they ran: a graph of a training step takes some megabytes. */
export const NUM_KEPT = 50;
/** A graph is idle if others ran so often since it ran: a training comes back to each of its shapes far sooner. */
export const NUM_IDLE_RUNS = 1000;

/** All that were not given back, by weak references: a graph that nothing else holds is no reason to hold it. */
const alive = new Set<WeakRef<Graph>>();
let numRuns = 0;

/** A program that TensorFlow has read. */
export class Graph {
  /** Whether its memory was given back, because it was idle. */
  isDisposed = false;
  private lastRun = numRuns;
  private readonly reference = new WeakRef<Graph>(this);
  private readonly session: number;
  private readonly inputNames: string;
  private readonly outputNames: string;

  /** @throws {Error} TensorFlow cannot run it */
  constructor({ bytes, inputNames, outputNames }: Program) {
    disposeIdle();
    this.session = loaded(bytes);
    alive.add(this.reference);
    this.inputNames = inputNames.join(",");
    this.outputNames = outputNames.join(",");
    released.register(this, this.session, this);
  }

  /** @returns one tensor for each output */
  run(inputs: number[]): Handle[] {
    this.lastRun = numRuns++;
    return nodeBackend().binding.runSavedModel(this.session, inputs, this.inputNames, this.outputNames);
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

const typeOf = (name: string, value: number): Attribute => ({ name, type: code("TF_ATTR_TYPE"), value });

/** A message with these fields set. */
function message(Kind: new () => Message, fields: Readonly<Record<string, unknown>>): Message {
  const made = new Kind();
  Object.entries(fields).forEach(([field, value]) => made[`set${field}`]!(value));
  return made;
}

function newNode(name: string, operation: string, attributes: readonly Attribute[], inputs: string[] = []) {
  const node = message(proto.NodeDef, { Name: name, Op: operation, InputList: inputs });
  attributes.forEach((attribute) => node.getAttrMap().set(attribute.name, attributeValue(attribute)));
  return node;
}

function placeholder(name: string, { type, shape }: Port) {
  const node = newNode(name, "Placeholder", [typeOf("dtype", type)]);
  node.getAttrMap().set("shape", message(proto.AttrValue, { Shape: shapeMessage(shape) }));
  return node;
}

const shapeMessage = (shape: readonly number[]) =>
  message(proto.TensorShape, {
    DimList: shape.map((length) => message(proto.TensorShape.Dim, { Size: length })),
  });

function operationNode(
  name: string,
  { name: operation, attributes, inputs }: Operation,
  from: string[],
  tape: Tape,
) {
  if (operation !== "ExpandDims") return newNode(name, operation, attributes, from);
  // The one operation whose types TensorFlow.js leaves to TensorFlow to find out.
  const types = [typeOf("T", tape.ports.get(inputs[0]!)!.type), typeOf("Tdim", code("TF_INT32"))];
  return newNode(name, operation, types, from);
}

function constantNode(name: string, { shape, type, bytes }: Constant) {
  const tensor = message(proto.Tensor, {
    Dtype: type,
    TensorShape: shapeMessage(shape),
    TensorContent: bytes,
  });
  const node = newNode(name, "Const", [typeOf("dtype", type)]);
  node.getAttrMap().set("value", message(proto.AttrValue, { Tensor: tensor }));
  return node;
}

function attributeValue({ type, value }: Attribute): Message {
  const fields = new Map([
    [code("TF_ATTR_TYPE"), "Type"],
    [code("TF_ATTR_BOOL"), "B"],
    [code("TF_ATTR_INT"), "I"],
    [code("TF_ATTR_FLOAT"), "F"],
  ]);
  const field = fields.get(type);
  if (field === undefined) return message(proto.AttrValue, { S: new TextEncoder().encode(String(value)) });
  if (!Array.isArray(value)) return message(proto.AttrValue, { [field]: value });
  return message(proto.AttrValue, { List: message(proto.AttrValue.ListValue, { [`${field}List`]: value }) });
}

function savedModel(nodes: Message[]): Uint8Array {
  const graph = message(proto.GraphDef, { NodeList: nodes, Versions: message(proto.VersionDef, VERSIONS) });
  const info = message(proto.MetaGraphDef.MetaInfoDef, { TagsList: [TAG] });
  const meta = message(proto.MetaGraphDef, { MetaInfoDef: info, GraphDef: graph });
  return message(proto.SavedModel, { SavedModelSchemaVersion: 1, MetaGraphsList: [meta] }).serializeBinary();
}
