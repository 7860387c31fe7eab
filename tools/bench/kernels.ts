/** The notebook kernels that are compared: how each is started, and a first cell that does the same in each. */
import { join } from "node:path";
import { dependencies } from "../../package.json";
import { root } from "../notebook/sources";
import { peerPython } from "./peers";

export interface Kernel {
  /** What starts it; left out, it is the kernel that set-up installed. */
  readonly argv?: readonly string[];
  readonly firstCell: string;
  /** Left out, it is what the kernel says of itself. */
  readonly versions?: string;
}

export type KernelSide = "ours" | "tslab" | "ipykernel";

/** One step of an LSTM on 32 inputs of width 64, hidden width 128. */
const oneStep = `const weights = {
  inputToGates: tf.randomNormal<tf.Rank.R2>([64, 512]),
  hiddenToGates: tf.randomNormal<tf.Rank.R2>([128, 512]),
  bias: tf.zeros<tf.Rank.R1>([512]),
};
const state = { hidden: tf.zeros<tf.Rank.R2>([32, 128]), cell: tf.zeros<tf.Rank.R2>([32, 128]) };
lstmStep(tf.randomNormal<tf.Rank.R2>([32, 64]), state, weights).hidden.sum().arraySync();`;

/** The equations as a learner without our lib writes them into the cell. */
const ownLstmStep = `type Matrix = tf.Tensor2D;
function lstmStep(
  input: Matrix,
  state: { hidden: Matrix; cell: Matrix },
  weights: { inputToGates: Matrix; hiddenToGates: Matrix; bias: tf.Tensor1D },
): { hidden: Matrix; cell: Matrix } {
  const fromInput = input.matMul(weights.inputToGates);
  const gates = fromInput.add(state.hidden.matMul(weights.hiddenToGates)).add(weights.bias);
  const [i, f, g, o] = tf.split(gates, 4, 1);
  const cell: Matrix = f.sigmoid().mul(state.cell).add(i.sigmoid().mul(g.tanh()));
  return { hidden: o.sigmoid().mul(cell.tanh()), cell };
}`;

/** tslab calls itself 1.0.0 whatever its version. */
const versions = `tslab ${dependencies.tslab}, TensorFlow.js ${dependencies["@tensorflow/tfjs-node"]}, Node ${process.versions.node}`;

export const kernels: Readonly<Record<KernelSide, Kernel>> = {
  ours: {
    versions,
    firstCell: `import { tf } from "./lib/tf";\nimport { lstmStep } from "./lib/lstm";\n${oneStep}`,
  },
  tslab: {
    versions,
    argv: [
      process.execPath,
      join(root, "node_modules", "tslab", "bin", "tslab"),
      "kernel",
      "--config-path",
      "{connection_file}",
    ],
    firstCell: `import * as tf from "@tensorflow/tfjs-node";\n${ownLstmStep}\n${oneStep}`,
  },
  ipykernel: {
    argv: [peerPython, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    firstCell: `import torch
cell = torch.nn.LSTMCell(64, 128)
cell(torch.randn(32, 64))[0].sum().item()`,
  },
};
