/**
 * The LSTM's fast path: the same equations as `lstmStep`, with one TensorFlow kernel a step forward and one backward,
 * instead of a dozen small operations each.
 *
 * The backward pass is back-propagation through time written by hand. With δ_t the gradient at the gates before
 * their sigmoid and tanh, which the kernel finds from the gradients of h_t and c_t:
 *
 *     ∂h_{t−1} = δ_t W_hᵀ + what the loss adds      ∂x_t = δ_t W_xᵀ
 *     ∂W_x = Σ_t x_tᵀ δ_t      ∂W_h = Σ_t h_{t−1}ᵀ δ_t      ∂b = Σ_t δ_t
 *
 * The sums over time are one matrix product each, after the loop.
 *
 * @source Werbos 1990, "Backpropagation Through Time: What It Does and How to Do It".
 *   https://doi.org/10.1109/5.58337 The kernels are TensorFlow's LSTMBlockCell and LSTMBlockCellGrad.
 */
import { tf } from "./tf";
import { flagAttribute, floatAttribute, floatType, runKernel } from "./kernel";
import type { LstmState, LstmWeights } from "./lstm";
import { stateAtEnd } from "./recurrence";

type Inputs = [
  x: tf.Tensor3D,
  initialHidden: tf.Tensor2D,
  initialCell: tf.Tensor2D,
  inputToGates: tf.Tensor2D,
  hiddenToGates: tf.Tensor2D,
  bias: tf.Tensor1D,
];

/** What the forward kernel tells of one step, all [batch, hidden]: i, c, f, o, tanh(g), tanh(c), h. */
type StepTrace = tf.Tensor2D[];
const NUM_TRACED = 7;
const CELL = 1;
const HIDDEN = 6;

/**
 * Runs an LSTM over whole sequences.
 *
 * @param inputs   time first  [time, batch, input]  float32
 * @param initial  the state before the first step  [batch, hidden]  float32
 * @param lastTime each sequence's last step, counted from 0  [batch]  int32; the very last when left out; −1 for a
 *   sequence without steps, which ends in its initial state
 * @returns hidden states of every step [time, batch, hidden] and the state after the last [batch, hidden]; caller
 *   disposes
 */
export function fusedLstm(
  inputs: tf.Tensor3D,
  initial: LstmState,
  weights: LstmWeights,
  lastTime?: tf.Tensor1D,
): { hiddens: tf.Tensor3D; last: LstmState } {
  const [time, batch] = inputs.shape;
  const run = tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const given = args as Inputs;
    const isLast = lastSteps(time, batch, lastTime); // [time + 1, batch, 1]
    const trace = forward(given);
    save([...given, isLast, ...trace.flat()]);
    const cells = tf.stack([initial.cell, ...trace.map((step) => step[CELL]!)]); // [time + 1, batch, hidden]
    const lastCell = cells.mul(isLast).sum<tf.Tensor2D>(0);
    const value = tf.stack([initial.hidden, ...trace.map((step) => step[HIDDEN]!), lastCell]);
    return { value, gradFunc: (change, saved) => backward(change as tf.Tensor3D, saved) };
  });
  const { inputToGates, hiddenToGates, bias } = weights;
  const value = run(inputs, initial.hidden, initial.cell, inputToGates, hiddenToGates, bias); // [time + 2, batch, hidden]
  const [, hiddens, lastCell] = tf.split(value, [1, time, 1], 0) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
  const hidden = stateAtEnd(value as tf.Tensor3D, time, lastTime);
  return { hiddens, last: { hidden, cell: lastCell.squeeze([0]) } };
}

/** 1 at each sequence's last step, the initial state before all steps  [time + 1, batch, 1]. */
function lastSteps(time: number, batch: number, lastTime?: tf.Tensor1D): tf.Tensor3D {
  const last = lastTime ?? tf.fill<tf.Rank.R1>([batch], time - 1, "int32");
  const steps = tf.range(-1, time, 1, "int32").expandDims(1); // [time + 1, 1]
  return tf.equal(steps, last).expandDims(2).cast("float32");
}

function forward([x, initialHidden, initialCell, inputToGates, hiddenToGates, bias]: Inputs): StepTrace[] {
  const options = [
    floatAttribute("forget_bias", 0),
    floatAttribute("cell_clip", -1),
    flagAttribute("use_peephole", false),
  ];
  const weights = [
    swapGates(tf.concat([inputToGates, hiddenToGates], 0)), // [input + hidden, 4·hidden]
    ...noPeepholes(initialHidden),
    swapGates(bias),
  ];
  let [cell, hidden] = [initialCell, initialHidden];
  return tf.unstack(x).map((input) => {
    const step = runKernel(
      "LSTMBlockCell",
      [...options, floatType()],
      [input, cell, hidden, ...weights],
      NUM_TRACED,
    );
    [cell, hidden] = [step[CELL] as tf.Tensor2D, step[HIDDEN] as tf.Tensor2D];
    return step as StepTrace;
  });
}

/** The kernels have the gates in the order i g f o, we in the order i f g o. Swapping twice changes nothing. */
function swapGates<Gates extends tf.Tensor>(gates: Gates): Gates {
  const [i, f, g, o] = tf.split(gates, 4, -1) as [Gates, Gates, Gates, Gates];
  return tf.concat([i, g, f, o], -1);
}

/** The kernels' weights from the cell to the gates, which this LSTM does not have: zeros [hidden]. */
function noPeepholes(hidden: tf.Tensor2D): tf.Tensor[] {
  const zeros = tf.zeros([hidden.shape[1]]);
  return [zeros, zeros, zeros];
}

/** Gradients of the six inputs, from that of the outputs [time + 2, batch, hidden]. */
function backward(change: tf.Tensor3D, saved: tf.Tensor[]): tf.Tensor[] {
  const inputs = saved.slice(0, 6) as Inputs;
  const [x, initialHidden, , inputToGates] = inputs;
  const [time, batch, input] = x.shape;
  const hidden = initialHidden.shape[1];
  const trace = Array.from({ length: time }, (_, t) =>
    saved.slice(7 + t * NUM_TRACED, 7 + (t + 1) * NUM_TRACED),
  );
  const { gates, initial } = throughTime(change, saved[6] as tf.Tensor3D, inputs, trace as StepTrace[]);
  const before = [initialHidden, ...trace.slice(0, -1).map((step) => step[HIDDEN]!)];
  const hiddensBefore = tf.concat(before as tf.Tensor2D[], 0); // [time · batch, hidden]
  return [
    gates.matMul(inputToGates, false, true).reshape([time, batch, input]),
    initial.hidden,
    initial.cell,
    x.reshape<tf.Tensor2D>([time * batch, input]).matMul(gates, true, false),
    hiddensBefore.reshape<tf.Tensor2D>([time * batch, hidden]).matMul(gates, true, false),
    gates.sum(0),
  ];
}

/** δ of every step [time · batch, 4·hidden], and the gradients of the initial state. */
function throughTime(
  change: tf.Tensor3D,
  isLast: tf.Tensor3D,
  [x, initialHidden, initialCell, inputToGates, hiddenToGates, bias]: Inputs,
  trace: StepTrace[],
): { gates: tf.Tensor2D; initial: LstmState } {
  const time = trace.length;
  const changesOfHidden = tf.unstack(change); // of h_0 … h_time, and of the last cell
  const fromLoss = { hidden: changesOfHidden, cell: tf.unstack(isLast.mul(changesOfHidden.pop()!)) };
  const inputs = tf.unstack(x);
  // The backward kernel reads only the shapes of these.
  const weights = [tf.concat([inputToGates, hiddenToGates], 0), ...noPeepholes(initialHidden), bias];
  const hiddenToKernelGates = swapGates(hiddenToGates);
  const options = [flagAttribute("use_peephole", false), floatType()];
  const gates: tf.Tensor2D[] = [];
  let [hidden, cell]: tf.Tensor[] = [tf.zerosLike(initialHidden), tf.zerosLike(initialCell)];
  for (let t = time - 1; t >= 0; t--) {
    const before = [inputs[t]!, trace[t - 1]?.[CELL] ?? initialCell, initialHidden];
    const changes = [cell!.add(fromLoss.cell[t + 1]!), hidden!.add(fromLoss.hidden[t + 1]!)];
    const traced = trace[t]!.slice(0, HIDDEN);
    const outputs = runKernel(
      "LSTMBlockCellGrad",
      options,
      [...before, ...weights, ...traced, ...changes],
      5,
    );
    cell = outputs[0];
    gates[t] = outputs[1] as tf.Tensor2D;
    hidden = gates[t]!.matMul(hiddenToKernelGates, false, true);
  }
  const initial = {
    hidden: hidden!.add<tf.Tensor2D>(fromLoss.hidden[0]!),
    cell: cell!.add<tf.Tensor2D>(fromLoss.cell[0]!),
  };
  return { gates: swapGates(tf.concat(gates, 0)), initial };
}
