/** Linear layer: every output is a weighted sum of all inputs, plus a bias. */
import { tf } from "./tf";
import { checkSizes } from "./argument";
import { pure } from "./engine/pure";
import { checkShapes, hasRank } from "./shapes";
import { checkMaking, uniformParameter, zeroParameter, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";

export interface LinearConfig {
  /** Width of what goes in, ≥ 1. */
  readonly inputSize: number;
  /** Width of what comes out, ≥ 1. */
  readonly outputSize: number;
  /** Whether a bias is added; true unless said otherwise. */
  readonly usesBias?: boolean;
}

/**
 * Multiplies the last axis by a learned matrix.
 *
 *     y = x W + b
 *
 * Ours / theirs: inputToOutput is W.
 * Taught in notebook 00.
 * @throws {RangeError} a size is not a whole number ≥ 1
 */
export class Linear {
  readonly parameters: Parameters;
  private readonly weights: { readonly inputToOutput: tf.Tensor2D; readonly bias?: tf.Tensor1D };
  private readonly inputSize: number;
  private readonly outputSize: number;

  constructor(config: LinearConfig, random: RandomGenerator) {
    const { inputSize, outputSize, usesBias = true } = checkMaking("Linear", config, random);
    checkSizes("Linear", { inputSize, outputSize });
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    const inputToOutput = uniformParameter([inputSize, outputSize], 1 / Math.sqrt(inputSize), random);
    this.parameters = this.weights = usesBias
      ? { inputToOutput, bias: zeroParameter([outputSize]) }
      : { inputToOutput };
  }

  /**
   * @param inputs  [batch, input] or [batch, time, input]  float32
   * @returns [batch, output] or [batch, time, output]
   */
  apply<Input extends tf.Tensor2D | tf.Tensor3D>(inputs: Input): Input {
    const axes = hasRank(inputs, 3) ? "batch time input" : "batch input";
    checkShapes("Linear.apply", { inputs: [inputs, axes] }, { input: this.inputSize });
    const { inputToOutput, bias } = this.weights;
    return tf.tidy(() => {
      // One flat matrix product: a 3-D one would copy the weights for every example.
      const flat = inputs.reshape<tf.Tensor2D>([-1, this.inputSize]).matMul(inputToOutput);
      const summed = bias === undefined ? flat : flat.add(bias);
      return summed.reshape([...inputs.shape.slice(0, -1), this.outputSize]) as Input;
    });
  }
}
pure(Linear);
