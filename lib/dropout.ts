/** Dropout: in training, sets a random share of the numbers to 0, so that no part of a model relies on another one. */
import { tf } from "./tf";
import { checkBetween, checkRecord, shown } from "./argument";
import { idType, runKernel, typeAttribute } from "./engine/kernel";
import { pure } from "./engine/pure";
import { masked } from "./masked";
import { checkMaking } from "./parameters";
import type { RandomGenerator } from "./random";
import { fresh } from "./engine/tape";

/** How a model runs that drops numbers. */
export interface RunOptions {
  /** Whether numbers are dropped; false unless said otherwise. */
  readonly isTraining?: boolean;
}

export interface DropoutOptions {
  /** The share of numbers set to 0, in [0, 1). */
  readonly rate: number;
  /** Which numbers they are: the same seed drops the same ones. */
  readonly seed: number;
}

/**
 * Sets a random share of the numbers to 0 and enlarges the others, so that their sum stays the same on average.
 *
 *     y = x ⊙ m / (1 − p)      m = 1 with probability 1 − p, else 0
 *
 * @param inputs  any axes, such as [batch, time, dModel]  float32
 * @returns the same axes
 * @throws {RangeError} rate outside [0, 1), or a seed that is not a whole number
 *
 * Ours / theirs: rate is p.
 * Taught in notebook 08.
 * @source Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", §4.
 *   https://jmlr.org/papers/v15/srivastava14a.html
 */
export function dropout<Input extends tf.Tensor>(inputs: Input, options: DropoutOptions): Input {
  const { rate, seed } = checkRecord("dropout", "options", options);
  checkTensor("dropout", inputs);
  checkBetween("dropout", "rate", rate, "[0, 1)");
  if (!Number.isInteger(seed))
    throw new RangeError(`dropout: seed should be a whole number, got ${shown(seed)}`);
  return tf.tidy(() => drop(inputs, rate, seedTensor(seed)));
}

function drop<Input extends tf.Tensor>(inputs: Input, rate: number, seed: tf.Tensor1D): Input {
  if (rate === 0) return inputs.clone();
  const isKept = tf.greaterEqual(uniform(inputs.shape, seed), rate).cast("float32");
  return masked(inputs, isKept.mul(1 / (1 - rate)));
}

/** A seed as TensorFlow takes it: the lower 32 bits, and what is above them. */
const seedTensor = (seed: number): tf.Tensor1D =>
  tf.tensor1d([seed | 0, Math.floor(seed / 2 ** 32)], "int32");

/** Numbers in [0, 1) from TensorFlow's own generator: JavaScript's would take longer than the rest of a layer. */
function uniform(shape: number[], seed: tf.Tensor1D): tf.Tensor {
  const attributes = [typeAttribute("dtype", "TF_FLOAT"), idType("T"), idType("Tseed")];
  const inputs = [tf.tensor1d(shape, "int32"), seed];
  return runKernel("StatelessRandomUniform", attributes, inputs, 1)[0]!;
}

/**
 * Dropout as a layer: in training every call drops other numbers; otherwise it changes nothing.
 *
 * Taught in notebook 08.
 * @throws {RangeError} rate outside [0, 1)
 */
export class Dropout {
  private readonly rate: number;
  private readonly nextSeed: () => number;

  constructor(config: { readonly rate: number }, random: RandomGenerator) {
    const { rate } = checkMaking("Dropout", config, random);
    checkBetween("Dropout", "rate", rate, "[0, 1)");
    this.rate = rate;
    const own = random.fork();
    this.nextSeed = pure(() => own.seed()); // a draw is no pure code, but `fresh` repeats it at every run
  }

  /**
   * @param inputs      any shape  float32
   * @param isTraining  whether numbers are dropped
   * @returns with the axes of inputs
   */
  apply<Input extends tf.Tensor>(inputs: Input, options: { readonly isTraining: boolean }): Input {
    const { isTraining } = checkRecord("Dropout.apply", "options", options);
    checkTensor("Dropout.apply", inputs);
    if (!isTraining || this.rate === 0) return inputs.clone() as Input;
    return tf.tidy(() => {
      // Another one at every run of a graph, too; a seed that a caller gives is a constant there, like any number.
      const seed = fresh(() => seedTensor(this.nextSeed()));
      return drop(inputs, this.rate, seed);
    });
  }
}
pure(Dropout);

function checkTensor(functionName: string, inputs: tf.Tensor): void {
  if (inputs instanceof tf.Tensor) return;
  throw new TypeError(`${functionName}: inputs should be a tensor, got ${shown(inputs)}`);
}
