/**
 * Adam: each parameter moves by about the learning rate, whatever the size of its gradient.
 *
 * The equations are those of `tf.train.adam`, and so are the numbers; but all parameters lie end to end in one long
 * vector, so a step takes a dozen operations in all instead of a dozen for each parameter.
 *
 * @source Kingma & Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1. https://arxiv.org/abs/1412.6980
 */
import { tf } from "./tf";
import { atLeastFloat32, checkBetween, checkPositive, checkRecord, checkSize } from "./argument";
import { Moments, variablesOf, type JoinedMoments, type Moment } from "./moments";
import type { Parameters } from "./parameters";
import { fresh } from "./engine/tape";
import { traced } from "./engine/traced";

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
  /** By the names that parameters have in their model. */
  readonly moments: Readonly<Record<string, Moment>>;
}

/**
 * The optimizer, for `train({ optimizer })`.
 *
 *     m ← β₁ m + (1 − β₁) g      v ← β₂ v + (1 − β₂) g²
 *     θ ← θ − η · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * It follows the parameters of its first step. One that brings no gradient at a step, since it is frozen, keeps its
 * moments until it does. Its two vectors are freed by `dispose`.
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
  private readonly memory = new Moments();
  private step?: Step;

  constructor({ learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamConfig = {}) {
    super();
    checkPositive("Adam", "learningRate", learningRate);
    checkBetween("Adam", "beta1", beta1, "[0, 1)");
    checkBetween("Adam", "beta2", beta2, "[0, 1)");
    checkPositive("Adam", "epsilon", epsilon);
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = atLeastFloat32(epsilon);
  }

  /**
   * One step.
   *
   * @param gradients  by the parameters' names in TensorFlow.js, as `tf.variableGrads` gives them
   * @throws {RangeError} a gradient is of a parameter that was not there at the first step
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
   * @param gradient  of all parameters  [sum of sizes]  float32
   * @param names     the parameters' names in TensorFlow.js, in the order of their gradients
   * @throws {RangeError} a gradient is of a parameter that was not there at the first step
   */
  applyJoined(gradient: tf.Tensor1D, names: readonly string[]): void {
    tf.tidy(() => {
      const { moments, follow } = this.stepOf(gradient, names);
      const next = follow({ gradient });
      moments.mean.assign(next.mean);
      moments.square.assign(next.square);
      variablesOf(names).forEach((parameter, index) => {
        if (parameter.trainable) parameter.assign(next.parameters[index]!); // a frozen one stays as it is
      });
    });
    this.incrementIterations();
  }

  /** One step: what the moments and the parameters become. */
  private follow(
    gradient: tf.Tensor1D,
    { mean, square }: JoinedMoments,
    parameters: tf.Variable[],
  ): Followed {
    const nextMean = mean.mul(this.beta1).add(gradient.mul(1 - this.beta1));
    const nextSquare = square.mul(this.beta2).add(gradient.square().mul(1 - this.beta2));
    // Both moments start at 0.
    const rate = fresh(() => tf.scalar(-this.learningRate / (1 - this.beta1 ** (this.iterations + 1))));
    const squareShare = fresh(() => tf.scalar(Math.sqrt(1 - this.beta2 ** (this.iterations + 1))));
    const spread = nextSquare.sqrt().div(squareShare).add(this.epsilon);
    const change = nextMean.div(spread).mul<tf.Tensor1D>(rate);
    const changes = splitLike(change, parameters);
    return {
      mean: nextMean,
      square: nextSquare,
      parameters: parameters.map((parameter, index) => parameter.add(changes[index]!)),
    };
  }

  /** The step of parameters with these names; another one if a parameter came to rest or moves again. */
  private stepOf(gradient: tf.Tensor1D, names: readonly string[]): Step {
    const moments = this.memory.of(names, gradient.size);
    if (this.step?.moments === moments) return this.step;
    const { mean, square } = moments;
    const reads = () => [this.beta1, this.beta2, this.epsilon, mean, square, ...variablesOf(names)];
    const run = ({ gradient }: { readonly gradient: tf.Tensor1D }) =>
      this.follow(gradient, moments, variablesOf(names));
    return (this.step = { moments, follow: traced(run, reads) });
  }

  /**
   * What it remembers; nothing before the first step.
   *
   * @param parameters  those of the model that it trains
   * @throws {RangeError} it trains another model
   */
  state(parameters: Parameters): AdamState | undefined {
    const moments = this.memory.byParameter("Adam.state", parameters);
    return moments && { step: this.iterations, moments };
  }

  /**
   * Goes on where another Adam stood.
   *
   * @param parameters  those of the model that it shall train, with the names that they had
   * @throws {TypeError} no state
   * @throws {RangeError} step is not a whole number ≥ 1, or a moment is of no parameter or of one with another size
   */
  restore(state: AdamState, parameters: Parameters): void {
    const { step, moments } = checkRecord("Adam.restore", "state", state);
    checkSize("Adam.restore", "state.step", step);
    this.memory.restore("Adam.restore", moments, parameters);
    this.iterations_ = step;
  }

  override dispose(): void {
    this.memory.dispose();
    super.dispose();
  }

  override getConfig() {
    const { learningRate, beta1, beta2, epsilon } = this;
    return { learningRate, beta1, beta2, epsilon };
  }
}

/** What a step of Adam makes. */
interface Followed {
  readonly mean: tf.Tensor;
  readonly square: tf.Tensor;
  readonly parameters: tf.Tensor[];
}

/** How parameters with these moments take a step. */
interface Step {
  readonly moments: JoinedMoments;
  readonly follow: (inputs: { readonly gradient: tf.Tensor1D }) => Followed;
}

/** Gradients end to end: [sum of their sizes]. */
export function joinGradients(gradients: tf.NamedTensorMap): tf.Tensor1D {
  return tf.tidy(() => tf.concat(Object.values(gradients).map((gradient) => gradient.flatten())));
}

/**
 * The gradient of each parameter, from all of them end to end.
 *
 * @param gradient  [sum of sizes]  float32
 * @param names     the parameters' names in TensorFlow.js, in the order of their gradients
 * @returns by name, each in its parameter's shape
 * @throws {Error} by TensorFlow, if the sizes are not those of the parameters
 */
export function splitGradient(gradient: tf.Tensor1D, names: readonly string[]): tf.NamedTensorMap {
  const parts = splitLike(gradient, variablesOf(names));
  return Object.fromEntries(names.map((name, index) => [name, parts[index]!]));
}

/** Cuts what lies end to end into the shapes of these parameters. */
function splitLike(joined: tf.Tensor1D, parameters: readonly tf.Variable[]): tf.Tensor[] {
  const parts = tf.split(
    joined,
    parameters.map(({ size }) => size),
  );
  return parameters.map(({ shape }, index) => parts[index]!.reshape(shape));
}
