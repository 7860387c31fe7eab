/**
 * What TensorFlow says when it refuses tensors, in words: which tensors they were, and what would fit. Its own
 * "Invalid TF_Status: 3" tells a learner nothing, and names no shape of the line that failed.
 */
import * as tfjs from "@tensorflow/tfjs-node"; // not by lib/tf, which loads this file

interface Backend {
  executeSingleOutput(name: string, attributes: Attribute[], inputs: tfjs.TensorInfo[]): unknown;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tfjs.TensorInfo[],
    num: number,
  ): unknown;
}

interface Attribute {
  readonly name: string;
  readonly value: unknown;
}

const backend = tfjs.backend() as unknown as Backend;
for (const method of ["executeSingleOutput", "executeMultipleOutputs"] as const) {
  // The prototype's, so that a notebook that reloads this file does not explain an explanation.
  const own = (Object.getPrototypeOf(backend) as Backend)[method] as (...given: unknown[]) => unknown;
  backend[method] = (
    name: string,
    attributes: Attribute[],
    inputs: tfjs.TensorInfo[],
    ...more: unknown[]
  ) => {
    try {
      return own.call(backend, name, attributes, inputs, ...more);
    } catch (error) {
      throw explained(error, name, attributes, inputs);
    }
  };
}

/** TensorFlow's error with a first line that says what was asked of it. */
function explained(
  error: unknown,
  name: string,
  attributes: Attribute[],
  inputs: tfjs.TensorInfo[],
): unknown {
  const said =
    error instanceof Error ? /^Invalid TF_Status: \d+\s+Message: ([^]*)/.exec(error.message)?.[1] : "";
  if (!said) return error;
  const operation = name.replace(/V\d+$/, "");
  const given = inputs.filter(({ shape, dtype }) => shape.length > 0 || dtype !== "int32"); // no axis numbers
  const tensors = given.map(({ shape, dtype }) => `[${shape.join(", ")}] ${dtype}`).join(" and ");
  const lines = [
    `${operation}: TensorFlow cannot do this with ${tensors}.`,
    adviceFor(operation, attributes, inputs),
  ];
  (error as Error).message = [...lines, `TensorFlow's own words: ${said.trim()}`].filter(Boolean).join("\n");
  return error;
}

function adviceFor(operation: string, attributes: Attribute[], inputs: tfjs.TensorInfo[]): string {
  const [a, b] = inputs.map(({ shape }) => shape);
  if (a === undefined || b === undefined) return "";
  if (/MatMul$/.test(operation)) return adviceForProduct(attributes, a, b);
  const isElementwise =
    inputs.length === 2 && /^(Add|Sub|Mul|(Real)?Div|Maximum|Minimum|Pow|SquaredDifference)$/.test(operation);
  return isElementwise
    ? "Compare the axes from the right: each pair must have the same length, or one of the two must be 1."
    : "";
}

function adviceForProduct(attributes: Attribute[], a: number[], b: number[]): string {
  const isTurned = (...names: string[]): boolean =>
    attributes.some(({ name, value }) => names.includes(name) && value === true);
  const [turnsA, turnsB] = [isTurned("transpose_a", "adj_x"), isTurned("transpose_b", "adj_y")];
  const columns = a.at(turnsA ? -2 : -1);
  const rows = b.at(turnsB ? -1 : -2);
  if (columns === rows) return "The axes before the last two must be the same in both, or 1.";
  const first = turnsA ? "the first, transposed, has" : "the first has";
  const second = turnsB ? "the second, transposed, has" : "the second has";
  return `A matrix product needs as many columns on the left as rows on the right: ${first} ${columns} columns, ${second} ${rows} rows.`;
}
