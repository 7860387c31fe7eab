/**
 * TensorFlow kernels that TensorFlow.js has no function for. Only fast paths use this; a lesson never needs it.
 */
import { tf } from "./tf";

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** The part of tfjs-node's backend that runs any kernel of TensorFlow by its name. */
interface NodeBackend {
  readonly binding: Record<string, number>;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.Tensor[],
    numOutputs: number,
  ): tf.Tensor[];
}

const backend = (): NodeBackend => tf.backend() as unknown as NodeBackend;
const code = (constant: string): number => backend().binding[constant]!;

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

/** Runs a kernel; caller disposes its outputs. */
export function runKernel(
  name: string,
  attributes: Attribute[],
  inputs: tf.Tensor[],
  numOutputs: number,
): tf.Tensor[] {
  return backend().executeMultipleOutputs(name, attributes, inputs, numOutputs);
}
