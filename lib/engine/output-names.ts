/**
 * What TensorFlow calls the outputs of its operations: inside of a function of a graph they are known by name.
 *
 * @source https://www.tensorflow.org/api_docs/python/tf/raw_ops and the operations' registrations in TensorFlow 2.15,
 *   tensorflow/core/ops
 */
const operationsBy: Readonly<Record<string, string>> = {
  output:
    "All Any ArgMax ArgMin BatchMatMulV2 ConcatV2 Const ExpandDims Fill GatherV2 Max Mean Min Pack Range Reshape Select SelectV2 " +
    "Shape Slice SplitV StridedSlice Sum Tile Unpack",
  y: "Abs Cast Cos Erf Exp Floor Log LogicalNot Neg Reciprocal Rsqrt Sigmoid Sin Sqrt Square Tanh Transpose",
  z:
    "Add Equal FloorDiv FloorMod Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum Minimum Mul MulNoNan NotEqual " +
    "Pow RealDiv SquaredDifference Sub",
  product: "MatMul",
  softmax: "Softmax",
  activations: "Relu",
};

const outputs = new Map<string, string | readonly string[]>([
  ...Object.entries(operationsBy).flatMap(([output, operations]) =>
    operations.split(" ").map((operation) => [operation, output] as const),
  ),
  ["BlockLSTMV2", ["i", "cs", "f", "o", "ci", "co", "h"]],
]);

/** The operations whose outputs' names are known. */
export const namedOperations: ReadonlySet<string> = new Set(outputs.keys());

/** What a node's output is called in a function. */
export function outputName(node: string, output: number, operation: string): string {
  const names = outputs.get(operation)!;
  return typeof names === "string" ? `${node}:${names}:${output}` : `${node}:${names[output]}:0`;
}
