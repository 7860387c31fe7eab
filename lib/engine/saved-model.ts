/**
 * TensorFlow's format of graphs: messages of protocol buffers, which it reads from a file, the SavedModel.
 *
 * @source Abadi et al. 2016, "TensorFlow: A System for Large-Scale Machine Learning", §3. https://arxiv.org/abs/1605.08695
 */
import proto, { type Message } from "@tensorflow/tfjs-node/dist/proto/api_pb.js";
import { code, type Attribute, type Constant } from "./kernel";
import type { Operation, Port, Tape } from "./tape";

export type { Message };

/** What TensorFlow finds a graph by in its file. */
export const TAG = "serve";
/** Of TensorFlow's graph format: the writer's, known to the TensorFlow 2.15 of tfjs-node 4.22, and the oldest reader's. */
const VERSIONS = { Producer: 1087, MinConsumer: 12 } as const;

/** An option that is a type. */
export const typeOf = (name: string, value: number): Attribute => ({
  name,
  type: code("TF_ATTR_TYPE"),
  value,
});

/** A message with these fields set. */
function message(Kind: new () => Message, fields: Readonly<Record<string, unknown>>): Message {
  const made = new Kind();
  Object.entries(fields).forEach(([field, value]) => made[`set${field}`]!(value));
  return made;
}

/** A node: an operation, and whose outputs it reads. */
export function newNode(
  name: string,
  operation: string,
  attributes: readonly Attribute[],
  inputs: string[] = [],
) {
  const node = message(proto.NodeDef, { Name: name, Op: operation, InputList: inputs });
  attributes.forEach((attribute) => node.getAttrMap().set(attribute.name, attributeValue(attribute)));
  return node;
}

/** A node whose tensor is given at each run. */
export function placeholder(name: string, { type, shape }: Omit<Port, "id">): Message {
  const node = newNode(name, "Placeholder", [typeOf("dtype", type)]);
  node.getAttrMap().set("shape", message(proto.AttrValue, { Shape: shapeMessage(shape) }));
  return node;
}

const shapeMessage = (shape: readonly number[]) =>
  message(proto.TensorShape, {
    DimList: shape.map((length) => message(proto.TensorShape.Dim, { Size: length })),
  });

/** An operation of a tape as a node. */
export function operationNode(
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

/** A node that is a tensor of numbers. */
export function constantNode(name: string, { shape, type, bytes }: Constant) {
  const tensor = message(proto.Tensor, {
    Dtype: type,
    TensorShape: shapeMessage(shape),
    TensorContent: bytes,
  });
  const node = newNode(name, "Const", [typeOf("dtype", type)]);
  node.getAttrMap().set("value", message(proto.AttrValue, { Tensor: tensor }));
  return node;
}

/** TensorFlow.js has no code for an option that is a function. */
const FUNCTION = -1;

/** An option that is a function of the graph. */
export const functionAttribute = (name: string, value: string): Attribute => ({
  name,
  type: FUNCTION,
  value,
});

function attributeValue({ type, value }: Attribute): Message {
  const fields = new Map([
    [code("TF_ATTR_TYPE"), "Type"],
    [code("TF_ATTR_BOOL"), "B"],
    [code("TF_ATTR_INT"), "I"],
    [code("TF_ATTR_FLOAT"), "F"],
  ]);
  const field = fields.get(type);
  if (type === FUNCTION)
    return message(proto.AttrValue, { Func: message(proto.NameAttrList, { Name: value }) });
  if (field === undefined) return message(proto.AttrValue, { S: new TextEncoder().encode(String(value)) });
  if (!Array.isArray(value)) return message(proto.AttrValue, { [field]: value });
  return message(proto.AttrValue, { List: message(proto.AttrValue.ListValue, { [`${field}List`]: value }) });
}

/** A function of a graph: what it reads and gives, by name, and its nodes. */
export interface GraphFunction {
  readonly name: string;
  readonly inputs: readonly Argument[];
  readonly nodes: readonly Message[];
  readonly outputs: readonly (Argument & { readonly from: string })[];
}

interface Argument {
  readonly name: string;
  /** TensorFlow's code. */
  readonly type: number;
}

const argument = ({ name, type }: Argument) => message(proto.OpDef.ArgDef, { Name: name, Type: type });

function functionMessage({ name, inputs, nodes, outputs }: GraphFunction): Message {
  const signature = message(proto.OpDef, {
    Name: name,
    InputArgList: inputs.map(argument),
    OutputArgList: outputs.map(argument),
  });
  const made = message(proto.FunctionDef, { Signature: signature, NodeDefList: nodes });
  outputs.forEach(({ name, from }) => made.getRetMap().set(name, from));
  // TensorFlow's optimizer does not know the arguments' shapes, and complains about that aloud; it passes over these.
  made.getAttrMap().set("_tf_data_function", message(proto.AttrValue, { B: true }));
  return made;
}

/** The file's bytes. */
export function savedModel(nodes: readonly Message[], functions: readonly GraphFunction[] = []): Uint8Array {
  const library = message(proto.FunctionDefLibrary, { FunctionList: functions.map(functionMessage) });
  const versions = message(proto.VersionDef, VERSIONS);
  const graph = message(proto.GraphDef, { NodeList: nodes, Versions: versions, Library: library });
  const info = message(proto.MetaGraphDef.MetaInfoDef, { TagsList: [TAG] });
  const meta = message(proto.MetaGraphDef, { MetaInfoDef: info, GraphDef: graph });
  return message(proto.SavedModel, { SavedModelSchemaVersion: 1, MetaGraphsList: [meta] }).serializeBinary();
}
