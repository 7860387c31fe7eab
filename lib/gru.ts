/**
 * Gated recurrent unit: a recurrent network with two gates and no separate cell state.
 *
 * There are two variants, which differ in where the reset gate stands. In the original it is applied *before* the
 * matrix product, to the state; in cuDNN's and PyTorch's *after* it, which lets one product serve all gates. The
 * course uses the second unless told otherwise.
 *
 * `gruStep` is the equations as a learner writes them; `Gru` runs whole sequences and is proven equal to them
 * (tests/lib/gru.test.ts).
 *
 * @source Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder", §2.3.
 *   https://arxiv.org/abs/1406.1078
 */
import { tf } from "./tf";
import { checkRecord, checkSize, checkSizes, shown } from "./argument";
import { fusedGru } from "./engine/gru-fused";
import { pure } from "./engine/pure";
import { checkMaking, uniformParameter, zeroParameter, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import {
  checkInitial,
  hiddenOutput,
  stepInputs,
  type HiddenState,
  type RecurrentConfig,
  type RecurrentOutput,
  type RecurrentRunOptions,
  withTimeFirst,
} from "./recurrence";
import { checkFloats, checkGates, checkShapes, optionalParts } from "./shapes";

/** Whether the reset gate is applied before the matrix product (Cho et al. 2014) or after it (cuDNN, PyTorch). */
export type ResetPlacement = "before" | "after";

/** The columns are those of the reset gate, the update gate and the candidate, in this order. */
export interface GruWeights {
  /** W_x: from the input to the gates  [input, 3·hidden] */
  readonly inputToGates: tf.Tensor2D;
  /** W_h: from the hidden state to the gates  [hidden, 3·hidden] */
  readonly hiddenToGates: tf.Tensor2D;
  /** b_x  [3·hidden] */
  readonly inputBias: tf.Tensor1D;
  /** b_h  [3·hidden]; only the candidate's third differs from b_x in what it does, and only with reset after */
  readonly hiddenBias: tf.Tensor1D;
}

/**
 * One time step of a gated recurrent unit.
 *
 *     r = σ(x W_xr + b_xr + h W_hr + b_hr)
 *     z = σ(x W_xz + b_xz + h W_hz + b_hz)
 *     n = tanh(x W_xn + b_xn + r ⊙ (h W_hn + b_hn))      reset after the product
 *     n = tanh(x W_xn + b_xn + (r ⊙ h) W_hn + b_hn)      reset before it
 *     h' = (1 − z) ⊙ n + z ⊙ h
 *
 * @param input    what this step reads  [batch, input]  float32
 * @param hidden   the state before the step  [batch, hidden]  float32
 * @param weights  see {@link GruWeights}
 * @returns the state after the step  [batch, hidden]
 * @throws {RangeError} resetPlacement is neither "before" nor "after"
 *
 * Ours / theirs: r z n are r_t, z_t, h̃_t; Cho et al. swap the roles of z and 1 − z.
 * Taught in notebook 02.
 * @source Cho et al. 2014, §2.3, eq. 5–8. https://arxiv.org/abs/1406.1078 Reset after: PyTorch's documentation of GRU.
 *   https://pytorch.org/docs/stable/generated/torch.nn.GRU.html
 * @exercise 02-lstm-and-gru
 */
export function gruStep(
  input: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weights: GruWeights,
  { resetPlacement = "after" }: { readonly resetPlacement?: ResetPlacement } = {},
): tf.Tensor2D {
  checkPlacement("gruStep", resetPlacement);
  checkRecord("gruStep", "weights", weights);
  const sizes = checkShapes("gruStep", {
    input: [input, "batch input"],
    hidden: [hidden, "batch hidden"],
    inputToGates: [weights.inputToGates, "input gates"],
    hiddenToGates: [weights.hiddenToGates, "hidden gates"],
    inputBias: [weights.inputBias, "gates"],
    hiddenBias: [weights.hiddenBias, "gates"],
  });
  checkGates("gruStep", sizes, 3);
  return tf.tidy(() => {
    const fromInput = input.matMul(weights.inputToGates).add(weights.inputBias); // [batch, 3·hidden]
    const fromHidden = hidden.matMul(weights.hiddenToGates).add(weights.hiddenBias);
    const [xr, xz, xn] = tf.split(fromInput, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const [hr, hz, hn] = tf.split(fromHidden, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const r = xr.add<tf.Tensor2D>(hr).sigmoid();
    const z = xz.add<tf.Tensor2D>(hz).sigmoid();
    const recalled =
      resetPlacement === "after" ? r.mul(hn) : candidateOf(r.mul(hidden), weights, sizes.hidden);
    const n = xn.add(recalled).tanh();
    return tf.sub(1, z).mul(n).add<tf.Tensor2D>(z.mul(hidden));
  });
}

/** (r ⊙ h) W_hn + b_hn: the candidate's part of the weights alone. */
function candidateOf(reset: tf.Tensor2D, { hiddenToGates, hiddenBias }: GruWeights, hidden: number) {
  const matrix = hiddenToGates.slice([0, 2 * hidden], [hidden, hidden]);
  return reset.matMul(matrix).add(hiddenBias.slice([2 * hidden], [hidden]));
}

export interface GruConfig extends RecurrentConfig {
  /** "after" unless said otherwise. "before" runs on the equations, step by step, and is slower. */
  readonly resetPlacement?: ResetPlacement;
}

/**
 * A GRU layer for whole sequences. The weights start uniform over ±1/√hidden, the biases at 0.
 *
 * Taught in notebook 02.
 * @throws {RangeError} a size is not a whole number ≥ 1, or resetPlacement is unknown
 */
export class Gru {
  readonly parameters: Parameters;
  /** The parameters as `gruStep` takes them. */
  readonly weights: GruWeights;
  readonly hiddenSize: number;
  readonly resetPlacement: ResetPlacement;

  constructor(config: GruConfig, random: RandomGenerator) {
    const { inputSize, hiddenSize, resetPlacement = "after" } = checkMaking("Gru", config, random);
    checkSizes("Gru", { inputSize, hiddenSize });
    checkPlacement("Gru", resetPlacement);
    this.hiddenSize = hiddenSize;
    this.resetPlacement = resetPlacement;
    const limit = 1 / Math.sqrt(hiddenSize);
    this.parameters = this.weights = {
      inputToGates: uniformParameter([inputSize, 3 * hiddenSize], limit, random),
      hiddenToGates: uniformParameter([hiddenSize, 3 * hiddenSize], limit, random),
      inputBias: zeroParameter([3 * hiddenSize]),
      hiddenBias: zeroParameter([3 * hiddenSize]),
    };
  }

  /** A state of zeros, [batch, hidden]. */
  zeroState(batchSize: number): HiddenState {
    checkSize("Gru.zeroState", "batchSize", batchSize);
    return { hidden: tf.zeros([batchSize, this.hiddenSize]) };
  }

  /** One time step; see {@link gruStep}. */
  step(input: tf.Tensor2D, state: HiddenState): HiddenState {
    const { hidden } = checkRecord("Gru.step", "state", state);
    return { hidden: gruStep(input, hidden, this.weights, this) };
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
    const { batch } = checkShapes("Gru.run", {
      inputs: [inputs, "batch time input"],
      inputToGates: [this.weights.inputToGates, "input gates"],
      ...optionalParts("initial", initial, { hidden: "batch hidden" }),
      hiddenToGates: [this.weights.hiddenToGates, "hidden gates"],
      "mask?": [mask, "batch time"],
    });
    checkFloats("Gru.run", "inputs", inputs);
    checkInitial("Gru.run", initial);
    return tf.tidy(() => {
      const timeFirst = withTimeFirst(inputs, mask);
      const start = initial ?? this.zeroState(batch);
      const { inputToGates, hiddenToGates, inputBias, hiddenBias } = this.weights;
      const states =
        this.resetPlacement === "after"
          ? fusedGru([timeFirst, start.hidden, inputToGates, hiddenToGates, inputBias, hiddenBias])
          : this.stepByStep(timeFirst, start);
      return hiddenOutput(states, mask);
    });
  }

  /** h_0 … h_time  [time + 1, batch, hidden], by the equations. */
  private stepByStep(inputs: tf.Tensor3D, initial: HiddenState): tf.Tensor3D {
    const states = [initial];
    stepInputs(inputs).forEach((input, t) => states.push(this.step(input, states[t]!)));
    return tf.stack(states.map(({ hidden }) => hidden)) as tf.Tensor3D;
  }
}
pure(Gru);

function checkPlacement(functionName: string, resetPlacement: string): void {
  if (resetPlacement === "before" || resetPlacement === "after") return;
  throw new RangeError(
    `${functionName}: resetPlacement should be "before" or "after", got ${shown(resetPlacement)}`,
  );
}
