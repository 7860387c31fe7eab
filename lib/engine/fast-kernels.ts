/**
 * Faster kernels under TensorFlow.js' own functions: the functions, their gradients and their results stay the same.
 *
 * tfjs-node runs every matrix product on TensorFlow's kernel for stacks of matrices. For two plain matrices, which is
 * what recurrent and linear layers multiply, TensorFlow has a faster one. And tfjs-node reads all indices of a look-up
 * back to JavaScript to check them, which TensorFlow does too; what is read back cannot be traced.
 */
import * as tfjs from "@tensorflow/tfjs-node"; // not by lib/tf, which loads this file

type Call = Parameters<tfjs.KernelFunc>[0];

/** The part of tfjs-node's backend that runs any kernel of TensorFlow by its name. */
type Backend = Record<"binding", Record<string, number>> & {
  getDTypeInteger(type: string): number;
  executeSingleOutput(name: string, attributes: object[], inputs: tfjs.TensorInfo[]): tfjs.TensorInfo;
};

// A notebook that reloads this file puts them there again, so the old ones go first.
const kernels = { BatchMatMul: matMul, GatherV2: gather } as const;
for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
  tfjs.unregisterKernel(kernelName, "tensorflow");
  tfjs.registerKernel({ kernelName, backendName: "tensorflow", kernelFunc });
}

function matMul({ inputs, attrs, backend }: Call): tfjs.TensorInfo {
  const { binding } = backend as Backend;
  const [a, b] = [inputs["a"]!, inputs["b"]!];
  const isPlain = a.shape.length === 2 && b.shape.length === 2;
  const [name, first, second] = isPlain
    ? ["MatMul", "transpose_a", "transpose_b"]
    : ["BatchMatMulV2", "adj_x", "adj_y"];
  const type = (backend as Backend).getDTypeInteger(a.dtype);
  const attributes = [
    { name: "T", type: binding["TF_ATTR_TYPE"], value: type },
    { name: first, type: binding["TF_ATTR_BOOL"], value: attrs!["transposeA"] },
    { name: second, type: binding["TF_ATTR_BOOL"], value: attrs!["transposeB"] },
  ];
  return (backend as Backend).executeSingleOutput(name!, attributes, [a, b]);
}

function gather({ inputs, attrs, backend }: Call): tfjs.TensorInfo {
  const { binding } = backend as Backend;
  const [x, indices] = [inputs["x"]!, inputs["indices"]!];
  const { axis, batchDims } = attrs as { axis: number; batchDims: number };
  const type = (name: string, dtype: string) => ({
    name,
    type: binding["TF_ATTR_TYPE"],
    value: (backend as Backend).getDTypeInteger(dtype),
  });
  const attributes = [
    { name: "batch_dims", type: binding["TF_ATTR_INT"], value: batchDims },
    type("Tparams", x.dtype),
    type("Tindices", "int32"),
    type("Taxis", "int32"),
  ];
  const axisTensor = tfjs.scalar(axis, "int32");
  try {
    return (backend as Backend).executeSingleOutput("GatherV2", attributes, [x, indices, axisTensor]);
  } finally {
    axisTensor.dispose();
  }
}
