/**
 * Adam: each parameter moves by about the learning rate, whatever the size of its gradient.
 *
 * The equations are those of `tf.train.adam`, and so are the numbers; but all parameters lie end to end in one long
 * vector, so a step takes a dozen operations in all instead of a dozen for each parameter.
 *
 * @source Kingma & Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1. https://arxiv.org/abs/1412.6980
 */
import { tf } from "./tf";
import { checkBetween, checkPositive, checkRecord, checkSize } from "./argument";
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
  private moments?: Moments;

  constructor({ learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamConfig = {}) {
    super();
    checkPositive("Adam", "learningRate", learningRate);
    checkBetween("Adam", "beta1", beta1, "[0, 1)");
    checkBetween("Adam", "beta2", beta2, "[0, 1)");
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
   * @param gradient  of all parameters  [sum of sizes]  float32
   * @param names     the parameters' names in TensorFlow.js, in the order of their gradients
   * @throws {RangeError} the gradients are not those of the same parameters as before
   */
  applyJoined(gradient: tf.Tensor1D, names: readonly string[]): void {
    tf.tidy(() => {
      const { mean, square, follow } = this.momentsOf(gradient, names);
      const next = follow({ gradient });
      mean.assign(next.mean);
      square.assign(next.square);
      variablesOf(names).forEach((parameter, index) => parameter.assign(next.parameters[index]!));
    });
    this.incrementIterations();
  }

  /** One step: what the moments and the parameters become. */
  private follow(gradient: tf.Tensor1D, { mean, square }: Moments, parameters: tf.Variable[]): Followed {
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

  private momentsOf(gradient: tf.Tensor1D, names: readonly string[]): Moments {
    const zeros = () => tf.variable(tf.zerosLike(gradient), false);
    this.moments ??= this.newMoments(zeros(), zeros());
    if (this.moments.mean.size !== gradient.size) {
      throw new RangeError(
        `Adam.applyGradients: expected gradients of ${this.moments.mean.size} numbers, got ${gradient.size}`,
      );
    }
    this.moments.names ??= names;
    if (this.moments.names.join() !== names.join()) {
      throw new RangeError(
        `Adam.applyGradients: expected gradients of ${this.moments.names.join(" ")}, got those of ${names.join(" ")}`,
      );
    }
    return this.moments;
  }

  private newMoments(mean: tf.Variable, square: tf.Variable): Moments {
    const variables = () => [mean, square, ...variablesOf(moments.names!)];
    const run = ({ gradient }: { readonly gradient: tf.Tensor1D }) =>
      this.follow(gradient, moments, variablesOf(moments.names!));
    const moments: Moments = { mean, square, follow: traced(run, { variables }) };
    return moments;
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
    this.moments = this.newMoments(moment(mean), moment(square));
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

/** What a step of Adam makes. */
interface Followed {
  readonly mean: tf.Tensor;
  readonly square: tf.Tensor;
  readonly parameters: tf.Tensor[];
}

/** Means of the gradients and of their squares, of the parameters with these names, and the step that follows them. */
interface Moments {
  names?: readonly string[];
  readonly mean: tf.Variable;
  readonly square: tf.Variable;
  readonly follow: (inputs: { readonly gradient: tf.Tensor1D }) => Followed;
}

const variablesOf = (names: readonly string[]): tf.Variable[] =>
  names.map((name) => tf.engine().registeredVariables[name]!);

/** Gradients end to end: [sum of their sizes]; caller disposes. */
export function joinGradients(gradients: tf.NamedTensorMap): tf.Tensor1D {
  return tf.tidy(() => tf.concat(Object.values(gradients).map((gradient) => gradient.flatten())));
}

/**
 * The gradient of each parameter, from all of them end to end.
 *
 * @param gradient  [sum of sizes]  float32
 * @param names     the parameters' names in TensorFlow.js, in the order of their gradients
 * @returns by name, each in its parameter's shape; caller disposes
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
