/** Residual connection: what stands around each of the Transformer's sublayers. */
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

  /**
   * Runs a sublayer with its surroundings; it may also say where it looked.
   *
   * @param sublayer  [batch, time, dModel] → [batch, time, dModel]
   * @returns what the sublayer gave, its output added to x
   */
  apply<Result extends { readonly output: tf.Tensor3D }>(
    x: tf.Tensor3D,
    isTraining: boolean,
    sublayer: (x: tf.Tensor3D) => Result,
  ): Result {
    const result = sublayer(this.isPre ? this.norm.apply(x) : x);
    const sum = x.add<tf.Tensor3D>(this.dropout.apply(result.output, { isTraining }));
    return { ...result, output: this.isPre ? sum : this.norm.apply(sum) };
  }
}
pure(Residual);
