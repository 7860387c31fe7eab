/**
 * The LSTM's fast path: the same equations as `lstmStep`, with one TensorFlow kernel for all steps forward and one
 * backward, instead of a dozen small operations a step.
 *
 * The backward kernel is back-propagation through time. With δ_t the gradient at the gates before their sigmoid and
 * tanh, found from the gradients of h_t and c_t, from the last step to the first:
 *
 *     ∂h_{t−1} = δ_t W_hᵀ + what the loss adds      ∂x_t = δ_t W_xᵀ
 *     ∂W_x = Σ_t x_tᵀ δ_t      ∂W_h = Σ_t h_{t−1}ᵀ δ_t      ∂b = Σ_t δ_t
 *
 * In a graph (lib/engine/traced.ts) each kernel runs once for each half of the batch, both at the same time.
 *
 * The kernel adds to ∂W at every step. From some 200 units on, more than the course's LSTMs have, that costs more than it
 * saves: at 512 units it takes 1.4 to 2.7 times as long as a loop with one product for ∂W after it.
 *
 * @source Werbos 1990, "Backpropagation Through Time: What It Does and How to Do It".
 *   https://doi.org/10.1109/5.58337 The kernels are TensorFlow's BlockLSTMV2 and BlockLSTMGradV2.
 */
import { tf } from "../tf";
import { countInput, flagAttribute, floatAttribute, floatType, runKernel } from "./kernel";
import { isTaping } from "./tape";
import { withBackward } from "./with-backward";

type Inputs = [
  x: tf.Tensor3D,
  initialHidden: tf.Tensor2D,
  initialCell: tf.Tensor2D,
  inputToGates: tf.Tensor2D,
  hiddenToGates: tf.Tensor2D,
  bias: tf.Tensor1D,
];

/** What the forward kernel tells of all steps, each [time, batch, hidden]: i, c, f, o, tanh(g), tanh(c), h. */
type Trace = tf.Tensor3D[];
const NUM_TRACED = 7;
const CELL = 1;
const HIDDEN = 6;

/** h_0 … h_time [time + 1, batch, hidden], and the cell state at each sequence's end [batch, hidden]. */
type Output = [hiddens: tf.Tensor3D, lastCell: tf.Tensor2D];

/**
 * Runs an LSTM over whole sequences.
 *
 * @param inputs   x, time first [time, batch, input]; the states before the first step [batch, hidden]; the weights
 * @param lastTime each sequence's last step, counted from 0  [batch]  int32; the very last when left out; −1 for a
 *   sequence without steps, which ends in its initial state
 * @returns h_0 … h_time [time + 1, batch, hidden] and the last cell state [batch, hidden]
 */
export function fusedLstm(inputs: Inputs, lastTime?: tf.Tensor1D): Output {
  const [time, batch] = inputs[0].shape;
  return isTaping() && time > 1 && batch > 1 ? inHalves(inputs, lastTime) : runKernels(inputs, lastTime);
}

/** Each kernel works on one core only. A graph runs one for each half of the batch at the same time. */
function inHalves([x, hidden, cell, ...weights]: Inputs, lastTime?: tf.Tensor1D): Output {
  const batch = x.shape[1];
  const sizes = [Math.ceil(batch / 2), Math.floor(batch / 2)];
  const [hiddens, cells] = [tf.split<tf.Tensor2D>(hidden, sizes), tf.split<tf.Tensor2D>(cell, sizes)];
  const lastTimes = lastTime && tf.split<tf.Tensor1D>(lastTime, sizes);
  const halves = tf
    .split<tf.Tensor3D>(x, sizes, 1)
    .map((half, i) => runKernels([half, hiddens[i]!, cells[i]!, ...weights], lastTimes?.[i]));
  const shown = halves.map(([hiddens]) => hiddens);
  return [tf.concat(shown, 1), tf.concat(halves.map(([, lastCell]) => lastCell))];
}

function runKernels(inputs: Inputs, lastTime?: tf.Tensor1D): Output {
  const [time, batch] = inputs[0].shape;
  const forward = (...given: Inputs) => {
    const [, initialHidden, initialCell] = given;
    const isLast = lastSteps(time, batch, lastTime); // [time + 1, batch, 1]
    const trace = runForward(given);
    const cells = tf.concat([initialCell.expandDims<tf.Tensor3D>(0), trace[CELL]!]); // [time + 1, batch, hidden]
    const lastCell = cells.mul(isLast).sum<tf.Tensor3D>(0, true);
    const value = tf.concat([initialHidden.expandDims<tf.Tensor3D>(0), trace[HIDDEN]!, lastCell]);
    return { value, saved: [...given, isLast, ...trace] };
  };
  const value = withBackward(inputs, forward, backward); // [time + 2, batch, hidden]
  const [hiddens, lastCell] = tf.split<tf.Tensor3D>(value, [time + 1, 1]);
  return [hiddens!, lastCell!.squeeze([0])];
}

/** 1 at each sequence's last step, the initial state before all steps  [time + 1, batch, 1]. */
function lastSteps(time: number, batch: number, lastTime?: tf.Tensor1D): tf.Tensor3D {
  const last = lastTime ?? tf.fill<tf.Rank.R1>([batch], time - 1, "int32");
  const steps = tf.range(-1, time, 1, "int32").expandDims(1); // [time + 1, 1]
  return tf.equal(steps, last).expandDims(2).cast("float32");
}

function runForward(given: Inputs): Trace {
  const options = [floatAttribute("cell_clip", 0), flagAttribute("use_peephole", false), floatType()];
  return runKernel("BlockLSTMV2", options, kernelInputs(given), NUM_TRACED) as Trace;
}

/** What both kernels read first; with weights from the cell to the gates, which this LSTM does not have. */
function kernelInputs([x, initialHidden, initialCell, inputToGates, hiddenToGates, bias]: Inputs) {
  const [time] = x.shape;
  const weights = tf.concat([inputToGates, hiddenToGates]); // [input + hidden, 4·hidden]
  const noPeephole = tf.zeros([initialCell.shape[1]]);
  const peepholes = [noPeephole, noPeephole, noPeephole];
  return [countInput(time), x, initialCell, initialHidden, weights, ...peepholes, bias];
}

/** Gradients of the six inputs, from that of the outputs [time + 2, batch, hidden]. */
function backward(change: tf.Tensor3D, saved: tf.Tensor[]): tf.Tensor[] {
  const given = saved.slice(0, 6) as Inputs;
  const [isLast, ...trace] = saved.slice(6) as tf.Tensor3D[];
  const [x] = given;
  const [time, , input] = x.shape;
  const [ofInitial, ofHiddens, ofLastCell] = tf.split(change, [1, time, 1]) as tf.Tensor3D[];
  const ofCells = isLast!.mul<tf.Tensor3D>(ofLastCell!); // [time + 1, batch, hidden]
  const [ofInitialCell, ofStepCells] = tf.split(ofCells, [1, time]) as tf.Tensor3D[];
  const [ofX, ofCell, ofHidden, ofWeights, , , , ofBias] = runKernel(
    "BlockLSTMGradV2",
    [flagAttribute("use_peephole", false), floatType()],
    [...kernelInputs(given), ...trace, ofStepCells!, ofHiddens!],
    8,
  );
  const [ofInputToGates, ofHiddenToGates] = tf.split(ofWeights!, [input, -1]);
  return [
    ofX!,
    ofHidden!.add(ofInitial!.squeeze([0])),
    ofCell!.add(ofInitialCell!.squeeze([0])),
    ofInputToGates!,
    ofHiddenToGates!,
    ofBias!,
  ];
}
