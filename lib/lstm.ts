/**
 * Long short-term memory: a recurrent network whose cell state is changed by adding, so a gradient can travel far.
 *
 * `lstmStep` is the equations as a learner writes them; `Lstm` runs whole sequences on fused kernels and is proven
 * equal to them (tests/lib/lstm.test.ts).
 *
 * @source Hochreiter & Schmidhuber 1997, "Long Short-Term Memory", §4; forget gate: Gers et al. 2000, §3.
 *   https://doi.org/10.1162/neco.1997.9.8.1735
 */
import { tf } from "./tf";
import { checkRecord, checkSize, checkSizes } from "./argument";
import { fusedLstm } from "./engine/lstm-fused";
import { pure } from "./engine/pure";
import { checkFloats, checkGates, checkShapes, optionalParts } from "./shapes";
import { checkMaking, uniformParameter, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import {
  checkInitial,
  hiddenOutput,
  lastRealStep,
  type RecurrentConfig,
  type RecurrentOutput,
  type RecurrentRunOptions,
  withTimeFirst,
} from "./recurrence";

/** What an LSTM carries from one time step to the next. */
export type LstmState = {
  /** What the layer shows  [batch, hidden]  float32 */
  readonly hidden: tf.Tensor2D;
  /** What the layer remembers  [batch, hidden]  float32 */
  readonly cell: tf.Tensor2D;
};

/** The columns are those of the input gate, the forget gate, the candidate and the output gate, in this order. */
export interface LstmWeights {
  /** W_x: from the input to the gates  [input, 4·hidden] */
  readonly inputToGates: tf.Tensor2D;
  /** W_h: from the hidden state to the gates  [hidden, 4·hidden] */
  readonly hiddenToGates: tf.Tensor2D;
  /** b  [4·hidden] */
  readonly bias: tf.Tensor1D;
}

/**
 * One time step of an LSTM.
 *
 *     i, f, g, o = split(x W_x + h W_h + b)
 *     c' = σ(f) ⊙ c + σ(i) ⊙ tanh(g)
 *     h' = σ(o) ⊙ tanh(c')
 *
 * @param input    what this step reads  [batch, input]  float32
 * @param state    hidden and cell state before the step  [batch, hidden]  float32
 * @param weights  see {@link LstmWeights}
 * @returns hidden and cell state after the step  [batch, hidden]
 *
 * Ours / theirs: i f g o are i_t, f_t, c̃_t, o_t.
 * Taught in notebook 02.
 * @source Hochreiter & Schmidhuber 1997, §4; Gers et al. 2000, §3, eq. 3–9. https://doi.org/10.1162/089976600300015015
 */
export function lstmStep(input: tf.Tensor2D, state: LstmState, weights: LstmWeights): LstmState {
  checkRecord("lstmStep", "state", state);
  checkRecord("lstmStep", "weights", weights);
  const sizes = checkShapes("lstmStep", {
    input: [input, "batch input"],
    hidden: [state.hidden, "batch hidden"],
    cell: [state.cell, "batch hidden"],
    inputToGates: [weights.inputToGates, "input gates"],
    hiddenToGates: [weights.hiddenToGates, "hidden gates"],
    bias: [weights.bias, "gates"],
  });
  checkGates("lstmStep", sizes, 4);
  return tf.tidy(() => {
    const fromInput = input.matMul(weights.inputToGates);
    const fromHidden = state.hidden.matMul(weights.hiddenToGates);
    const gates = fromInput.add(fromHidden).add(weights.bias); // [batch, 4·hidden]
    const [i, f, g, o] = tf.split(gates, 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const cell: tf.Tensor2D = f.sigmoid().mul(state.cell).add(i.sigmoid().mul(g.tanh()));
    const hidden: tf.Tensor2D = o.sigmoid().mul(cell.tanh());
    return { hidden, cell };
  });
}

/** Where an LSTM's run starts, and which positions are padding. */
export type LstmRunOptions = RecurrentRunOptions<LstmState>;
/** All of a sequence's hidden states, and the state after its last real token. */
export type LstmOutput = RecurrentOutput<LstmState>;

/**
 * An LSTM layer for whole sequences.
 *
 * The weights start uniform over ±1/√hidden; the forget gate's bias starts at 1, so the cell remembers before it
 * has learnt what to forget (Jozefowicz et al. 2015, §2.2).
 *
 * Taught in notebook 02.
 * @throws {RangeError} a size is not a whole number ≥ 1
 */
export class Lstm {
  readonly parameters: Parameters;
  /** The parameters as `lstmStep` takes them. */
  readonly weights: LstmWeights;
  readonly hiddenSize: number;

  constructor(config: RecurrentConfig, random: RandomGenerator) {
    const { inputSize, hiddenSize } = checkMaking("Lstm", config, random);
    checkSizes("Lstm", { inputSize, hiddenSize });
    this.hiddenSize = hiddenSize;
    const limit = 1 / Math.sqrt(hiddenSize);
    this.parameters = this.weights = {
      inputToGates: uniformParameter([inputSize, 4 * hiddenSize], limit, random),
      hiddenToGates: uniformParameter([hiddenSize, 4 * hiddenSize], limit, random),
      bias: forgetBias(hiddenSize),
    };
  }

  /** A state of zeros, [batch, hidden] each. */
  zeroState(batchSize: number): LstmState {
    checkSize("Lstm.zeroState", "batchSize", batchSize);
    const zeros = () => tf.zeros<tf.Rank.R2>([batchSize, this.hiddenSize]);
    return { hidden: zeros(), cell: zeros() };
  }

  /** One time step; see {@link lstmStep}. */
  step(input: tf.Tensor2D, state: LstmState): LstmState {
    return lstmStep(input, state, this.weights);
  }

  /**
   * Runs over whole sequences, on one fused kernel.
   *
   * @param inputs  [batch, time, input]  float32
   * @param mask    1 where a token stands  [batch, time]  int32; omit if nothing is padded
   * @returns hidden states [batch, time, hidden] and the last state
   */
  run(inputs: tf.Tensor3D, { initial, mask }: LstmRunOptions = {}): LstmOutput {
    const { batch } = checkShapes("Lstm.run", {
      inputs: [inputs, "batch time input"],
      inputToGates: [this.weights.inputToGates, "input gates"],
      ...optionalParts("initial", initial, { hidden: "batch hidden", cell: "batch hidden" }),
      hiddenToGates: [this.weights.hiddenToGates, "hidden gates"],
      "mask?": [mask, "batch time"],
    });
    checkFloats("Lstm.run", "inputs", inputs);
    checkInitial("Lstm.run", initial);
    return tf.tidy(() => {
      const timeFirst = withTimeFirst(inputs, mask);
      const { hidden, cell } = initial ?? this.zeroState(batch);
      const { inputToGates, hiddenToGates, bias } = this.weights;
      const lastTime = mask && lastRealStep(mask);
      const given = [timeFirst, hidden, cell, inputToGates, hiddenToGates, bias] as const;
      const [states, lastCell] = fusedLstm([...given], lastTime);
      const { hiddens, last } = hiddenOutput(states, mask, lastTime);
      return { hiddens, last: { ...last, cell: lastCell } };
    });
  }
}
pure(Lstm);

function forgetBias(hiddenSize: number): tf.Variable<tf.Rank.R1> {
  return tf.tidy(() => {
    const [zeros, ones] = [tf.zeros<tf.Rank.R1>([hiddenSize]), tf.ones<tf.Rank.R1>([hiddenSize])];
    return tf.variable(tf.concat([zeros, ones, zeros, zeros]));
  });
}
