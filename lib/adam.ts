/**
 * Adam: each parameter moves by about the learning rate, whatever the size of its gradient.
 *
 * The equations are those of `tf.train.adam`, and so are the numbers; but all parameters lie end to end in one long
 * vector, so a step takes a dozen operations in all instead of a dozen for each parameter.
 *
 * @source Kingma & Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1. https://arxiv.org/abs/1412.6980
 */
import { tf } from "./tf";
import { checkPositive, checkRecord, shown } from "./argument";
import { checkSize } from "./parameters";

export interface AdamConfig {
  /** η, > 0; 0.001 unless said otherwise. */
  readonly learningRate?: number;
  /** How much of the mean gradient is kept at a step, in [0, 1); 0.9 unless said otherwise. */
  readonly beta1?: number;
  /** How much of the mean squared gradient is kept at a step, in [0, 1); 0.999 unless said otherwise. */
  readonly beta2?: number;
  /** Keeps the division from 0; > 0; 1e-7 unless said otherwise, as in TensorFlow.js. */
  readonly epsilon?: number;
}

/** What Adam remembers of the gradients so far; plain data, to be saved. */
export interface AdamState {
  /** Steps done. */
  readonly step: number;
  /** m, of all parameters end to end. */
  readonly mean: Float32Array;
  /** v, likewise. */
  readonly square: Float32Array;
}

/**
 * The optimizer, for `train({ optimizer })`.
 *
 *     m ← β₁ m + (1 − β₁) g      v ← β₂ v + (1 − β₂) g²
 *     θ ← θ − η · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * Every step must bring the gradients of the same parameters. Its two vectors are freed by `dispose`.
 *
 * Taught in notebook 03.
 * @throws {RangeError} an option out of its range
 * @source Kingma & Ba 2015, algorithm 1. https://arxiv.org/abs/1412.6980
 */
export class Adam extends tf.Optimizer {
  /** η of the next step; `train({ learningRate })` sets it. */
  learningRate: number;
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private moments?: { names?: string; readonly mean: tf.Variable; readonly square: tf.Variable };

  constructor({ learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamConfig = {}) {
    super();
    checkPositive("Adam", "learningRate", learningRate);
    checkShare("beta1", beta1);
    checkShare("beta2", beta2);
    checkPositive("Adam", "epsilon", epsilon);
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  /**
   * One step.
   *
   * @param gradients  by the parameters' names in TensorFlow.js, as `tf.variableGrads` gives them
   * @throws {RangeError} the gradients are not those of the same parameters as before
   */
  override applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]): void {
    const named = Array.isArray(gradients)
      ? Object.fromEntries(gradients.map(({ name, tensor }) => [name, tensor]))
      : gradients;
    tf.tidy(() => this.applyJoined(joinGradients(named), Object.keys(named)));
  }

  /**
   * One step, from gradients that lie end to end already, as `train` needs them for their common length.
   *
   * @param gradient  of all parameters  [sum of the parameters' sizes]  float32
   * @param names     the parameters' names in TensorFlow.js, in the order of their gradients
   * @throws {RangeError} the gradients are not those of the same parameters as before
   */
  applyJoined(gradient: tf.Tensor1D, names: readonly string[]): void {
    tf.tidy(() => {
      const parameters = names.map((name) => tf.engine().registeredVariables[name]!);
      const changes = tf.split(
        this.change(gradient, names.join(" ")),
        parameters.map(({ size }) => size),
      );
      parameters.forEach((parameter, index) =>
        parameter.assign(parameter.add(changes[index]!.reshape(parameter.shape))),
      );
    });
    this.incrementIterations();
  }

  /** What is added to the parameters, end to end. */
  private change(gradient: tf.Tensor1D, names: string): tf.Tensor1D {
    const { mean, square } = this.momentsOf(gradient, names);
    const step = this.iterations + 1;
    mean.assign(mean.mul(this.beta1).add(gradient.mul(1 - this.beta1)));
    square.assign(square.mul(this.beta2).add(gradient.square().mul(1 - this.beta2)));
    const [meanShare, squareShare] = [1 - this.beta1 ** step, 1 - this.beta2 ** step]; // both start at 0
    const spread = square.sqrt().div(Math.sqrt(squareShare)).add(this.epsilon);
    return mean.div(spread).mul<tf.Tensor1D>(-this.learningRate / meanShare);
  }

  private momentsOf(gradient: tf.Tensor1D, names: string) {
    const zeros = () => tf.variable(tf.zerosLike(gradient), false);
    this.moments ??= { mean: zeros(), square: zeros() };
    if (this.moments.mean.size !== gradient.size) {
      throw new RangeError(
        `Adam.applyGradients: expected gradients of ${this.moments.mean.size} numbers, got ${gradient.size}`,
      );
    }
    this.moments.names ??= names;
    if (this.moments.names !== names) {
      throw new RangeError(
        `Adam.applyGradients: expected gradients of ${this.moments.names}, got those of ${names}`,
      );
    }
    return this.moments;
  }

  /** What it remembers; nothing before the first step. */
  state(): AdamState | undefined {
    if (this.moments === undefined) return undefined;
    const numbers = (moment: tf.Variable) => Float32Array.from(moment.dataSync());
    return { step: this.iterations, mean: numbers(this.moments.mean), square: numbers(this.moments.square) };
  }

  /**
   * Goes on where another Adam stood, with the same parameters in the same order.
   *
   * @throws {TypeError} no state
   * @throws {RangeError} step is not a whole number ≥ 1
   */
  restore(state: AdamState): void {
    const { step, mean, square } = checkRecord("Adam.restore", "state", state);
    checkSize("Adam.restore", "state.step", step);
    this.moments?.mean.dispose();
    this.moments?.square.dispose();
    const moment = (numbers: Float32Array) => tf.tidy(() => tf.variable(tf.tensor1d(numbers), false));
    this.moments = { mean: moment(mean), square: moment(square) };
    this.iterations_ = step;
  }

  override dispose(): void {
    this.moments?.mean.dispose();
    this.moments?.square.dispose();
    super.dispose();
  }

  override getConfig() {
    const { learningRate, beta1, beta2, epsilon } = this;
    return { learningRate, beta1, beta2, epsilon };
  }
}

/** Gradients end to end: [sum of their sizes]; caller disposes. */
export function joinGradients(gradients: tf.NamedTensorMap): tf.Tensor1D {
  return tf.tidy(() => tf.concat(Object.values(gradients).map((gradient) => gradient.flatten())));
}

function checkShare(option: string, value: number): void {
  if (typeof value === "number" && value >= 0 && value < 1) return;
  throw new RangeError(`Adam: ${option} should be a number in [0, 1), got ${shown(value)}`);
}
