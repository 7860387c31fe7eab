/** Cases whose numbers come from PyTorch, by way of the files of tests/reference. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Call, Returned } from "./call";
import { firstDifference, makeCase, type CaseOptions } from "./case";
import { root } from "./load";
import { floats, ints } from "./draw";
import type { Plain, PlainTensor } from "./plain";
import type { Case } from "./sheet";

type Written = { shape: number[]; values?: number[]; ids?: number[] };
type Tensors = Record<string, PlainTensor>;

/** One example of a file; see tests/reference/make_reference.py. */
export interface Example {
  readonly name: string;
  readonly options: Record<string, unknown>;
  readonly inputs: Tensors;
  readonly parameters: Tensors;
  readonly outputs: Tensors;
  readonly gradients: Tensors;
}

/** The call that an example stands for, and what PyTorch gives. */
export interface Given {
  readonly call: Call;
  readonly value: Plain;
  readonly gradients?: { readonly [path: string]: Plain };
}

/** The examples of tests/reference/CONCEPT.json. */
export function pytorchExamples(concept: string): Example[] {
  const text = readFileSync(join(root, "tests", "reference", `${concept}.json`), "utf8");
  const { cases } = JSON.parse(text) as { cases: Record<string, Record<string, Written>>[] };
  const groups = ["inputs", "parameters", "outputs", "gradients"];
  return cases.map((example) => ({
    ...example,
    ...Object.fromEntries(groups.map((group) => [group, readAll(example[group] ?? {})])),
  })) as unknown as Example[];
}

const readAll = (written: Record<string, Written>): Tensors =>
  Object.fromEntries(
    Object.entries(written).map(([name, { shape, values, ids }]) => [
      name,
      ids ? ints(ids, shape) : floats(values!, shape),
    ]),
  );

/** The same numbers in another shape: an exercise may take [batch, hidden] where an example has a target axis of 1. */
export const reshaped = ({ $tensor }: PlainTensor, ...shape: number[]): PlainTensor => ({
  $tensor: { ...$tensor, shape },
});

/** Values (and the gradients that are given) agree with PyTorch's. */
export function likePyTorch(
  name: string,
  options: Omit<CaseOptions, "calls"> & { given: readonly Given[]; tolerance?: number },
): Case {
  const { given, tolerance } = options;
  if (given.length === 0) throw new RangeError(`likePyTorch: no example for "${name}"`);
  const calls = () =>
    given.map(({ call, gradients }) => ({
      ...call,
      ...(gradients && { gradients: Object.keys(gradients) }),
    }));
  const wanted = given.map(({ value, gradients }): Returned => ({
    value,
    leaked: 0,
    changed: [],
    ...(gradients && { gradients }),
  }));
  return makeCase(name, { ...options, calls }, ({ results, parameters }) =>
    firstDifference(results, wanted, { tolerance, parameters }),
  );
}
