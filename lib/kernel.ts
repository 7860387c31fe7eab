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

/** The type of numbers that a kernel works on: always float32 here. */
export const floatType = (): Attribute => ({
  name: "T",
  type: code("TF_ATTR_TYPE"),
  value: code("TF_FLOAT"),
});

/** The type of the ids that a kernel takes as labels: always int32 here. */
export const labelType = (): Attribute => ({
  name: "Tlabels",
  type: code("TF_ATTR_TYPE"),
  value: code("TF_INT32"),
});

/** Runs a kernel; caller disposes its outputs. */
export function runKernel(
  name: string,
  attributes: Attribute[],
  inputs: tf.Tensor[],
  numOutputs: number,
): tf.Tensor[] {
  return backend().executeMultipleOutputs(name, attributes, inputs, numOutputs);
}
