/** PyTorch's numbers (tests/reference/make_reference.py), and the comparison with ours: values and all gradients. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { tf } from "../../lib/tf";
import type { HasParameters } from "../../lib/parameters";
import { expectClose, summed } from "./tensors";

type Written = { shape: number[]; values: number[] } | { shape: number[]; ids: number[] };
type Tensors = Record<string, Written>;

export interface ReferenceCase {
  readonly name: string;
  readonly options: Record<string, never>;
  readonly inputs: Tensors;
  readonly parameters: Tensors;
  readonly outputs: Tensors;
  readonly gradients: Tensors;
}

export function referenceCases(concept: string): ReferenceCase[] {
  const file = new URL(`../reference/${concept}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { cases: ReferenceCase[] }).cases;
}

const read = (written: Written): tf.Tensor =>
  "ids" in written
    ? tf.tensor(written.ids, written.shape, "int32")
    : tf.tensor(written.values, written.shape, "float32");

/** A parameter's shape in the reference, such as the width of a layer that a test has to make. */
export const shapeOf = (reference: ReferenceCase, name: string): number[] =>
  (reference.parameters[name] ?? reference.inputs[name])!.shape;

/**
 * Gives the layer PyTorch's parameters, runs it, and compares every output and every gradient.
 *
 * @param run  from the reference's inputs to its outputs, by their names there
 */
export function expectPyTorch<Inputs>(
  reference: ReferenceCase,
  layer: HasParameters,
  run: (inputs: Inputs) => Record<string, tf.Tensor>,
  tolerance = 1e-5,
): void {
  expect(Object.keys(layer.parameters).sort()).toEqual(Object.keys(reference.parameters).sort());
  Object.entries(reference.parameters).forEach(([name, value]) =>
    layer.parameters[name]!.assign(read(value)),
  );
  const variables: Record<string, tf.Variable> = { ...layer.parameters };
  const inputs: Record<string, tf.Tensor> = {};
  Object.entries(reference.inputs).forEach(([name, value]) => {
    inputs[name] = "ids" in value ? read(value) : (variables[name] = tf.variable(read(value)));
  });
  let outputs: Record<string, tf.Tensor> = {};
  const loss = () => {
    outputs = run(inputs as Inputs);
    Object.values(outputs).forEach((output) => tf.keep(output));
    return summed(Object.values(outputs));
  };
  const { grads } = tf.variableGrads(loss, Object.values(variables));
  expect(Object.keys(outputs).sort()).toEqual(Object.keys(reference.outputs).sort());
  Object.entries(reference.outputs).forEach(([name, value]) =>
    expectClose(outputs[name]!, read(value), tolerance, name),
  );
  Object.entries(reference.gradients).forEach(([name, value]) => {
    const gradient = grads[variables[name]!.name] ?? tf.zeros(value.shape);
    expectClose(gradient, read(value), tolerance, `gradient of ${name}`);
  });
}

/** For functions, which have no parameters of their own. */
export const noParameters: HasParameters = { parameters: {} };
