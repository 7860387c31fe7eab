/** TensorFlow kernels that TensorFlow.js has no function for. Only fast paths use this; a lesson never needs it. */
import { tf } from "../tf";

/** An option of a kernel. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[];
}

/** A tensor in TensorFlow's memory. */
export interface Handle {
  readonly id: number;
}

/** Numbers that came from JavaScript. */
export interface Constant {
  readonly shape: readonly number[];
  /** TensorFlow's code. */
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** What crosses from JavaScript to TensorFlow. */
export interface Binding extends Readonly<Record<`TF_${string}`, number>> {
  createTensor(shape: number[], type: number, values: ArrayBufferView | Uint8Array[]): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): unknown;
  executeOp(name: string, attributes: readonly Attribute[], inputs: number[], numOutputs: number): Handle[];
  loadSavedModel(folder: string, tag: string): number;
  runSavedModel(session: number, inputs: number[], inputNames: string, outputNames: string): Handle[];
  deleteSavedModel(session: number): void;
}

/** The part of tfjs-node's backend that runs any kernel of TensorFlow by its name. */
export interface NodeBackend {
  binding: Binding;
  getInputTensorIds(tensors: tf.Tensor[]): number[];
  createOutputTensor(handle: Handle): tf.Tensor;
  getDTypeInteger(type: tf.DataType): number;
}

/** tfjs-node's backend, with the parts that TensorFlow.js does not show. */
export const nodeBackend = (): NodeBackend => tf.backend() as unknown as NodeBackend;

/** The number that stands for a type in TensorFlow, by its name there. */
export const code = (constant: `TF_${string}`): number => nodeBackend().binding[constant]!;

/** An option that is a number. */
export const floatAttribute = (name: string, value: number): Attribute => ({
  name,
  type: code("TF_ATTR_FLOAT"),
  value,
});

/** An option that is true or false. */
export const flagAttribute = (name: string, value: boolean): Attribute => ({
  name,
  type: code("TF_ATTR_BOOL"),
  value,
});

/** The type of what a kernel takes or gives, by TensorFlow's name for it. */
export const typeAttribute = (name: string, type: "TF_FLOAT" | "TF_INT32"): Attribute => ({
  name,
  type: code("TF_ATTR_TYPE"),
  value: code(type),
});

/** The type of numbers that a kernel works on: always float32 here. */
export const floatType = (): Attribute => typeAttribute("T", "TF_FLOAT");

/** The type of ids, shapes or seeds that a kernel takes: always int32 here. */
export const idType = (name: string): Attribute => typeAttribute(name, "TF_INT32");

const counts = new Map<number, Handle & { readonly constant: Constant }>();

/** A count as the 64-bit scalar that some kernels want and TensorFlow.js has no type for; one for each count, kept. */
export function countInput(count: number): Handle {
  let handle = counts.get(count);
  if (handle === undefined) {
    const [type, values] = [code("TF_INT64"), new Int32Array([count, 0])];
    const id = nodeBackend().binding.createTensor([], type, values);
    handle = { id, constant: { shape: [], type, bytes: new Uint8Array(values.buffer) } };
    counts.set(count, handle);
  }
  return handle;
}

/** What `countInput` keeps, by its id in TensorFlow's memory. */
export const keptCounts = (): [number, Constant][] =>
  [...counts.values()].map(({ id, constant }) => [id, constant]);

/** Runs a kernel. */
export function runKernel(
  name: string,
  attributes: Attribute[],
  inputs: readonly (tf.Tensor | Handle)[],
  numOutputs: number,
): tf.Tensor[] {
  const node = nodeBackend();
  const ids = inputs.map((input) =>
    input instanceof tf.Tensor ? node.getInputTensorIds([input])[0]! : input.id,
  );
  const outputs = node.binding.executeOp(name, attributes, ids, numOutputs);
  return outputs.map((output) => node.createOutputTensor(output));
}
