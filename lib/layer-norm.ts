/**
 * Layer normalisation: brings each position's numbers to mean 0 and variance 1, so that deep stacks keep learning.
 *
 * `layerNorm` is the equation as a learner writes it; `LayerNorm` has its backward pass written by hand and is proven
 * equal to it (tests/lib/layer-norm.test.ts).
 *
 * @source Ba, Kiros & Hinton 2016, "Layer Normalization". https://arxiv.org/abs/1607.06450
 */
import { tf } from "./tf";
import { checkRecord, checkSize } from "./argument";
import { pure } from "./engine/pure";
import { withBackward } from "./engine/with-backward";
import { zeroParameter, type Parameters } from "./parameters";
import { checkShapes, hasRank } from "./shapes";

export interface LayerNormWeights {
  /** γ  [width] */
  readonly scale: tf.Tensor1D;
  /** β  [width] */
  readonly shift: tf.Tensor1D;
}

/** Added to the variance, so that equal numbers do not divide by 0. PyTorch's value. */
const EPSILON = 1e-5;

/**
 * Normalises the last axis of each position by itself, then scales and shifts it by learned numbers.
 *
 *     y = γ ⊙ (x − mean x) / √(var x + ε) + β
 *
 * @param inputs   [batch, width] or [batch, time, width]  float32
 * @param weights  scale γ [width] and shift β [width]
 * @returns with the axes of inputs
 *
 * Taught in notebook 08.
 * @source Ba et al. 2016, §3, eq. 4. https://arxiv.org/abs/1607.06450
 * @exercise 08-transformer
 */
export function layerNorm<Input extends tf.Tensor2D | tf.Tensor3D>(
  inputs: Input,
  weights: LayerNormWeights,
): Input {
  const { scale, shift } = checkRecord("layerNorm", "weights", weights);
  checkShapes("layerNorm", {
    inputs: [inputs, hasRank(inputs, 3) ? "batch time width" : "batch width"],
    scale: [scale, "width"],
    shift: [shift, "width"],
  });
  return tf.tidy(() => {
    const centred = inputs.sub(inputs.mean(-1, true));
    const variance = centred.square().mean(-1, true); // [batch, time, 1]
    return centred.div(variance.add(EPSILON).sqrt()).mul(scale).add<Input>(shift);
  });
}

/**
 * Layer normalisation with learned scale and shift, which start at 1 and 0.
 *
 * Taught in notebook 08.
 * @throws {RangeError} width is not a whole number ≥ 1
 */
export class LayerNorm {
  readonly parameters: Parameters;
  private readonly weights: LayerNormWeights;
  private readonly width: number;

  constructor(config: { readonly width: number }) {
    const { width } = checkRecord("LayerNorm", "config", config);
    checkSize("LayerNorm", "width", width);
    this.width = width;
    const scale = tf.tidy(() => tf.variable(tf.ones<tf.Rank.R1>([width])));
    this.parameters = this.weights = { scale, shift: zeroParameter([width]) };
  }

  /**
   * @param inputs  [batch, width] or [batch, time, width]  float32
   * @returns with the axes of inputs
   */
  apply<Input extends tf.Tensor2D | tf.Tensor3D>(inputs: Input): Input {
    const axes = hasRank(inputs, 3) ? "batch time width" : "batch width";
    const { width } = checkShapes("LayerNorm.apply", { inputs: [inputs, axes] }, { width: this.width });
    return tf.tidy(() => {
      const flat = inputs.reshape<tf.Tensor2D>([-1, width]);
      return normalise(flat, this.weights).reshape(inputs.shape) as Input;
    });
  }
}
pure(LayerNorm);

/**
 * The equation for inputs [position, width], and its gradient by hand. With x̂ the normalised input and g = ∂y ⊙ γ:
 *
 *     ∂x = (g − mean g − x̂ ⊙ mean(g ⊙ x̂)) / √(var x + ε)      ∂γ = Σ ∂y ⊙ x̂      ∂β = Σ ∂y
 */
function normalise(inputs: tf.Tensor2D, { scale, shift }: LayerNormWeights): tf.Tensor {
  const forward = (x: tf.Tensor2D, gamma: tf.Tensor1D, beta: tf.Tensor1D) => {
    const centred = x.sub(x.mean(1, true));
    const inverse = centred.square().mean(1, true).add(EPSILON).rsqrt(); // [position, 1]
    const normalised = centred.mul(inverse);
    return { value: normalised.mul(gamma).add(beta), saved: [normalised, inverse, gamma] };
  };
  return withBackward([inputs, scale, shift], forward, backward);
}

function backward(change: tf.Tensor, [normalised, inverse, gamma]: tf.Tensor[]): tf.Tensor[] {
  const scaled = change.mul(gamma!);
  const alongInput = normalised!.mul(scaled.mul(normalised!).mean(1, true));
  const toInputs = scaled.sub(scaled.mean(1, true)).sub(alongInput).mul(inverse!);
  return [toInputs, change.mul(normalised!).sum(0), change.sum(0)];
}
