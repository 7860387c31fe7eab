/**
 * Faster kernels under TensorFlow.js' own functions: the functions, their gradients and their results stay the same.
 *
 * tfjs-node runs every matrix product on TensorFlow's kernel for stacks of matrices. For two plain matrices, which is
 * what recurrent and linear layers multiply, TensorFlow has a faster one.
 */
import * as tfjs from "@tensorflow/tfjs-node"; // not by lib/tf, which loads this file

type Call = Parameters<tfjs.KernelFunc>[0];

/** The part of tfjs-node's backend that runs any kernel of TensorFlow by its name. */
type Backend = Record<"binding", Record<string, number>> & {
  executeSingleOutput(name: string, attributes: object[], inputs: tfjs.TensorInfo[]): tfjs.TensorInfo;
};

// A notebook that reloads this file puts them there again, so the old ones go first.
tfjs.unregisterKernel("BatchMatMul", "tensorflow");
tfjs.registerKernel({ kernelName: "BatchMatMul", backendName: "tensorflow", kernelFunc: matMul });

function matMul({ inputs, attrs, backend }: Call): tfjs.TensorInfo {
  const { binding } = backend as Backend;
  const [a, b] = [inputs["a"]!, inputs["b"]!];
  const isPlain = a.shape.length === 2 && b.shape.length === 2;
  const [name, first, second] = isPlain
    ? ["MatMul", "transpose_a", "transpose_b"]
    : ["BatchMatMulV2", "adj_x", "adj_y"];
  const type = binding[a.dtype === "float32" ? "TF_FLOAT" : "TF_INT32"];
  const attributes = [
    { name: "T", type: binding["TF_ATTR_TYPE"], value: type },
    { name: first, type: binding["TF_ATTR_BOOL"], value: attrs!["transposeA"] },
    { name: second, type: binding["TF_ATTR_BOOL"], value: attrs!["transposeB"] },
  ];
  return (backend as Backend).executeSingleOutput(name!, attributes, [a, b]);
}
