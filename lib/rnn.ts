/**
 * The plain recurrent network: one state, rewritten at every step from the input and from itself.
 *
 * `rnnStep` is the equation as a learner writes it; `Rnn` runs whole sequences with the backward pass written by hand
 * and is proven equal to it (tests/lib/rnn.test.ts).
 *
 * @source Elman 1990, "Finding Structure in Time". https://doi.org/10.1207/s15516709cog1402_1
 */
import { tf } from "./tf";
import { checkRecord, checkSize, checkSizes } from "./argument";
import { pure } from "./engine/pure";
import { checkMaking, uniformParameter, zeroParameter, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import {
  checkInitial,
  hiddenOutput,
  type HiddenState,
  type RecurrentConfig,
  type RecurrentOutput,
  type RecurrentRunOptions,
  withTimeFirst,
} from "./recurrence";
import { fusedRnn } from "./engine/rnn-fused";
import { checkFloats, checkShapes, optionalParts } from "./shapes";

export interface RnnWeights {
  /** W_x: from the input to the hidden state  [input, hidden] */
  readonly inputToHidden: tf.Tensor2D;
  /** W_h: from the hidden state to the next one  [hidden, hidden] */
  readonly hiddenToHidden: tf.Tensor2D;
  /** b  [hidden] */
  readonly bias: tf.Tensor1D;
}

/**
 * One time step of a recurrent network.
 *
 *     h' = tanh(x W_x + h W_h + b)
 *
 * @param input    what this step reads  [batch, input]  float32
 * @param hidden   the state before the step  [batch, hidden]  float32
 * @param weights  see {@link RnnWeights}
 * @returns the state after the step  [batch, hidden]
 *
 * Ours / theirs: hidden is h_t (Elman: the context units).
 * Taught in notebook 01.
 * @source Elman 1990, figure 2. https://doi.org/10.1207/s15516709cog1402_1
 * @exercise 01-recurrent-networks
 */
export function rnnStep(input: tf.Tensor2D, hidden: tf.Tensor2D, weights: RnnWeights): tf.Tensor2D {
  checkRecord("rnnStep", "weights", weights);
  checkShapes("rnnStep", {
    input: [input, "batch input"],
    hidden: [hidden, "batch hidden"],
    inputToHidden: [weights.inputToHidden, "input hidden"],
    hiddenToHidden: [weights.hiddenToHidden, "hidden hidden"],
    bias: [weights.bias, "hidden"],
  });
  return tf.tidy(() => {
    const fromInput = input.matMul(weights.inputToHidden);
    const fromHidden = hidden.matMul(weights.hiddenToHidden);
    return fromInput.add(fromHidden).add<tf.Tensor2D>(weights.bias).tanh(); // [batch, hidden]
  });
}

/**
 * A recurrent layer for whole sequences. The weights start uniform over ±1/√hidden, the bias at 0.
 *
 * Taught in notebook 01.
 * @throws {RangeError} a size is not a whole number ≥ 1
 */
export class Rnn {
  readonly parameters: Parameters;
  /** The parameters as `rnnStep` takes them. */
  readonly weights: RnnWeights;
  readonly hiddenSize: number;

  constructor(config: RecurrentConfig, random: RandomGenerator) {
    const { inputSize, hiddenSize } = checkMaking("Rnn", config, random);
    checkSizes("Rnn", { inputSize, hiddenSize });
    this.hiddenSize = hiddenSize;
    const limit = 1 / Math.sqrt(hiddenSize);
    this.parameters = this.weights = {
      inputToHidden: uniformParameter([inputSize, hiddenSize], limit, random),
      hiddenToHidden: uniformParameter([hiddenSize, hiddenSize], limit, random),
      bias: zeroParameter([hiddenSize]),
    };
  }

  /** A state of zeros, [batch, hidden]. */
  zeroState(batchSize: number): HiddenState {
    checkSize("Rnn.zeroState", "batchSize", batchSize);
    return { hidden: tf.zeros([batchSize, this.hiddenSize]) };
  }

  /** One time step; see {@link rnnStep}. */
  step(input: tf.Tensor2D, state: HiddenState): HiddenState {
    const { hidden } = checkRecord("Rnn.step", "state", state);
    return { hidden: rnnStep(input, hidden, this.weights) };
  }

  /**
   * Runs over whole sequences.
   *
   * @param inputs  [batch, time, input]  float32
   * @param mask    1 where a token stands  [batch, time]  int32; omit if nothing is padded
   * @returns hidden states [batch, time, hidden], 0 at padding, and the last state
   */
  run(
    inputs: tf.Tensor3D,
    { initial, mask }: RecurrentRunOptions<HiddenState> = {},
  ): RecurrentOutput<HiddenState> {
    const { batch } = checkShapes("Rnn.run", {
      inputs: [inputs, "batch time input"],
      inputToHidden: [this.weights.inputToHidden, "input hidden"],
      ...optionalParts("initial", initial, { hidden: "batch hidden" }),
      "mask?": [mask, "batch time"],
    });
    checkFloats("Rnn.run", "inputs", inputs);
    checkInitial("Rnn.run", initial);
    return tf.tidy(() => {
      const timeFirst = withTimeFirst(inputs, mask);
      const { hidden } = initial ?? this.zeroState(batch);
      const { inputToHidden, hiddenToHidden, bias } = this.weights;
      return hiddenOutput(fusedRnn([timeFirst, hidden, inputToHidden, hiddenToHidden, bias]), mask);
    });
  }
}
pure(Rnn);
