/**
 * The LSTM's fast path: the same equations as `lstmStep`, with one TensorFlow kernel for all steps forward instead of a
 * dozen small operations a step, and back-propagation through time written by hand. With δ_t the gradient at the gates
 * before their sigmoid and tanh, found from the gradients of h_t and c_t, from the last step to the first:
 *
 *     ∂h_{t−1} = δ_t W_hᵀ + what the loss adds      ∂x_t = δ_t W_xᵀ
 *     ∂W_x = Σ_t x_tᵀ δ_t      ∂W_h = Σ_t h_{t−1}ᵀ δ_t      ∂b = Σ_t δ_t
 *
 * Only δ_t and ∂h_{t−1} must wait for the step after them; all other products are one each, over all steps. In a graph
 * (lib/engine/traced.ts) each half of the batch has its own forward kernel and steps, both at the same time; so it has
 * where the whole model is computed in halves (lib/engine/in-halves.ts).
 *
 * @source Werbos 1990, "Backpropagation Through Time: What It Does and How to Do It".
 *   https://doi.org/10.1109/5.58337 The kernels are TensorFlow's BlockLSTMV2 and, for δ_t, LSTMBlockCellGrad.
 */
import { tf } from "../tf";
import { isHalf } from "./in-halves";
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
  return isTaping() && !isHalf() && time > 1 && batch > 1
    ? inHalves(inputs, lastTime)
    : runKernels(inputs, lastTime);
}

/** Each kernel works on one core only. A graph runs those of both halves of the batch at the same time. */
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
  if (!tf.engine().isTapeOn()) {
    return tf.tidy(() => {
      const { hiddens, lastCell } = run(inputs, lastTime);
      return [tf.concat(hiddens), lastCell.squeeze<tf.Tensor2D>([0])];
    });
  }
  const forward = (...given: Inputs) => {
    const { hiddens, lastCell, saved } = run(given, lastTime);
    return { value: tf.concat([...hiddens, lastCell]), saved };
  };
  const value = withBackward(inputs, forward, backward); // [time + 2, batch, hidden], as a gradient is asked of one tensor
  const [hiddens, lastCell] = tf.split<tf.Tensor3D>(value, [inputs[0].shape[0] + 1, 1]);
  return [hiddens!, lastCell!.squeeze([0])];
}

/** h_0 and the others, the last cell state [1, batch, hidden], and what the backward pass needs. */
function run(given: Inputs, lastTime?: tf.Tensor1D) {
  const [x, initialHidden, initialCell] = given;
  const [time, batch] = x.shape;
  const trace = runForward(given);
  const cells = trace[CELL]!;
  const isLast = lastTime && lastSteps(time, lastTime); // [time + 1, batch, 1]
  const lastCell =
    isLast === undefined
      ? cells.slice([time - 1, 0, 0], [1, batch, cells.shape[2]])
      : tf
          .concat([initialCell.expandDims<tf.Tensor3D>(0), cells])
          .mul(isLast)
          .sum<tf.Tensor3D>(0, true);
  const hiddens = [initialHidden.expandDims<tf.Tensor3D>(0), trace[HIDDEN]!];
  return { hiddens, lastCell, saved: [...given, ...trace, ...(isLast ? [isLast] : [])] };
}

/** 1 at each sequence's last step, the initial state before all steps  [time + 1, batch, 1]. */
function lastSteps(time: number, lastTime: tf.Tensor1D): tf.Tensor3D {
  const steps = tf.range(-1, time, 1, "int32").expandDims(1); // [time + 1, 1]
  return tf.equal(steps, lastTime).expandDims(2).cast("float32");
}

function runForward(given: Inputs): Trace {
  const [x, initialHidden, initialCell] = given;
  const options = [floatAttribute("cell_clip", 0), ...cellOptions()];
  const read = [countInput(x.shape[0]), x, initialCell, initialHidden, ...kernelWeights(given)];
  return runKernel("BlockLSTMV2", options, read, NUM_TRACED) as Trace;
}

const cellOptions = () => [flagAttribute("use_peephole", false), floatType()];

/** The weights as kernels read them; with some from the cell to the gates, which this LSTM does not have. */
function kernelWeights([, , initialCell, inputToGates, hiddenToGates, bias]: Inputs): tf.Tensor[] {
  const weights = tf.concat([inputToGates, hiddenToGates]); // [input + hidden, 4·hidden]
  const noPeephole = tf.zeros([initialCell.shape[1]]);
  return [weights, noPeephole, noPeephole, noPeephole, bias];
}

/** Gradients of the six inputs, from that of the outputs [time + 2, batch, hidden]. */
function backward(change: tf.Tensor3D, saved: tf.Tensor[]): tf.Tensor[] {
  const given = saved.slice(0, 6) as Inputs;
  const trace = saved.slice(6, 6 + NUM_TRACED) as Trace;
  const isLast = saved[6 + NUM_TRACED] as tf.Tensor3D | undefined;
  const [x, initialHidden, , inputToGates] = given;
  const [time, batch, input] = x.shape;
  const [ofHiddens, ofLastCell] = tf.split(change, [time + 1, 1]) as tf.Tensor3D[];
  const ofCells = isLast && unstack(isLast.mul<tf.Tensor3D>(ofLastCell!)); // time + 1 of [batch, hidden]
  const fromLoss = {
    hiddens: unstack(ofHiddens!),
    cells: ofCells,
    lastCell: ofLastCell!.squeeze<tf.Tensor2D>([0]),
  };
  const { changes, toHidden, toCell } = throughTime(given, trace, fromLoss);
  const all = tf.concat(changes); // [time · batch, 4·hidden]
  const before = tf.concat([initialHidden, ...unstack(trace[HIDDEN]!).slice(0, -1)]); // [time · batch, hidden]
  return [
    all.matMul(stepOrder(inputToGates), false, true).reshape(x.shape),
    toHidden,
    toCell,
    stepOrder(tf.matMul(x.reshape<tf.Tensor2D>([time * batch, input]), all, true)),
    stepOrder(tf.matMul(before, all, true)),
    stepOrder(all.sum<tf.Tensor2D>(0, true)).squeeze([0]),
  ];
}

const unstack = (steps: tf.Tensor3D) => tf.unstack(steps) as tf.Tensor2D[];

/** Gradients of the states, time + 1 of [batch, hidden]; of the cells only that of the last step if all end there. */
interface FromLoss {
  readonly hiddens: readonly tf.Tensor2D[];
  readonly cells: readonly tf.Tensor2D[] | undefined;
  readonly lastCell: tf.Tensor2D;
}

/** δ_t [batch, 4·hidden] of every step, and what reaches the initial state. */
function throughTime(given: Inputs, trace: Trace, { hiddens, cells, lastCell }: FromLoss) {
  const [x, initialHidden, initialCell, , hiddenToGates] = given;
  const gatesToHidden = stepOrder(hiddenToGates);
  const weights = kernelWeights(given);
  const [inputs, ...traced] = [x, ...trace.slice(0, HIDDEN)].map(unstack);
  const cellsBefore = [initialCell, ...traced[CELL]!];
  const changes: tf.Tensor2D[] = [];
  let [toHidden, toCell] = [hiddens.at(-1)!, cells?.at(-1) ?? lastCell];
  for (let t = x.shape[0] - 1; t >= 0; t--) {
    const read = [inputs![t]!, cellsBefore[t]!, initialHidden, ...weights]; // of h_{t−1} it takes only the shape
    const [toCellBefore, change] = runKernel(
      "LSTMBlockCellGrad",
      cellOptions(),
      [...read, ...traced.map((part) => part[t]!), toCell, toHidden],
      5,
    ) as tf.Tensor2D[];
    changes[t] = change!;
    toHidden = hiddens[t]!.add(change!.matMul(gatesToHidden, false, true));
    toCell = cells?.[t]!.add(toCellBefore!) ?? toCellBefore!;
  }
  return { changes, toHidden, toCell };
}

/** LSTMBlockCellGrad has its gates in the order i, g, f, o; there and back are the same swap. */
function stepOrder(gates: tf.Tensor2D): tf.Tensor2D {
  const [i, f, g, o] = tf.split(gates, 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  return tf.concat([i, g, f, o], 1);
}
