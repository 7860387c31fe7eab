/**
 * Residual connection: what stands around each of the Transformer's sublayers.
 */
import type { tf } from "./tf";
import { Dropout } from "./dropout";
import { pure } from "./engine/pure";
import type { LayerConfig } from "./feed-forward";
import { LayerNorm } from "./layer-norm";
import type { RandomGenerator } from "./random";

/** A sublayer's surroundings: residual connection, dropout and normalisation. */
export class Residual {
  readonly norm: LayerNorm;
  private readonly dropout: Dropout;
  private readonly isPre: boolean;

  constructor({ dModel, dropout = 0, norm = "pre" }: LayerConfig, random: RandomGenerator) {
    this.norm = new LayerNorm({ width: dModel });
    this.dropout = new Dropout({ rate: dropout }, random);
    this.isPre = norm === "pre";
  }

  /** What the sublayer reads. */
  before(inputs: tf.Tensor3D): tf.Tensor3D {
    return this.isPre ? this.norm.apply(inputs) : inputs;
  }

  /** What the next one reads. */
  after(inputs: tf.Tensor3D, output: tf.Tensor3D, isTraining: boolean): tf.Tensor3D {
    const sum = inputs.add<tf.Tensor3D>(this.dropout.apply(output, { isTraining }));
    return this.isPre ? sum : this.norm.apply(sum);
  }
}
pure(Residual);
